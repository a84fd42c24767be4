namespace Sluice.Domain.Analysis;

/// <summary>Where counted runs stand, in words.</summary>
internal static class CounterSentence
{
    /// <summary>Null where no limit on counted runs has to do with the reason.</summary>
    /// <param name="counting">The checks that are neither muted nor a dry run.</param>
    public static string? For(VerdictReason reason, IReadOnlyList<CheckResult> counting, IReadOnlyList<CheckResult> failing, AnalysisSettings settings) => (reason, settings.Counters) switch
    {
        (_, null) => null,
        (VerdictReason.ChecksFailed or VerdictReason.ConfirmingFailure, { FailureLimit: { } limit }) => Failures(counting, failing, limit),
        (VerdictReason.NotEnoughData, { InconclusiveLimit: { } limit }) when Most(counting, counts => counts.Inconclusive) is var runs && runs > limit =>
            $"{VerdictSentence.NotEnough(counting, settings)} That makes {VerdictSentence.Runs(runs)} without an answer; {Allowed(limit)}.",
        (VerdictReason.Inconclusive, { Count: { } count, ConsecutiveSuccessLimit: { } row }) => $"{VerdictSentence.Runs(count)} gave an answer, and the checks did not pass in {VerdictSentence.InARow(row)}.",
        (VerdictReason.ConfirmingSuccess, { ConsecutiveSuccessLimit: { } row }) => $"All checks pass: {Least(counting, counts => counts.PassedInARow)} of {VerdictSentence.InARow(row)}.",
        (VerdictReason.ConfirmingSuccess, { Count: { } count }) => $"All checks pass: {Least(counting, counts => counts.Judged)} of {VerdictSentence.Runs(count)} gave an answer.",
        (VerdictReason.ChecksPassed, { ConsecutiveSuccessLimit: { } row }) => $"All checks passed in {VerdictSentence.InARow(row)}.{Tolerated(counting, settings.Counters)}",
        (VerdictReason.ChecksPassed, { Count: { } count }) => $"All checks pass, and {VerdictSentence.Runs(count)} gave an answer.{Tolerated(counting, settings.Counters)}",
        (VerdictReason.NothingToJudge, { DryRun.Count: > 0 }) => "Every limit is a dry run: time alone decides.",
        _ => null,
    };

    public static string TooManyErrors(string why, IReadOnlyList<CheckResult> counting, int limit) =>
        $"The measurements could not be read ({why}) in {VerdictSentence.InARow(Most(counting, counts => counts.ErrorsInARow))}; {Allowed(limit)}.";

    private static string Failures(IReadOnlyList<CheckResult> counting, IReadOnlyList<CheckResult> failing, int limit)
    {
        var runs = VerdictSentence.Runs(Most(counting, counts => counts.Failed));
        return failing.Count > 0 ? $"{VerdictSentence.Above(failing)} in {runs}; {Allowed(limit)}." : $"A check failed in {runs}; {Allowed(limit)}.";
    }

    private static string Tolerated(IReadOnlyList<CheckResult> counting, CounterSettings limits) =>
        limits.FailureLimit is { } limit && Most(counting, counts => counts.Failed) is > 0 and var failed ? $" {VerdictSentence.Runs(failed)} failed; {Allowed(limit)}." : string.Empty;

    private static string Allowed(int limit) => limit switch
    {
        0 => "none is allowed",
        1 => "1 is allowed",
        _ => $"{limit} are allowed",
    };

    private static int Most(IReadOnlyList<CheckResult> checks, Func<CheckCounts, int> count) => checks.Select(check => count(check.Counts ?? CheckCounts.None)).DefaultIfEmpty().Max();

    private static int Least(IReadOnlyList<CheckResult> checks, Func<CheckCounts, int> count) => checks.Select(check => count(check.Counts ?? CheckCounts.None)).DefaultIfEmpty().Min();
}
