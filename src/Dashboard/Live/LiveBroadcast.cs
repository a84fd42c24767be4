using System.Threading.Channels;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Live;

/// <summary>Hands events and samples to those who watch, and beats.</summary>
internal sealed class LiveBroadcast(LiveAudience audience, ILiveStates states, ISampleFeed samples, TimeProvider time) : BackgroundService
{
    /// <summary>Charts move twice a second at most.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Those of all places come one after another.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(20);

    /// <summary>A beat a second, give or take what the samples move the period.</summary>
    private static readonly TimeSpan s_beat = 1.5 * Period;

    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? _events;
    private IDisposable? _ticks;
    private ITimer? _timer;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first browser can connect.
        _timer = time.CreateTimer(_ => _due.Writer.TryWrite(true), state: null, Period, Period);
        _events = states.Subscribe(audience.Take);
        _ticks = samples.Subscribe(Take);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _events?.Dispose();
        _ticks?.Dispose();
        _timer?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (beatAt, seq) = (time.GetTimestamp(), 0L);
        while (true)
        {
            await _due.Reader.ReadAsync(stoppingToken);
            audience.Flush();
            if (time.GetElapsedTime(beatAt) >= s_beat)
            {
                beatAt = time.GetTimestamp();
                audience.Beat(time.GetUtcNow(), ++seq);
            }
        }
    }

    /// <summary>The period begins anew with the samples, so that they do not wait for it.</summary>
    private void Take(SampleTick tick)
    {
        audience.Take(tick);
        _timer?.Change(s_gathering, Period);
    }
}
