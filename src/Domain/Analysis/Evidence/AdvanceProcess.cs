namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence within one phase that the canary's rate is below a margin of the stable rate: the mirror of <see cref="RollbackProcess"/>, against canaries as good as stable, half-way
/// to the margin, and twice as good.
/// </summary>
public sealed class AdvanceProcess : IEvidenceProcess
{
    private const int Parts = 3;
    private readonly Margin _margin;
    private readonly PhaseMixture _mixture;

    public AdvanceProcess(Margin margin)
    {
        _margin = margin;

        // A margin at or below the stable rate leaves only the last alternative below it, for every rate: it takes the whole capital.
        _mixture = margin is { Ratio: <= 1, Offset: 0 } ? new(0, 0, 1) : new(0.5, 0.25, 0.25);
    }

    public double LogEvidence => _mixture.LogEvidence;

    /// <inheritdoc cref="PhaseMixture.HighestLogEvidence"/>
    public double HighestLogEvidence => _mixture.HighestLogEvidence;

    public int StateLength => _mixture.StateLength;

    /// <inheritdoc cref="PhaseMixture.IsProven"/>
    public bool IsProven(double beta) => _mixture.IsProven(beta);

    /// <inheritdoc cref="PhaseMixture.EnterPhase"/>
    public void EnterPhase() => _mixture.EnterPhase();

    /// <inheritdoc cref="RollbackProcess.Observe"/>
    public StratumUse Observe(in ArmCounts counts, double stableRate, double tempering = 1)
    {
        var use = AffineMargin.Use(_margin, counts, stableRate, ref tempering);
        if (use != StratumUse.Used)
        {
            return use;
        }

        var atMargin = _margin.At(stableRate);
        ReadOnlySpan<double> canaryRates = [stableRate, (stableRate + atMargin) / 2, stableRate / 2];
        Span<double> factors = stackalloc double[Parts];
        for (var j = 0; j < Parts; j++)
        {
            factors[j] = canaryRates[j] < atMargin ? tempering * Factor(counts, new(canaryRates[j], stableRate)) : 0;
        }

        _mixture.Add(factors);
        return StratumUse.Used;
    }

    public void Save(Span<double> state) => _mixture.Save(state);

    public void Restore(ReadOnlySpan<double> state) => _mixture.Restore(state);

    private double Factor(in ArmCounts counts, RatePair alternative) =>
        AffineMargin.LogFactor(counts, alternative, AffineMargin.Project(_margin, counts.CanaryRequests, counts.StableRequests, alternative));
}
