namespace Sluice.Domain.Analysis.Evidence;

/// <summary>From evidence to a verdict: one table, read from top to bottom. Pure.</summary>
public static class EvidenceTable
{
    public static EvidenceDecision Decide(EvidenceInput input)
    {
        var total = EvidenceTotal.Of(input);
        var lead = total.Lead?.Metric;
        return input switch
        {
            _ when Convicts(input, total) && input.Runs.Failed < input.FailedRunsRequired => Hold(EvidenceReason.ConfirmingFailure, lead),
            _ when Convicts(input, total) => Because(VerdictKind.RollBack, total.Lead!.Kind == EvidenceKind.Slo ? EvidenceReason.SloBreach : EvidenceReason.Regression, lead),
            { DataOk: false } => Bounded(EvidenceReason.DataQuality, null),
            _ when total.SharedIncident is { } limit => Bounded(EvidenceReason.SharedIncident, limit),
            _ when IsSuspicious(input, total) => Bounded(EvidenceReason.Suspicious, lead),
            { MinimumStepElapsed: false } => Hold(EvidenceReason.StepDuration, null),
            _ when !input.Judging.Any() => Because(VerdictKind.Advance, EvidenceReason.NothingToJudge, null),
            _ when Clears(input, total) && input.Runs.Passed < input.SuccessfulRunsRequired => Hold(EvidenceReason.ConfirmingSuccess, null),
            _ when Clears(input, total) => Because(VerdictKind.Advance, EvidenceReason.Proven, null),
            { TimedOut: true } => TimedOut(Weakest(input), mayAdvance: true),
            _ => Hold(EvidenceReason.Inconclusive, Weakest(input)),
        };

        // The budget bounds these too, and never in favour of the canary.
        EvidenceDecision Bounded(EvidenceReason reason, string? metric) => input.TimedOut ? TimedOut(metric, mayAdvance: false) : Hold(reason, metric);

        EvidenceDecision TimedOut(string? metric, bool mayAdvance) => Because(
            input.OnInconclusive switch
            {
                OnInconclusive.RollBack => VerdictKind.RollBack,
                OnInconclusive.AdvanceIfNoSuspicion when mayAdvance => VerdictKind.Advance,
                _ => VerdictKind.Hold,
            },
            EvidenceReason.InconclusiveTimeout,
            metric);

        EvidenceDecision Hold(EvidenceReason reason, string? metric) => Because(VerdictKind.Hold, reason, metric);

        EvidenceDecision Because(VerdictKind verdict, EvidenceReason reason, string? metric) => new(verdict, reason, total.LogEvidence, metric, total.Shares);
    }

    /// <summary>Enough evidence for going back, on data that can be trusted; a limit needs no comparison, so its own counts suffice.</summary>
    internal static bool Convicts(EvidenceInput input, EvidenceTotal total) =>
        total is { Lead: { } lead } && total.LogEvidence >= input.RollbackThreshold && (input.DataOk || lead.Kind == EvidenceKind.Slo);

    /// <summary>Every required metric is cleared on its own, and nothing above that row of the table stands in the way. No correction is needed for asking all.</summary>
    internal static bool Clears(EvidenceInput input, EvidenceTotal total) =>
        input.DataOk
        && total.SharedIncident is null
        && !IsSuspicious(input, total)
        && input.Judging.Any()
        && input.Judging.All(clearance => clearance.LogEvidence >= input.AdvanceThreshold && !double.IsPositiveInfinity(clearance.LogEvidence));

    private static bool IsSuspicious(EvidenceInput input, EvidenceTotal total) =>
        total.LogEvidence >= (input.Suspicion > 0 ? Math.Log(input.Suspicion) : 0) || total.LogEvidence >= input.RollbackThreshold;

    private static string? Weakest(EvidenceInput input) => input.Judging.MinBy(clearance => clearance.LogEvidence)?.Metric;
}
