using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>
/// Wakes readers after appends: those of this process directly, those of other nodes by a notification. The notification is sent on a
/// connection of its own after the commit, many appends to one: inside the append transaction it would make all commits queue.
/// </summary>
internal sealed partial class AppendSignal(NpgsqlDataSource database, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const string Channel = "sluice_events";

    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(5);   // only a node that died between commit and notification is silent
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _unsent = new(0, 1);
    private readonly Lock _starting = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _listener;
    private Task? _notifier;
    private long _lastWake;
    private volatile bool _hears;

    /// <summary>Call after the commit.</summary>
    public void Appended()
    {
        Wake();
        lock (_unsent)
        {
            if (_unsent.CurrentCount == 0)
            {
                _unsent.Release();
            }
        }

        Start(ref _notifier, NotifyAsync);
    }

    /// <param name="heldUp">The reader stopped at a number whose owner is at work; a rollback would not be announced, so look again soon.</param>
    public async Task WaitAsync(bool heldUp, CancellationToken ct)
    {
        Start(ref _listener, ListenAsync);
        var next = Volatile.Read(ref _next).Task;
        var quiet = time.GetElapsedTime(Volatile.Read(ref _lastWake));
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(next, Task.Delay(Patience(heldUp, quiet), time, timer.Token));
        await timer.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_listener ?? Task.CompletedTask, _notifier ?? Task.CompletedTask);
        _end.Dispose();
        _unsent.Dispose();
    }

    private TimeSpan Patience(bool heldUp, TimeSpan quiet) => heldUp ? HeldUp : quiet < Lately ? Busy : _hears ? Listening : Idle;

    private void Wake()
    {
        Volatile.Write(ref _lastWake, time.GetTimestamp());
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private void Start(ref Task? loop, Func<CancellationToken, Task> run)
    {
        if (Volatile.Read(ref loop) is null)
        {
            lock (_starting)
            {
                loop ??= _end.IsCancellationRequested ? Task.CompletedTask : Task.Run(() => run(_end.Token));
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var said = false;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(ct);
                connection.Notification += (_, notification) =>
                {
                    if (!string.Equals(notification.Payload, _node, StringComparison.Ordinal))
                    {
                        Wake();
                    }
                };
                await using var listen = new NpgsqlCommand($"listen {Channel}", connection);
                await listen.ExecuteNonQueryAsync(ct);
                said = false;
                _hears = true;
                Wake();   // whatever was announced while nobody listened
                while (true)
                {
                    await connection.WaitAsync(ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the store is closing */ }
            catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
            {
                if (!said)
                {
                    Log.ListenerLost(logger, ex.Message);   // once per outage
                    said = true;
                }

                _hears = false;
                await PauseAsync(Reconnect, ct);
            }
        }
    }

    private async Task NotifyAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _unsent.WaitAsync(ct);
                // A notification takes a transaction id, so its commit would be flushed to disk beside the appends; nothing in it needs that.
                await using var command = database.CreateCommand($"select set_config('synchronous_commit', 'off', true), pg_notify('{Channel}', '{_node}')");
                await command.ExecuteNonQueryAsync(ct);
                await PauseAsync(Coalesce, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the store is closing */ }
            catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
            {
                // Other nodes find the events by polling; the next append announces itself again.
                Log.NotifierLost(logger, ex.Message);
                await PauseAsync(Reconnect, ct);
            }
        }
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken ct) =>
        Task.Delay(pause, time, ct).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static partial class Log
    {
        [LoggerMessage(StoreEventIds.ListenerLost, LogLevel.Warning, "Announcements of events cannot be heard, polling instead: {Reason}")]
        public static partial void ListenerLost(ILogger logger, string reason);

        [LoggerMessage(StoreEventIds.NotifierLost, LogLevel.Warning, "Events cannot be announced to other nodes, they will poll: {Reason}")]
        public static partial void NotifierLost(ILogger logger, string reason);
    }
}
