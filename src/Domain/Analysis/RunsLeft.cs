namespace Sluice.Domain.Analysis;

/// <summary>How many more runs like the last one it takes, for people.</summary>
public static class RunsLeft
{
    /// <summary>Failing runs until traffic goes back, 1 or more.</summary>
    public static int ToReturn(Verdict verdict, AnalysisSettings settings) => settings.Counters is { FailureLimit: { } limit }
        ? Math.Max(1, limit + 1 - verdict.Checks.Max(check => check.Counts?.Failed ?? 0))
        : Math.Max(1, settings.FailedRuns - verdict.FailedRuns);

    /// <summary>Passing runs until the phase may end, 1 or more.</summary>
    public static int ToPass(Verdict verdict, AnalysisSettings settings) => settings.Counters switch
    {
        { ConsecutiveSuccessLimit: { } row } => Math.Max(1, row - Least(verdict, counts => counts.PassedInARow)),
        { Count: { } count } => Math.Max(1, count - Least(verdict, counts => counts.Judged)),
        _ => Math.Max(1, settings.SuccessfulRuns - verdict.PassedRuns),
    };

    private static int Least(Verdict verdict, Func<CheckCounts, int> count) => verdict.Checks.Select(check => check.Counts).OfType<CheckCounts>().Select(count).DefaultIfEmpty().Min();
}
