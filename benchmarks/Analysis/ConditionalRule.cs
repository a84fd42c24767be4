using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis;

/// <summary>
/// An experiment: as <see cref="OurRule"/>, with factors that are conditional on how many requests of the stratum were bad. How many of these are the canary's then follows
/// the noncentral hypergeometric distribution, in which the base rate has no part.
/// </summary>
/// <remarks>Fisher (1935); Turner, Grünwald, "Exact anytime-valid confidence intervals for contingency tables and beyond" (2023). An e-variable where the odds ratio at the margin is known:
/// at equal rates exactly; with a tolerance only if the rate that it is worked out from is not above the true one.</remarks>
internal sealed class ConditionalRule(Margin margin, RestartPlan plan, double priorRate, double alpha = 0.01) : IRule
{
    private readonly double[] _factors = new double[EffectSizes.Count];
    private readonly double _threshold = -Math.Log(alpha);
    private readonly RestartMixture _mixture = new(EffectSizes.Count, plan);
    private PastRate _past;

    public void Start()
    {
        _mixture.Reset();
        _past = PastRate.From(priorRate);
    }

    public bool Observe(in ArmCounts counts)
    {
        var rate = _past.Estimate;
        var atMargin = OddsOf(margin.At(rate)) / OddsOf(rate);
        var fewest = Math.Max(0, counts.CanaryBad + counts.StableBad - counts.StableRequests);
        var against = LogTotal(counts, atMargin);
        for (var j = 0; j < _factors.Length; j++)
        {
            var factor = EffectSizes.OddsFactors[j];
            _factors[j] = ((counts.CanaryBad - fewest) * Math.Log(factor)) - LogTotal(counts, atMargin * factor) + against;
        }

        _mixture.Add(_factors);
        _past = _past.After(counts);
        return _mixture.LogEvidence >= _threshold;
    }

    private static double OddsOf(double rate) => rate / (1 - rate);

    /// <summary>ln of the sum over every number of bad canary requests that was possible, in units of its first term.</summary>
    private static double LogTotal(in ArmCounts counts, double oddsRatio)
    {
        var bad = counts.CanaryBad + counts.StableBad;
        var (term, sum, scale) = (1.0, 1.0, 0.0);
        for (var k = Math.Max(0, bad - counts.StableRequests); k < Math.Min(bad, counts.CanaryRequests); k++)
        {
            term *= (double)(counts.CanaryRequests - k) * (bad - k) / ((k + 1.0) * (counts.StableRequests - bad + k + 1)) * oddsRatio;
            sum += term;
            if (term < sum * 1e-17)
            {
                break;
            }

            if (sum > 1e200)
            {
                (term, sum, scale) = (term / sum, 1, scale + Math.Log(sum));
            }
        }

        return scale + Math.Log(sum);
    }
}
