using Sluice.Dashboard.Freezes;
using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Vitals;

/// <summary>Follows whether the engine of one tenant is paused. What was known stays while the store is away.</summary>
internal sealed class EngineWatch(ILiveStates live, TimeProvider time, TenantId tenant, Action changed) : IDisposable
{
    private readonly FreezeWatch _watch = new(live, time, tenant, changed);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>False until it could be read once: then nobody knows whether the engine works.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Null while the engine works.</summary>
    public EnginePause? Pause { get; private set; }

    /// <returns>Whether it is another than before.</returns>
    public async Task<bool> LookAsync()
    {
        var before = (IsKnown, Pause);
        try
        {
            (Pause, IsKnown) = ((await _watch.ReadAsync(_stop.Token)).EnginePause, true);
        }
        catch (StoreUnavailableException)
        {
            // The strip below says that the store is away; the watch signals soon for another try.
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }

        return (IsKnown, Pause) != before;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watch.Dispose();
        _stop.Dispose();
    }
}
