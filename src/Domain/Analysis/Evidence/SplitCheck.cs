namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence that traffic is not split as the router was told: beta-binomial mixtures about the share that was set, one per stretch of constant share, multiplied.
/// When it fires, routing or counting is broken and no comparison can be trusted; it never speaks for a rollback.
/// </summary>
/// <remarks>Robbins (1970); Lindon, Malek, "Anytime-valid inference for multinomial count data" (2022). Sticky routing needs the design effect.</remarks>
public sealed class SplitCheck : IEvidenceProcess
{
    private const double Concentration = 100;
    private double _closed;
    private double _share;
    private double _canary;
    private double _stable;

    /// <summary>ln 1000: at most one alarm in a thousand deployments whose traffic is split as set.</summary>
    public static double Threshold { get; } = Math.Log(1000);

    public double LogEvidence => _closed + OpenStretch;

    public bool IsBroken => LogEvidence >= Threshold;

    public int StateLength => 4;

    private double OpenStretch => _canary + _stable > 0
        ? GammaMath.LogBetaMixture(_canary, _stable, _share, Concentration * _share, Concentration * (1 - _share))
        : 0;

    /// <summary>Takes in one stratum. Never throws, never allocates.</summary>
    /// <param name="canaryShare">The share that was set, between 0 and 1, exclusive; at 0 and 1 there is nothing to check.</param>
    /// <param name="designEffect">Requests per independent choice of an arm, 1 or more.</param>
    public StratumUse Observe(double canaryShare, long canaryRequests, long stableRequests, double designEffect = 1)
    {
        if (canaryRequests < 0 || stableRequests < 0)
        {
            return StratumUse.NegativeCount;
        }

        if (canaryRequests == 0 && stableRequests == 0)
        {
            return StratumUse.NoRequests;
        }

        if (!(canaryShare >= 1e-6 && canaryShare <= 1 - 1e-6))
        {
            return StratumUse.MarginOutOfRange;
        }

        var power = Tempering.Of(designEffect);
        if (!Tempering.TryUse(ref power))
        {
            return StratumUse.NoWeight;
        }

        if (canaryShare != _share)
        {
            (_closed, _share, _canary, _stable) = (LogEvidence, canaryShare, 0, 0);
        }

        _canary += power * canaryRequests;
        _stable += power * stableRequests;
        return StratumUse.Used;
    }

    public void Save(Span<double> state) => (state[0], state[1], state[2], state[3]) = (_closed, _share, _canary, _stable);

    public void Restore(ReadOnlySpan<double> state) => (_closed, _share, _canary, _stable) = (state[0], state[1], state[2], state[3]);
}
