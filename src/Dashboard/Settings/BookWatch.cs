using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings;

/// <summary>Follows a book of one tenant. What was known stays while the store is away.</summary>
/// <typeparam name="TBook">The fold.</typeparam>
/// <typeparam name="TEvent">What changes it.</typeparam>
internal abstract class BookWatch<TBook, TEvent> : IDisposable
    where TBook : class
    where TEvent : DomainEvent
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<CancellationToken, ValueTask<Versioned<TBook>>> _find;
    private readonly IDisposable _subscription;
    private readonly ITimer _timer;

    /// <param name="changed">Called on any thread; <see cref="LookAsync"/> then says how it is.</param>
    protected BookWatch(ILiveStates live, TimeProvider time, TenantId tenant, Func<CancellationToken, ValueTask<Versioned<TBook>>> find, Action changed)
    {
        _find = find;
        _timer = time.CreateTimer(_ => changed(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Event is TEvent && recorded.Tenant == tenant)
            {
                changed();
            }
        });
    }

    /// <summary>Null until it could be read once.</summary>
    public TBook? Book { get; private set; }

    /// <summary>Why it cannot be read now; null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>It signals soon for another try where it could not be read.</summary>
    /// <returns>Whether it is another than before.</returns>
    public async Task<bool> LookAsync()
    {
        var before = (Book, Problem);
        try
        {
            (Book, Problem) = ((await _find(_stop.Token)).State, null);
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
