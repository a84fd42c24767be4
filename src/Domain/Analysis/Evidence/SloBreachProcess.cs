namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence that one arm's share of bad requests is above a fixed limit: Wald's likelihood ratio (1945) for seven effect sizes, mixed over effects and restarts.
/// The same process on the stable arm tells a shared incident from a bad canary.
/// </summary>
public sealed class SloBreachProcess : IEvidenceProcess
{
    private readonly RestartMixture _mixture;
    private readonly double? _limit;
    private readonly double[] _perBad = new double[EffectSizes.Count];
    private readonly double[] _perGood = new double[EffectSizes.Count];

    /// <param name="limit">0 to 1; 0 is judged as one in 10⁹. Anything else leaves the evidence at 1.</param>
    public SloBreachProcess(double limit, RestartPlan plan)
    {
        _mixture = new(EffectSizes.Count, plan);
        _limit = SloLimit.Of(limit);
        for (var j = 0; j < EffectSizes.Count && _limit is { } q; j++)
        {
            var rate = Odds.Times(q, EffectSizes.OddsFactors[j]);
            (_perBad[j], _perGood[j]) = (Math.Log(rate / q), LogMath.Log1P((q - rate) / (1 - q)));
        }
    }

    public double LogEvidence => _mixture.LogEvidence;

    public int StateLength => _mixture.StateLength;

    /// <summary>Takes in one stratum of one arm. Never throws, never allocates.</summary>
    /// <param name="tempering">As for <see cref="RollbackProcess.Observe"/>.</param>
    public StratumUse Observe(long requests, long bad, double tempering = 1)
    {
        var use = SloLimit.Use(_limit, requests, bad, ref tempering);
        if (use != StratumUse.Used)
        {
            _mixture.Skip();
            return use;
        }

        Span<double> factors = stackalloc double[EffectSizes.Count];
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
