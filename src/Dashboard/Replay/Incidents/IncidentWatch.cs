using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Incidents;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>The incidents of a tenant as a page last read them. While the store is away what was read stays, and is read again every two seconds.</summary>
internal sealed class IncidentWatch : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _left;
    private readonly ILiveStates _live;
    private readonly TenantId _tenant;
    private readonly Coalescer _coalescer;
    private readonly IDisposable _subscription;

    /// <param name="changed">Called on any thread when it is time to read: something was written, or the store may be back.</param>
    public IncidentWatch(ILiveStates live, TimeProvider time, TenantId tenant, Func<Task> changed)
    {
        (_live, _tenant, _left) = (live, tenant, _stop.Token);
        _coalescer = new(time, s_period, changed);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Event is IncidentEvent && recorded.Tenant == tenant)
            {
                _coalescer.Signal();
            }
        });
    }

    /// <summary>Null until the store has answered once.</summary>
    public IncidentBook? Book { get; private set; }

    /// <summary>Why the store could not be asked the last time; null when it answered.</summary>
    public string? Away { get; private set; }

    public async Task ReadAsync()
    {
        try
        {
            (Book, Away) = ((await _live.FindIncidentsAsync(_tenant, _left)).State, null);
        }
        catch (StoreUnavailableException ex)
        {
            Away = ex.Message;
            _coalescer.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The reader left.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _subscription.Dispose();
        _coalescer.Dispose();
        _stop.Dispose();
    }
}
