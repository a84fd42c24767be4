namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Both directions for one counted metric such as errors, and the past stable rate that both start from, kept in the order that validity needs: judged first, learned from after.</summary>
public sealed class RateComparison
{
    private const int PastLength = 2;
    private PastRate _past;

    /// <param name="tolerance">The largest worsening nobody wants a rollback for.</param>
    /// <param name="advance">The worsening that must be ruled out.</param>
    /// <param name="priorRate">The stable rate of the hour before, 0 to 1; <see cref="PastRate.UsualRate"/> if unknown.</param>
    public RateComparison(Margin tolerance, Margin advance, RestartPlan plan, double priorRate = PastRate.UsualRate)
    {
        _past = PastRate.From(priorRate);
        Rollback = new(tolerance, plan);
        Advance = new(advance);
    }

    public RollbackProcess Rollback { get; }

    public AdvanceProcess Advance { get; private set; }

    /// <summary>The stable rate that the next stratum is judged with, 0 to 1.</summary>
    public double StableRate => _past.Estimate;

    public int StateLength => PastLength + Rollback.StateLength + Advance.StateLength;

    /// <summary>Takes in one stratum. Never throws, never allocates.</summary>
    /// <param name="tempering">As for <see cref="RollbackProcess.Observe"/>.</param>
    /// <returns>What the rollback direction made of it.</returns>
    public StratumUse Observe(in ArmCounts counts, double tempering = 1)
    {
        var stableRate = StableRate;
        var use = Rollback.Observe(counts, stableRate, tempering);
        Advance.Observe(counts, stableRate, tempering);
        _past = _past.After(counts);
        return use;
    }

    /// <summary>Clearance starts anew, with the margin of the phase; what was learned about the stable rate stays.</summary>
    public void EnterPhase(Margin advance) => Advance = new(advance);

    /// <summary>Writes the state, exactly. The margins are configuration and not part of it.</summary>
    public void Save(Span<double> state)
    {
        (state[0], state[1]) = (_past.Bad, _past.Requests);
        Rollback.Save(state[PastLength..]);
        Advance.Save(state[(PastLength + Rollback.StateLength)..]);
    }

    /// <summary>Takes up a state written with the same configuration, in the same phase.</summary>
    public void Restore(ReadOnlySpan<double> state)
    {
        _past = _past with { Bad = state[0], Requests = state[1] };
        Rollback.Restore(state[PastLength..]);
        Advance.Restore(state[(PastLength + Rollback.StateLength)..]);
    }
}
