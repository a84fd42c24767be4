using Sluice.Domain.Deployments;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>
/// Tries rules on what stable did in days past: a plan is started again and again, one start after the other, and each minute's requests are split at random into a canary that is as good as stable and the rest.
/// Pure; a start at the same minute is split the same way every time. Work and memory are bounded by the number of minutes, each of which is looked at once.
/// </summary>
public static class DaysBackTest
{
    /// <summary>How long stable is watched before a start: where first estimates come from.</summary>
    public static TimeSpan Before { get; } = TimeSpan.FromMinutes(30);

    /// <summary>From one start to the next at the least: more often would try the same minutes of a short plan to no end.</summary>
    public static TimeSpan Apart { get; } = TimeSpan.FromMinutes(30);

    /// <summary>A longer stretch without a counted request may be one in which nobody counted: a start that runs into it says nothing.</summary>
    public static TimeSpan MostMissing { get; } = TimeSpan.FromMinutes(5);

    /// <param name="minutes">Those with requests, in order, each once; read only once.</param>
    /// <returns>Null where requests are copied, without phases beside stable, in point mode, and without minutes.</returns>
    public static DaysBackTestResult? Of(LedgerTerms terms, PhasePlan plan, IEnumerable<ServedMinute> minutes, CancellationToken ct)
    {
        if (TrialTerms.For(terms, plan) is not { } trials)
        {
            return null;
        }

        var step = StepOf(terms.Settings.Interval);
        var days = new PastDays(trials.Every(step, plan), step);
        foreach (var minute in minutes)
        {
            ct.ThrowIfCancellationRequested();
            days.Take(minute);
        }

        return days.Result;
    }

    /// <summary>Whole minutes: nothing shorter is kept.</summary>
    private static TimeSpan StepOf(TimeSpan interval) => ServedMinute.Length * Math.Max(1, Math.Ceiling(interval / ServedMinute.Length));
}
