namespace Sluice.Engine.Control;

/// <summary>Wakes one controller: many calls before it looks are one.</summary>
internal sealed class Wakeup
{
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Volatile.Read(ref _set).TrySetResult();

    /// <summary>Returns when set or at the instant, whichever is first.</summary>
    /// <returns>How late the instant was met; null when it was woken before.</returns>
    public async Task<TimeSpan?> WaitUntilAsync(DateTimeOffset instant, TimeProvider time, CancellationToken ct)
    {
        var set = Volatile.Read(ref _set);
        var left = instant - time.GetUtcNow();
        if (left > TimeSpan.Zero && !set.Task.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(set.Task, Task.Delay(left, time, stop.Token));
            await stop.CancelAsync();
        }

        if (!set.Task.IsCompleted)
        {
            return time.GetUtcNow() - instant;
        }

        Interlocked.Exchange(ref _set, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return null;
    }
}
