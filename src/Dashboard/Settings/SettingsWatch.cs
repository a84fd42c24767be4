using Sluice.Domain;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings;

/// <summary>Follows what is set for everybody of one tenant. What was known stays while the store is away.</summary>
internal sealed class SettingsWatch : IDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ILiveStates _live;
    private readonly TenantId _tenant;
    private readonly IDisposable _subscription;
    private readonly ITimer _timer;

    /// <param name="changed">Called on any thread; <see cref="LookAsync"/> then says how it is.</param>
    public SettingsWatch(ILiveStates live, TimeProvider time, TenantId tenant, Action changed)
    {
        (_live, _tenant) = (live, tenant);
        _timer = time.CreateTimer(_ => changed(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Event is SettingsEvent && recorded.Tenant == tenant)
            {
                changed();
            }
        });
    }

    /// <summary>Null until it could be read once.</summary>
    public SettingsBook? Book { get; private set; }

    /// <summary>Why it cannot be read now; null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>It signals soon for another try where it could not be read.</summary>
    /// <returns>Whether it is another than before.</returns>
    public async Task<bool> LookAsync()
    {
        var before = (Book, Problem);
        try
        {
            (Book, Problem) = ((await _live.FindSettingsAsync(_tenant, _stop.Token)).State, null);
        }
        catch (StoreUnavailableException ex)
        {
            Problem = ex.Message;
            _timer.Change(s_again, Timeout.InfiniteTimeSpan);
        }
        catch (UnknownEventException ex)
        {
            // This program will not learn to read it: no other try, and no page falls for it.
            Problem = ex.Message;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }

        return (Book, Problem) != before;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _subscription.Dispose();
        _timer.Dispose();
        _stop.Dispose();
    }
}
