namespace Sluice.Domain.Analysis;

/// <summary>
/// Judges one run in point mode: estimates over the look-back window against limits, decided by runs in a row.
/// No error control: the chance of a false alarm grows with every look.
/// </summary>
public static class PointJudge
{
    /// <param name="muted">Checks that a person decided to carry on with in this phase; they are shown, and do not count.</param>
    public static Verdict Judge(
        Verdict? previous,
        Measurement measurement,
        ValueList<CheckRule> rules,
        AnalysisSettings settings,
        ValueList<string> muted)
    {
        var limits = settings.Counters;
        if (measurement is Measurement.Unavailable { Why: var why })
        {
            // An outage is neither a pass nor a failure: it holds, and breaks both rows.
            var unasked = RunLimits.Count(rules.Select(r => Result(r, CheckOutcome.SourceError, null, null, 0, 0)).ToValueList(), rules, previous, limits, muted);
            var waiting = Counting(unasked, muted);
            var isTooLong = new RunLimits(limits, waiting).TooManyErrors;
            var outage = isTooLong ? CounterSentence.TooManyErrors(why, waiting, limits!.ConsecutiveErrorLimit!.Value) : VerdictSentence.SourceError(why);
            return new(VerdictKind.Hold, VerdictReason.SourceError, 0, 0, unasked, null, null, outage, string.Empty) { LimitReached = isTooLong };
        }

        var seen = (Measurement.Seen)measurement;
        var checks = RunLimits.Count(rules.Select(rule => Check(rule, seen, settings)).ToValueList(), rules, previous, limits, muted);
        var counting = Counting(checks, muted);
        var counted = new RunLimits(limits, counting);
        var failing = Failing(checks, rules, muted);
        var blocking = counting.Where(check => check.Outcome != CheckOutcome.Pass).ToList();

        var failed = failing.Count > 0 ? Math.Min((previous?.FailedRuns ?? 0) + 1, settings.FailedRuns) : 0;
        var passed = blocking.Count == 0 ? Math.Min((previous?.PassedRuns ?? 0) + 1, settings.SuccessfulRuns) : 0;
        var isUsedUp = counted.TooManyInconclusive || counted.UsedUp;
        var (kind, reason) = (failing.Count, blocking.Count) switch
        {
            _ when counted.TooManyFailures ?? (failing.Count > 0 && failed >= settings.FailedRuns) => (VerdictKind.RollBack, VerdictReason.ChecksFailed),
            _ when isUsedUp => (VerdictKind.Hold, counted.TooManyInconclusive ? VerdictReason.NotEnoughData : VerdictReason.Inconclusive),
            ( > 0, _) => (VerdictKind.Hold, VerdictReason.ConfirmingFailure),
            (_, > 0) => (VerdictKind.Hold, VerdictReason.NotEnoughData),
            _ when checks.All(check => check.DryRun) => (VerdictKind.Advance, VerdictReason.NothingToJudge),
            _ when counted.Enough ?? (passed >= settings.SuccessfulRuns) => (VerdictKind.Advance, VerdictReason.ChecksPassed),
            _ => (VerdictKind.Hold, VerdictReason.ConfirmingSuccess),
        };

        var sentence = CounterSentence.For(reason, counting, failing, settings)
            ?? VerdictSentence.For(reason, failing.Count > 0 ? failing : blocking, failed, passed, settings);
        return new(kind, reason, failed, passed, checks, seen.Stable?.Summarise(), seen.Canary.Summarise(), sentence, seen.Hash)
        {
            LimitReached = kind == VerdictKind.Hold && isUsedUp,
        };
    }

    /// <summary>The checks that count as a failing run: neither muted nor mere matters of data.</summary>
    public static ValueList<CheckResult> Failing(ValueList<CheckResult> checks, ValueList<CheckRule> rules, ValueList<string> muted) =>
        checks.Where(check =>
            check is { Outcome: CheckOutcome.Fail, DryRun: false } && !muted.Contains(check.Name) && !rules.Any(rule => rule.HoldsOnly && rule.Name == check.Name)).ToValueList();

    private static List<CheckResult> Counting(ValueList<CheckResult> checks, ValueList<string> muted) =>
        checks.Where(check => !check.DryRun && !muted.Contains(check.Name)).ToList();

    private static CheckResult Check(CheckRule rule, Measurement.Seen seen, AnalysisSettings settings)
    {
        var (stable, canary) = (seen.Stable, seen.Canary);
        if (rule.Compares)
        {
            // Without a stable arm there is nothing to compare with: the check only watches.
            if (stable is null)
            {
                return Result(rule, CheckOutcome.Pass, null, null, 0, canary.Requests);
            }

            var (before, now) = (stable.Quantile(0.99), canary.Quantile(0.99));
            var increase = before > 0 && now is { } p99 ? (p99 / before.Value) - 1 : (double?)null;
            var enough = stable.Requests >= settings.MinRequests && canary.Requests >= settings.MinRequests;
            return Result(rule, Outcome(rule, increase, enough), null, increase, stable.Requests, canary.Requests);
        }

        var value = canary.Value(rule.Metric);
        var judged = Outcome(rule, value, canary.Requests >= settings.MinRequests);
        return Result(rule, judged, stable?.Value(rule.Metric), value, stable?.Requests ?? 0, canary.Requests);
    }

    private static CheckOutcome Outcome(CheckRule rule, double? value, bool enough) => value switch
    {
        // Too few requests is exactly what a throughput floor looks for.
        { } v when rule is { Metric: MetricNames.Throughput, AtLeast: true } && v < rule.Limit => CheckOutcome.Fail,
        _ when !enough => CheckOutcome.NotEnoughData,
        null => CheckOutcome.NotEnoughData,
        { } v => (rule.AtLeast ? v >= rule.Limit : v <= rule.Limit) ? CheckOutcome.Pass : CheckOutcome.Fail,
    };

    private static CheckResult Result(CheckRule rule, CheckOutcome outcome, double? stable, double? canary, long stableRequests, long canaryRequests) =>
        new(rule.Name, rule.Metric, rule.Role, outcome, rule.Limit, rule.AtLeast, Round(stable), Round(canary), stableRequests, canaryRequests);

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 5) : null;
}
