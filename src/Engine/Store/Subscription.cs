using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>Writes what follows from the events, in the transaction that moves the reader's cursor: each event takes effect exactly once.</summary>
/// <param name="events">In order, never empty.</param>
/// <param name="connection">With the open transaction; do not commit.</param>
public delegate Task SubscriptionHandler(IReadOnlyList<Recorded> events, NpgsqlConnection connection, CancellationToken ct);

/// <summary>How far a subscription has come.</summary>
/// <param name="Position">The last position whose effects are committed.</param>
/// <param name="LastSuccess">When it last was up to date or moved; null before the first time.</param>
/// <param name="Error">Why it stands still; null while it works.</param>
public sealed record SubscriptionStatus(string Name, long Position, DateTimeOffset? LastSuccess, string? Error);

/// <summary>
/// Reads all events with a durable cursor. Runs until cancelled: it outlives losses of the database and repeats a batch
/// that its handler failed on, with growing pauses; it never skips one.
/// </summary>
public sealed partial class Subscription(
    string name, SubscriptionHandler handler, IEventStore store, NpgsqlDataSource database, TimeProvider time, ILogger<Subscription> logger)
{
    private const int BatchSize = 500;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private volatile SubscriptionStatus _status = new(name, 0, LastSuccess: null, Error: null);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs once before the first event, and again after each interruption until it succeeded; a read model builds itself here.</summary>
    public Func<CancellationToken, Task>? Prepare { get; init; }

    public string Name => name;

    public SubscriptionStatus Status => _status;

    public async Task RunAsync(CancellationToken ct)
    {
        var pause = FirstPause;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(() => pause = FirstPause, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex) when (ex is StoreUnavailableException || StoreFailure.IsUnavailable(ex))
            {
                Log.Interrupted(logger, name, ex.Message);
                _status = _status with { Error = ex.Message };
            }
            catch (Exception ex)
            {
                Log.Failed(logger, name, ex);
                _status = _status with { Error = ex.Message };
            }

            await Task.WhenAny(Task.Delay(pause, time, ct));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Completes when the effects of everything up to the position are committed.</summary>
    public async Task WaitForAsync(long position, CancellationToken ct)
    {
        while (true)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (_status.Position >= position && _status.LastSuccess is not null)
            {
                return;
            }

            await moved.WaitAsync(ct);
        }
    }

    private async Task FollowAsync(Action succeeded, CancellationToken ct)
    {
        await (Prepare?.Invoke(ct) ?? Task.CompletedTask);
        var position = await new CursorStore(database).FindAsync(name, ct) ?? 0;
        while (true)
        {
            var appended = store.WaitForAppendAsync(ct);
            while (await store.ReadAllAsync(position, BatchSize, ct) is var page && page.Position > position)
            {
                position = await HandleAsync(position, page, ct);
                Moved(position);
            }

            Moved(position);
            succeeded();
            await appended;
        }
    }

    /// <returns>Where to go on; another node may have been faster.</returns>
    private async Task<long> HandleAsync(long position, AllEventsPage page, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var current = await CursorStore.LockAsync(name, connection, ct);
        if (current != position)
        {
            return current;
        }

        if (page.Events.Count > 0)
        {
            await handler(page.Events, connection, ct);
        }

        await CursorStore.MoveAsync(name, page.Position, connection, ct);
        await transaction.CommitAsync(ct);
        return page.Position;
    }

    private void Moved(long position)
    {
        if (_status.Error is not null)
        {
            Log.Recovered(logger, name);
        }

        _status = new(name, position, time.GetUtcNow(), Error: null);
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(StoreEventIds.SubscriptionInterrupted, LogLevel.Warning, "{Name} waits for the database: {Reason}")]
        public static partial void Interrupted(ILogger logger, string name, string reason);

        [LoggerMessage(StoreEventIds.SubscriptionFailed, LogLevel.Error, "{Name} cannot go on and tries again")]
        public static partial void Failed(ILogger logger, string name, Exception exception);

        [LoggerMessage(StoreEventIds.SubscriptionRecovered, LogLevel.Information, "{Name} goes on")]
        public static partial void Recovered(ILogger logger, string name);
    }
}
