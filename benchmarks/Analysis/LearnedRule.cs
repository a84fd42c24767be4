using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis;

/// <summary>An experiment: as <see cref="OurRule"/>, with half of the capital on effect sizes that the service has shown before, in equal parts, and half on the usual ones.</summary>
/// <remarks>Weights that are fixed before the deployment keep the promise, whatever they are.</remarks>
internal sealed class LearnedRule : IRule
{
    private const double Alpha = 0.01;
    private readonly double[] _effects;
    private readonly double[] _logWeights;
    private readonly double[] _parts;
    private readonly RestartMixture[] _mixtures;
    private readonly Margin _margin;
    private readonly double _priorRate;
    private PastRate _past;

    /// <param name="past">Multiples of the odds at the margin, above 1.</param>
    public LearnedRule(Margin margin, RestartPlan plan, double priorRate, double[] past)
    {
        (_margin, _priorRate) = (margin, priorRate);
        _effects = [.. EffectSizes.OddsFactors, .. past];
        _logWeights = [.. _effects.Select((_, j) => Math.Log(0.5 / (j < EffectSizes.Count ? EffectSizes.Count : past.Length)))];
        _parts = new double[_effects.Length];
        _mixtures = [.. _effects.Select(_ => new RestartMixture(1, plan))];
    }

    public void Start()
    {
        _past = PastRate.From(_priorRate);
        foreach (var mixture in _mixtures)
        {
            mixture.Reset();
        }
    }

    public bool Observe(in ArmCounts counts)
    {
        var rate = _past.Estimate;
        for (var j = 0; j < _effects.Length; j++)
        {
            var factor = 0.0;
            if (counts.Use == StratumUse.Used)
            {
                var alternative = new RatePair(Odds.Times(_margin.At(rate), _effects[j]), rate);
                factor = AffineMargin.LogFactor(_margin, counts, alternative);
            }

            _mixtures[j].Add([factor]);
            _parts[j] = _logWeights[j] + _mixtures[j].LogEvidence;
        }

        _past = _past.After(counts);
        return LogMath.LogSumExp(_parts) >= -Math.Log(Alpha);
    }
}
