using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Sluice.Domain;

namespace Sluice.Dashboard.Live;

/// <summary>
/// One connection and what still has to be sent to it. Bounded: one that cannot keep up loses the oldest ticks and all but the last beat;
/// of events it loses none silently, it is told to read everything again. Nobody else waits for it.
/// </summary>
internal sealed class Viewer(TenantId tenant, IClientProxy client)
{
    public const int MostEvents = 256;

    // Four seconds' worth; what is older the browser fetches by itself.
    private const int MostTicks = 8;

    private static readonly LiveMessage s_resync = LiveMessage.Of(LiveMethods.Resync, new { });

    private readonly Lock _lock = new();
    private readonly Queue<LiveMessage> _events = new();
    private readonly Queue<LiveMessage> _ticks = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private LiveMessage? _beat;
    private bool _resync;

    public TenantId Tenant => tenant;

    public void Event(LiveMessage message)
    {
        lock (_lock)
        {
            if (_resync)
            {
                return;
            }

            if (_events.Count == MostEvents)
            {
                _events.Clear();
                _resync = true;
            }
            else
            {
                _events.Enqueue(message);
            }
        }

        _wake.Writer.TryWrite(true);
    }

    public void Tick(LiveMessage message)
    {
        lock (_lock)
        {
            if (_ticks.Count == MostTicks)
            {
                _ticks.Dequeue();
            }

            _ticks.Enqueue(message);
        }

        _wake.Writer.TryWrite(true);
    }

    public void Beat(LiveMessage message)
    {
        lock (_lock)
        {
            _beat = message;
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Sends until the connection is gone.</summary>
    public async Task PumpAsync(CancellationToken gone)
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(gone))
            {
                _wake.Reader.TryRead(out _);
                while (TryTake(out var message))
                {
                    await client.SendCoreAsync(message.Method, [message.Body], gone);
                }
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody is left to send to.
        }
    }

    private bool TryTake([NotNullWhen(true)] out LiveMessage? message)
    {
        lock (_lock)
        {
            if (_resync)
            {
                (_resync, message) = (false, s_resync);
            }
            else if (!_events.TryDequeue(out message) && !_ticks.TryDequeue(out message))
            {
                (message, _beat) = (_beat, null);
            }

            return message is not null;
        }
    }
}
