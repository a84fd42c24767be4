using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;

namespace Sluice.Domain.Replay;

/// <summary>What other rules would have made of the evidence that was recorded.</summary>
/// <param name="ReturnsAt">End of the interval after which they would have asked for a return; null when they would not within what is kept.</param>
/// <param name="Phase">The phase of that return; null without one.</param>
/// <param name="Sentence">The last verdict in words; null when nothing was judged.</param>
/// <param name="Held">Phases that ended in the record and that these rules would have held at that moment.</param>
/// <param name="Through">End of the evidence that was judged.</param>
/// <param name="Runs">How many intervals were judged.</param>
public sealed record WhatIfOutcome(DateTimeOffset? ReturnsAt, int? Phase, string? Sentence, ValueList<int> Held, DateTimeOffset? Through, int Runs)
{
    /// <summary>When each phase could have been left, in their order; a phase that these rules never let go is not among them.</summary>
    public ValueList<PhaseLeft> Left { get; init; } = [];
}

/// <param name="At">End of the first interval after which its hold was over and the verdict was to go on.</param>
public sealed record PhaseLeft(int Phase, DateTimeOffset At);

/// <summary>
/// Runs rules over recorded evidence, by the domain's own judge. Read only, pure. The evidence stays as it was: shares and phases follow the record, so a rule that would have returned later
/// than the record did cannot be seen returning, and what people carried on with is judged like the rest.
/// </summary>
public static class WhatIf
{
    /// <param name="state">The deployment at its last recorded event.</param>
    /// <param name="rules">Its spec with other rules; its own gives what the record itself gives.</param>
    /// <param name="intervals">What was measured, in order of time.</param>
    /// <returns>Null when nothing is kept, or the rules judge nothing.</returns>
    public static WhatIfOutcome? Run(Deployment state, DeploymentSpec rules, IReadOnlyList<Interval> intervals, CancellationToken ct)
    {
        var judged = state with { Spec = rules, Verdict = null, Muted = [] };
        var seen = intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary).ToList();
        if (seen.Count == 0 || !judged.IsJudged)
        {
            return null;
        }

        var before = intervals.FirstOrDefault(interval => interval.Phase == Interval.BeforeTheCanary)?.Stable ?? ArmWindow.Empty;
        var ledger = new EvidenceLedger(rules.LedgerTerms, before);
        var held = new List<int>();
        var left = new List<PhaseLeft>();
        var recent = new List<Interval>();
        for (var i = 0; i < seen.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var interval = seen[i];
            if (i > 0 && seen[i - 1].Phase != interval.Phase)
            {
                judged = judged with { Verdict = null };
                recent.Clear();
            }

            recent.Add(interval);
            recent.RemoveAll(old => old.To <= interval.To - rules.Analysis.Lookback);
            ledger.Observe(interval);
            var stable = interval.Stable is null ? null : WindowSum.Of([.. recent.Select(one => one.Stable).OfType<ArmWindow>()]);
            var window = new Measurement.Seen(recent[0].From, interval.To, stable, WindowSum.Of([.. recent.Select(one => one.Canary)]), string.Empty);
            judged = judged with { Phase = interval.Phase };
            judged = judged with { Verdict = judged.JudgeNext(window, ledger.Assess(string.Empty, stable) with { Recent = recent.ToValueList() }) };
            if (judged.Verdict.Kind == VerdictKind.RollBack)
            {
                return new(interval.To, interval.Phase, judged.Verdict.Sentence, held.ToValueList(), interval.To, i + 1) { Left = left.ToValueList() };
            }

            if (judged.Verdict.Kind == VerdictKind.Advance && (left.Count == 0 || left[^1].Phase != interval.Phase) && interval.To >= HeldUntil(state, rules, interval.Phase, seen))
            {
                left.Add(new(interval.Phase, interval.To));
            }

            var isLastOfPhase = i + 1 == seen.Count || seen[i + 1].Phase != interval.Phase;
            if (isLastOfPhase && judged.Verdict.Kind != VerdictKind.Advance && interval.Phase < state.Phases.Count && state.Phases[interval.Phase].Status == PhaseStatus.Completed)
            {
                held.Add(interval.Phase);
            }
        }

        return new(null, null, judged.Verdict?.Sentence, held.ToValueList(), seen[^1].To, seen.Count) { Left = left.ToValueList() };
    }

    /// <summary>By the plan that is tried, from when the record's own share was read back.</summary>
    private static DateTimeOffset HeldUntil(Deployment state, DeploymentSpec rules, int phase, List<Interval> seen)
    {
        var from = (phase < state.Phases.Count ? state.Phases[phase].SetAt : null) ?? seen.Find(interval => interval.Phase == phase)!.From;
        return from + (phase < rules.Plan.Phases.Count ? rules.Plan.Phases[phase].Hold : TimeSpan.Zero);
    }
}
