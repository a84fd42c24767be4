using Sluice.Domain.Rollbacks;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How a start stands.</summary>
internal enum TrialState
{
    UnderWay,

    /// <summary>Every phase beside stable is behind it.</summary>
    Passed,

    /// <summary>Traffic would have gone back: a false alarm.</summary>
    Returned,

    /// <summary>It would have stopped for a person: the budget of a phase was used up, or the plan does not go back by itself.</summary>
    Held,
}

/// <summary>
/// One start of a plan with a canary that is as good as stable, because every request of stable is sent to one of both at random. Judged and moved as a deployment is.
/// Approvals and pauses of a plan count as answered at once. Not safe for several threads.
/// </summary>
internal sealed class Trial(TrialTerms terms, ArmWindow before, int seed, DateTimeOffset start)
{
    private readonly EvidenceLedger _ledger = new(terms.Ledger, before);
    private readonly RandomSplit _split = new(seed);
    private DateTimeOffset _entered = start;
    private DateTimeOffset? _gapEnds;
    private Verdict? _verdict;
    private int _phase;

    public DateTimeOffset Start { get; } = start;

    /// <param name="stable">What stable did in the next interval, all of it.</param>
    /// <param name="now">When it is looked at: not before the interval's end, and later where counts are missing.</param>
    public TrialState Observe(DateTimeOffset from, ArmWindow stable, DateTimeOffset now)
    {
        var (share, until) = (terms.Phases[_phase].Share, from + stable.Length);
        var (canary, rest) = _split.Split(stable, share);
        _ledger.Observe(new(_phase, from, until, share, rest, canary));
        _verdict = EvidenceJudge.Judge(_verdict, new(from, until, rest, canary, string.Empty), _ledger.Assess(string.Empty, rest), terms.Ledger.Settings, []);
        return _verdict.Kind == VerdictKind.RollBack ? WentBack
            : _gapEnds is { } gap ? (now >= gap && !_verdict.IsSuspicious ? Next(now) : TrialState.UnderWay)
            : Held(now);
    }

    private TrialState WentBack => terms.Ledger.Rollback.Enabled ? TrialState.Returned : TrialState.Held;

    private TrialState Held(DateTimeOffset now)
    {
        var phase = terms.Phases[_phase];
        var isCalm = !_verdict!.IsSuspicious;
        if (now - _entered >= phase.Hold && (_verdict.Kind == VerdictKind.Advance || (terms.NeedsNoProof && isCalm)))
        {
            return EndPhase(now);
        }

        return now - _entered < phase.EffectiveBudget ? TrialState.UnderWay : terms.Ledger.Settings.OnInconclusive switch
        {
            OnInconclusive.RollBack => TrialState.Returned,
            OnInconclusive.AdvanceIfNoSuspicion when isCalm => EndPhase(now),
            _ => TrialState.Held,
        };
    }

    private TrialState EndPhase(DateTimeOffset now)
    {
        if (_phase < terms.Phases.Count - 1 && terms.Phases[_phase].Gap.For is { } gap)
        {
            _gapEnds = now + gap;
            return TrialState.UnderWay;
        }

        return Next(now);
    }

    private TrialState Next(DateTimeOffset now)
    {
        (_entered, _gapEnds, _verdict) = (now, null, null);
        return ++_phase == terms.Phases.Count ? TrialState.Passed : TrialState.UnderWay;
    }
}
