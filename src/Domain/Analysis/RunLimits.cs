namespace Sluice.Domain.Analysis;

/// <summary>What the limits on counted runs say of the checks of one run. Without any limit they say nothing, and runs in a row decide.</summary>
/// <param name="counting">The checks that are neither muted nor a dry run.</param>
internal sealed class RunLimits(CounterSettings? limits, IReadOnlyList<CheckResult> counting)
{
    /// <summary>Null when failing runs are not limited: then runs in a row decide.</summary>
    public bool? TooManyFailures => limits?.FailureLimit is { } limit ? Any(counts => counts.Failed > limit) : null;

    public bool TooManyErrors => limits?.ConsecutiveErrorLimit is { } limit && Any(counts => counts.ErrorsInARow > limit);

    public bool TooManyInconclusive => limits?.InconclusiveLimit is { } limit && Any(counts => counts.Inconclusive > limit);

    /// <summary>As many runs as were asked for have a result, and not enough of them passed in a row.</summary>
    public bool UsedUp => limits is { Count: { } count, ConsecutiveSuccessLimit: { } row } && Any(counts => counts.Judged >= count && counts.PassedInARow < row);

    /// <summary>Null when neither passing runs nor results are counted: then runs in a row decide.</summary>
    public bool? Enough => limits switch
    {
        { ConsecutiveSuccessLimit: { } row } => !Any(counts => counts.PassedInARow < row),
        { Count: { } count } => !Any(counts => counts.Judged < count),
        _ => null,
    };

    /// <summary>The checks with what was counted of them up to this run.</summary>
    public static ValueList<CheckResult> Count(ValueList<CheckResult> checks, ValueList<CheckRule> rules, Verdict? previous, CounterSettings? limits, ValueList<string> muted) =>
        limits is null ? checks : checks.Zip(rules, (check, rule) => limits.IsDry(rule)
            ? check with { DryRun = true }
            : muted.Contains(check.Name) ? check : check with { Counts = (CountsOf(check.Name, previous) ?? CheckCounts.None).After(Counted(check, rule), limits) }).ToValueList();

    private static CheckOutcome Counted(CheckResult check, CheckRule rule) =>
        rule.HoldsOnly && check.Outcome == CheckOutcome.Fail ? CheckOutcome.NotEnoughData : check.Outcome;

    private static CheckCounts? CountsOf(string check, Verdict? verdict) => verdict?.Checks.FirstOrDefault(c => c.Name == check)?.Counts;

    private bool Any(Func<CheckCounts, bool> met) => counting.Any(check => met(check.Counts ?? CheckCounts.None));
}
