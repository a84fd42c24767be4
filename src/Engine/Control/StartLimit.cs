namespace Sluice.Engine.Control;

/// <summary>How long a start that may yet succeed is tried again: as long as the release may take to get ready. Counted anew for each attempt.</summary>
internal sealed class StartLimit(TimeProvider time)
{
    private (object Attempt, DateTimeOffset Since)? _failing;

    public void Started() => _failing = null;

    /// <summary>To be called at every failure.</summary>
    /// <param name="attempt">What is being started, equal for one attempt: an earlier one that was given up says nothing about it.</param>
    /// <param name="patience">How long it may fail.</param>
    public bool IsReached(object attempt, TimeSpan patience)
    {
        var now = time.GetUtcNow();
        var failing = _failing is { } known && known.Attempt.Equals(attempt) ? known : (Attempt: attempt, Since: now);
        var isReached = now - failing.Since >= patience;
        _failing = isReached ? null : failing;
        return isReached;
    }
}
