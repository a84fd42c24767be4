namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// The mean of a business number without bounds (a basket value, items per order): by how much the arms differ, from one pair of means per stratum, with an interval that holds at every
/// look. Paired by stratum, never pooled, so that what moves both arms cancels.
/// </summary>
/// <remarks>
/// Asymptotic confidence sequence: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences" (2024), tightest at a planned
/// number of strata. An approximation: where rare huge values matter it can be too narrow.
/// </remarks>
public sealed class MeanDifference
{
    private const double FewestStrata = 30;
    private readonly double _planned;
    private double _count;
    private double _mean;
    private double _squares;

    /// <param name="horizon">The strata after which the interval should be tightest, 1 or more; usually those of the deployment.</param>
    public MeanDifference(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        _planned = horizon;
    }

    /// <summary>Strata taken in.</summary>
    public double Count => _count;

    /// <summary>Mean of canary − stable over strata, in the metric's unit; 0 before there is data.</summary>
    public double Mean => _mean;

    public static int StateLength => 3;

    /// <summary>Takes in one stratum. Never throws, never allocates.</summary>
    /// <param name="canary">Mean of the arm in the stratum; NaN for none.</param>
    /// <param name="stable">The same for the stable arm.</param>
    /// <returns>False when a value was missing or beyond ±1e100: the stratum is left out.</returns>
    public bool Observe(double canary, double stable)
    {
        if (!GaugeValue.IsUsable(canary) || !GaugeValue.IsUsable(stable) || !GaugeValue.IsUsable(canary - stable))
        {
            return false;
        }

        var before = _mean;
        _count++;
        _mean += (canary - stable - before) / _count;
        _squares += (canary - stable - before) * (canary - stable - _mean);
        return true;
    }

    /// <summary>Where the difference lies.</summary>
    /// <param name="alpha">Chance that it ever lies outside, between 0 and 1, exclusive.</param>
    /// <returns>In the metric's unit; no bounds before 30 strata, where the approximation means nothing, and none for another alpha.</returns>
    public MarginBounds Bounds(double alpha)
    {
        if (_count < FewestStrata || !(alpha > 0 && alpha < 1))
        {
            return default;
        }

        var log = -2 * Math.Log(alpha);
        var concentration = (log + LogMath.Log1P(log)) / _planned;
        var scale = (_count * concentration) + 1;
        var variance = _squares / (_count - 1);
        var width = Math.Sqrt(variance * 2 * scale / (_count * _count * concentration) * ((Math.Log(scale) / 2) - Math.Log(alpha)));
        return new(_mean - width, _mean + width);
    }

    /// <summary>Writes the state, exactly.</summary>
    public void Save(Span<double> state) => (state[0], state[1], state[2]) = (_count, _mean, _squares);

    public void Restore(ReadOnlySpan<double> state) => (_count, _mean, _squares) = (state[0], state[1], state[2]);
}
