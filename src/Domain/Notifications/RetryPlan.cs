namespace Sluice.Domain.Notifications;

/// <summary>When a message that was not taken is sent again: ever later, for a day, unless the receiver says no to it. Pure.</summary>
public static class RetryPlan
{
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(24);

    /// <summary>So long after its end the last try may come: others were before it. After that there is none.</summary>
    public static readonly TimeSpan LastWithin = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private const double Jitter = 0.2;
    private const int MostDoublings = 20;

    /// <param name="attempts">That have failed, 1 or more.</param>
    /// <param name="refusals">Those of them, up to the last, that were refused.</param>
    /// <param name="endsAt">After that there is none.</param>
    /// <param name="chance">0 to 1, so that what failed together does not come back together.</param>
    /// <returns>Null when it is given up. The last try is at the very end.</returns>
    public static DateTimeOffset? Next(int attempts, Refusals refusals, DateTimeOffset endsAt, DateTimeOffset now, double chance)
    {
        if (now >= endsAt || refusals.AreEnough(now))
        {
            return null;
        }

        var wait = s_first * Math.Pow(2, Math.Min(attempts - 1, MostDoublings));
        var next = now + (wait < s_longest ? wait : s_longest) * (1 - Jitter + (2 * Jitter * chance));
        return next < endsAt ? next : endsAt;
    }
}
