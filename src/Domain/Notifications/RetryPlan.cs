namespace Sluice.Domain.Notifications;

/// <summary>When a message that was not taken is sent again: ever later, for a day, unless the receiver says no to it. Pure.</summary>
public static class RetryPlan
{
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(24);

    /// <summary>So long after its end the last try may come: others were before it. After that there is none.</summary>
    public static readonly TimeSpan LastWithin = TimeSpan.FromHours(1);

    /// <summary>Refused so often in a row it is given up. Not at the first time: what stands before a receiver that starts anew may say no for a minute.</summary>
    public const int MostRefusals = 5;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private const double Jitter = 0.2;
    private const int MostDoublings = 20;

    /// <summary>Of 400 to 499 those that say "not now": too slow, too early, too many.</summary>
    public static ValueList<int> NotNow { get; } = [408, 425, 429];

    /// <param name="before">How often in a row it had been refused.</param>
    /// <param name="status">Of the answer that did not take it; null when there was none.</param>
    /// <returns>How often in a row it is refused now. Whoever says "not now", or does not answer, refuses nothing.</returns>
    public static int Refusals(int before, int? status) => status is >= 400 and < 500 and { } code && !NotNow.Contains(code) ? before + 1 : 0;

    /// <param name="attempts">That have failed, 1 or more.</param>
    /// <param name="refusals">The last of them in a row that were refused.</param>
    /// <param name="endsAt">After that there is none.</param>
    /// <param name="chance">0 to 1, so that what failed together does not come back together.</param>
    /// <returns>Null when it is given up. The last try is at the very end.</returns>
    public static DateTimeOffset? Next(int attempts, int refusals, DateTimeOffset endsAt, DateTimeOffset now, double chance)
    {
        if (now >= endsAt || refusals >= MostRefusals)
        {
            return null;
        }

        var wait = s_first * Math.Pow(2, Math.Min(attempts - 1, MostDoublings));
        var next = now + (wait < s_longest ? wait : s_longest) * (1 - Jitter + (2 * Jitter * chance));
        return next < endsAt ? next : endsAt;
    }
}
