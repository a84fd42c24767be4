namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Evidence within one phase that the canary's share of bad requests is below a fixed limit: likelihood ratios (Wald, 1945) for 0.7, 0.4 and 0.1 of the limit. No errors in few requests prove nothing.</summary>
public sealed class SloComplianceProcess : IEvidenceProcess
{
    private readonly PhaseMixture _mixture = new(1 / 3.0, 1 / 3.0, 1 / 3.0);
    private readonly double? _limit;
    private readonly double[] _perBad = new double[3];
    private readonly double[] _perGood = new double[3];

    /// <param name="limit">0 to 1; 0 is judged as one in 10⁹. Anything else leaves the evidence at 1.</param>
    public SloComplianceProcess(double limit)
    {
        ReadOnlySpan<double> shares = [0.7, 0.4, 0.1];
        _limit = SloLimit.Of(limit);
        for (var j = 0; j < shares.Length && _limit is { } q; j++)
        {
            (_perBad[j], _perGood[j]) = (Math.Log(shares[j]), LogMath.Log1P(q * (1 - shares[j]) / (1 - q)));
        }
    }

    public double LogEvidence => _mixture.LogEvidence;

    /// <inheritdoc cref="PhaseMixture.HighestLogEvidence"/>
    public double HighestLogEvidence => _mixture.HighestLogEvidence;

    public int StateLength => _mixture.StateLength;

    /// <inheritdoc cref="PhaseMixture.IsProven"/>
    public bool IsProven(double beta) => _mixture.IsProven(beta);

    /// <inheritdoc cref="PhaseMixture.EnterPhase"/>
    public void EnterPhase() => _mixture.EnterPhase();

    /// <inheritdoc cref="SloBreachProcess.Observe"/>
    public StratumUse Observe(long requests, long bad, double tempering = 1)
    {
        var use = SloLimit.Use(_limit, requests, bad, ref tempering);
        if (use != StratumUse.Used)
        {
            return use;
        }

        Span<double> factors = stackalloc double[3];
        for (var j = 0; j < factors.Length; j++)
        {
            factors[j] = tempering * ((bad * _perBad[j]) + ((requests - bad) * _perGood[j]));
        }

        _mixture.Add(factors);
        return use;
    }

    public void Save(Span<double> state) => _mixture.Save(state);

    public void Restore(ReadOnlySpan<double> state) => _mixture.Restore(state);
}
