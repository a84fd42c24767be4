using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>Judges one run by evidence. However often it is asked, a healthy release is returned with no more than the accepted chance.</summary>
public static class EvidenceJudge
{
    /// <param name="seen">The window that people are shown.</param>
    /// <param name="muted">Checks that a person decided to carry on with in this phase; they are shown, and do not count.</param>
    public static Verdict Judge(Verdict? previous, Measurement.Seen seen, Assessment assessment, AnalysisSettings settings, ValueList<string> muted)
    {
        var counting = assessment.Metrics.Where(metric => !muted.Contains(metric.Name)).ToList();
        var problems = DataProblems.Of(assessment, seen, settings);
        var input = Input(counting, assessment, problems, settings);
        var runs = new RunCounts(previous?.FailedRuns ?? 0, previous?.PassedRuns ?? 0).After(input);
        var decision = EvidenceTable.Decide(input with { Runs = runs });
        var (kind, reason) = (decision.Verdict, Reason(decision.Reason));

        // A signal never returns traffic, and while it looks worse there is no more of it.
        if (kind == VerdictKind.Advance && counting.FirstOrDefault(metric => metric.Role == MetricRole.Signal && metric.Against >= Math.Log(input.Suspicion)) is { } signal)
        {
            (kind, reason, decision) = (VerdictKind.Hold, VerdictReason.Suspicious, decision with { LeadMetric = signal.Name });
        }

        // What cannot be measured is no reason to go back, and none to go on; what the other metrics say counts all the same.
        seen = seen with { Troubles = MetricTroubles.Of(assessment.Metrics, seen) };
        var troubles = seen.Troubles.Where(trouble => counting.Any(metric => metric.Metric == trouble.Metric && metric.Role != MetricRole.Information)).ToList();
        var isTroubled = troubles.Count > 0 && (kind == VerdictKind.Advance || reason == VerdictReason.Inconclusive);
        if (isTroubled)
        {
            (kind, reason) = (VerdictKind.Hold, troubles.Exists(trouble => trouble.Kind == TroubleKind.SourceError) ? VerdictReason.SourceError : VerdictReason.DataQuality);
        }

        var checks = assessment.Metrics
            .Where(metric => assessment.HasStableArm || metric.Kind == EvidenceKind.Slo)
            .Select(metric => EvidenceChecks.Of(metric, decision, seen, settings))
            .ToValueList();
        var counts = assessment.Counts;
        var summary = new EvidenceSummary(
            Math.Round(decision.LogEvidence, 2), Math.Round(input.Alpha, 6), input.Beta,
            counts.CanaryRequests, counts.CanaryErrors, counts.StableRequests, counts.StableErrors, Math.Round(counts.Over.TotalSeconds),
            kind == VerdictKind.Hold && !isTroubled ? EvidenceForecasts.For(decision, counting, seen, settings) : null)
        {
            ErrorsAtLeast = assessment.ErrorsAtLeast,
            CanaryOpen = seen.Canary.Open,
            SplitIsOff = problems.Contains(DataProblem.SplitMismatch),
            Dependence = assessment.Dependence is null or { Value: 1, Source: DesignEffectSource.Setting, StableInstances: 0 }
                ? null
                : assessment.Dependence with { Value = Math.Round(assessment.Dependence.Value, 2) },
        };
        var sentence = isTroubled ? EvidenceSentence.Troubled(troubles)
            : reason == VerdictReason.Inconclusive && WarmsUp(assessment, seen) is { } until ? EvidenceSentence.WarmingUp(until)
            : EvidenceSentence.For(reason, decision, checks, summary, problems);
        return new(
            kind, reason, Math.Min(runs.Failed, settings.FailedRuns), Math.Min(runs.Passed, settings.SuccessfulRuns),
            checks, seen.Stable?.Summarise(), seen.Canary.Summarise(), sentence, assessment.Hash)
        { Evidence = summary };
    }

    /// <summary>People see requests come that are not counted yet. Null when none come, or the warm-up is over.</summary>
    private static DateTimeOffset? WarmsUp(Assessment assessment, Measurement.Seen seen) =>
        assessment.WarmUntil is { } until && seen.To < until && seen.Canary.Requests > 0 ? until : null;

    private static EvidenceInput Input(List<MetricAssessment> metrics, Assessment assessment, ValueList<DataProblem> problems, AnalysisSettings settings) => new()
    {
        Alpha = 1 - settings.ConfidenceLevel,
        Beta = (settings.Evidence ?? new()).MissedRegressionProbability,
        Components = metrics.Where(metric => metric.Role == MetricRole.Guard)
            .Select(metric => new EvidenceComponent(metric.Name, metric.Kind, metric.Weight, metric.Against, metric.AgainstStable)).ToValueList(),
        Clearances = metrics.Where(metric => metric.Required).Select(metric => new Clearance(metric.Name, metric.InFavour, metric.Kind)).ToValueList(),
        FailedRunsRequired = settings.FailedRuns,
        SuccessfulRunsRequired = settings.SuccessfulRuns,

        // When a hold is over, and when its budget is used up, the deployment's own clock says.
        MinimumStepElapsed = true,
        Problems = problems,
        HasStableArm = assessment.HasStableArm,
    };

    private static VerdictReason Reason(EvidenceReason reason) => reason switch
    {
        EvidenceReason.Regression => VerdictReason.Regression,
        EvidenceReason.SloBreach => VerdictReason.SloBreach,
        EvidenceReason.ConfirmingFailure => VerdictReason.ConfirmingFailure,
        EvidenceReason.DataQuality => VerdictReason.DataQuality,
        EvidenceReason.SharedIncident => VerdictReason.SharedIncident,
        EvidenceReason.Suspicious => VerdictReason.Suspicious,
        EvidenceReason.Proven => VerdictReason.Proven,
        EvidenceReason.ConfirmingSuccess => VerdictReason.ConfirmingSuccess,
        EvidenceReason.NothingToJudge => VerdictReason.NothingToJudge,
        _ => VerdictReason.Inconclusive,
    };
}
