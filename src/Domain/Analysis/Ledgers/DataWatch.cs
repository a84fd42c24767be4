namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Whether what was counted last can be true, and up to when it was counted. What cannot be true is dropped from both arms.</summary>
internal sealed class DataWatch
{
    public const int StateLength = 2;

    /// <summary>More than this is no count of requests; sums of it stay far from the end of a long.</summary>
    private const long MostRequests = 1_000_000_000_000_000;

    /// <summary>The last interval could not be true.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>End of the last interval, to the millisecond; null before the first.</summary>
    public DateTimeOffset? Through { get; private set; }

    /// <returns>True when the interval may count.</returns>
    public bool Accepts(Interval interval)
    {
        IsBroken = interval.Length < TimeSpan.Zero || !IsPossible(interval.Canary) || (interval.Stable is { } stable && !IsPossible(stable));
        Through = DateTimeOffset.FromUnixTimeMilliseconds(interval.To.ToUnixTimeMilliseconds());
        return !IsBroken;
    }

    public void Save(Span<double> state) => (state[0], state[1]) = (IsBroken ? 1 : 0, Through?.ToUnixTimeMilliseconds() ?? -1);

    public void Restore(ReadOnlySpan<double> state) =>
        (IsBroken, Through) = (state[0] > 0, state[1] < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)state[1]));

    private static bool IsPossible(ArmWindow arm) =>
        arm is { Requests: >= 0 and <= MostRequests, Errors: >= 0, ClientErrors: >= 0, Open: >= 0 }
        && arm.Errors <= arm.Requests
        && arm.ClientErrors <= arm.Requests
        && arm.Latency.Length is 0 or LatencyBounds.BucketCount
        && !arm.Latency.Span.ContainsAnyExceptInRange(0, MostRequests);
}
