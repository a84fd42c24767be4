using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Freezes;

/// <summary>Follows the freezes of one tenant. Signals when one was declared or lifted, and when time alone puts one in force or ends one.</summary>
internal sealed class FreezeWatch : IDisposable
{
    /// <summary>Timers reach no farther than some weeks; this is looked at again before.</summary>
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly ILiveStates _live;
    private readonly TimeProvider _time;
    private readonly TenantId _tenant;
    private readonly IDisposable _subscription;
    private readonly ITimer _timer;

    /// <param name="changed">Called on any thread; <see cref="ReadAsync"/> then says how it is.</param>
    public FreezeWatch(ILiveStates live, TimeProvider time, TenantId tenant, Action changed)
    {
        (_live, _time, _tenant) = (live, time, tenant);
        _timer = time.CreateTimer(_ => changed(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Event is FreezeEvent && recorded.Tenant == tenant)
            {
                changed();
            }
        });
    }

    /// <exception cref="StoreUnavailableException">They are not in memory and cannot be read. It signals soon, for another try.</exception>
    public async Task<FreezeBook> ReadAsync(CancellationToken ct)
    {
        var book = await FindAsync(ct);
        var now = _time.GetUtcNow();
        if (book.NextChange(now) is { } change)
        {
            _timer.Change(change - now < s_farthest ? change - now : s_farthest, Timeout.InfiniteTimeSpan);
        }

        return book;
    }

    private async ValueTask<FreezeBook> FindAsync(CancellationToken ct)
    {
        try
        {
            return (await _live.FindFreezesAsync(_tenant, ct)).State;
        }
        catch (StoreUnavailableException)
        {
            _timer.Change(s_again, Timeout.InfiniteTimeSpan);
            throw;
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
    }
}
