using Sluice.Domain.Analysis.Kayenta;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>Judges one run by rank tests over the intervals of the look-back window, decided by runs in a row. No error control: each look is another chance of a false alarm.</summary>
public static class RankVerdict
{
    /// <param name="intervals">Of the present phase within the look-back window, in order of time.</param>
    /// <param name="muted">Checks that a person decided to carry on with in this phase; they are shown, and do not count.</param>
    public static Verdict Judge(
        Verdict? previous, Measurement.Seen seen, ValueList<Interval> intervals, AnalysisSettings settings, ValueList<string> muted, string hash)
    {
        if (seen.Stable is null)
        {
            return Of(VerdictKind.Advance, VerdictReason.NothingToJudge, 0, 0, [], RankSentence.NothingToCompare);
        }

        var ranks = settings.Ranks ?? new();
        var judged = ranks.Metrics.Select(metric => RankJudge.Judge(metric, Values(metric.Name, intervals, i => i.Canary), Values(metric.Name, intervals, i => i.Stable))).ToList();
        var score = new Scorecard(ranks.Weights.ToDictionary(weight => weight.Group, weight => weight.Percent, StringComparer.Ordinal), ranks.Pass, ranks.Marginal)
            .Add([.. judged.Where(judgement => !muted.Contains(judgement.Metric.Name))]);
        var failed = score.Class == ScoreClass.Fail ? Math.Min((previous?.FailedRuns ?? 0) + 1, settings.FailedRuns) : 0;
        var passed = score.Class == ScoreClass.Pass ? Math.Min((previous?.PassedRuns ?? 0) + 1, settings.SuccessfulRuns) : 0;
        var (kind, reason) = score.Class switch
        {
            ScoreClass.Fail when failed >= settings.FailedRuns => (VerdictKind.RollBack, VerdictReason.ChecksFailed),
            ScoreClass.Fail => (VerdictKind.Hold, VerdictReason.ConfirmingFailure),
            ScoreClass.Pass when passed >= settings.SuccessfulRuns => (VerdictKind.Advance, VerdictReason.ChecksPassed),
            ScoreClass.Pass => (VerdictKind.Hold, VerdictReason.ConfirmingSuccess),
            ScoreClass.Marginal => (VerdictKind.Hold, VerdictReason.Inconclusive),
            _ => (VerdictKind.Hold, VerdictReason.NotEnoughData),
        };
        return Of(kind, reason, failed, passed, judged.Select(judgement => Check(judgement, seen)).ToValueList(), RankSentence.For(score, judged, ranks, intervals.Count));

        Verdict Of(VerdictKind verdict, VerdictReason why, int failedRuns, int passedRuns, ValueList<CheckResult> checks, string sentence) =>
            new(verdict, why, failedRuns, passedRuns, checks, seen.Stable?.Summarise(), seen.Canary.Summarise(), sentence, hash);
    }

    /// <summary>One value per interval; none without requests.</summary>
    private static double[] Values(string metric, ValueList<Interval> intervals, Func<Interval, ArmWindow?> arm) =>
        [.. intervals.Select(interval => arm(interval)?.Value(metric) ?? double.NaN)];

    private static CheckResult Check(RankJudgement judgement, Measurement.Seen seen)
    {
        var name = judgement.Metric.Name;
        var outcome = judgement.Class switch
        {
            RankClass.Pass => CheckOutcome.Pass,
            RankClass.NotEnoughData => CheckOutcome.NotEnoughData,
            _ => CheckOutcome.Fail,
        };
        var (stable, canary) = (Round(seen.Stable?.Value(name)), Round(seen.Canary.Value(name)));
        return new(
            name, name, CheckRole.Comparison, outcome, stable ?? 0, AtLeast: judgement.Class == RankClass.Low, stable, canary, seen.Stable?.Requests ?? 0, seen.Canary.Requests);
    }

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 5) : null;
}
