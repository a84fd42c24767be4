namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence that a gauge (processor time, queue length, a business number) is worse on the canary than on stable by more than a tolerance, from one value per arm and tick. Pairing by
/// tick cancels what moves both arms. Safe and slow: an hour of a sluggish gauge holds few independent values.
/// </summary>
public sealed class GaugeProcess : IEvidenceProcess
{
    private const int RestartsPerHorizon = 20;
    private static readonly double s_half = -Math.Log(2);
    private readonly double _tolerance;
    private readonly GaugeBets? _increase;
    private readonly GaugeBets? _decrease;

    /// <param name="direction">Which way is worse.</param>
    /// <param name="tolerance">The relative change that is accepted, as a fraction of the stable value's size: 0.1 for a tenth. Not a number counts as 0.</param>
    /// <param name="plan">Usually <see cref="PlanFor"/> the ticks of the deployment.</param>
    /// <param name="independentTicks">True if ticks are known not to depend on each other; otherwise the dependence is estimated and bets are tempered by it.</param>
    public GaugeProcess(GaugeDirection direction, double tolerance, RestartPlan plan, bool independentTicks = false)
    {
        _tolerance = double.IsFinite(tolerance) ? tolerance : 0;
        _increase = direction == GaugeDirection.Decrease ? null : new(plan, independentTicks);
        _decrease = direction == GaugeDirection.Increase ? null : new(plan, independentTicks);
    }

    /// <summary>Restarts for gauges: about 20 over <paramref name="horizon"/> ticks.</summary>
    public static RestartPlan PlanFor(int horizon) => RestartPlan.For(horizon, RestartsPerHorizon);

    public double LogEvidence => (_increase, _decrease) switch
    {
        ({ } up, { } down) => LogMath.LogAddExp(s_half + up.LogEvidence, s_half + down.LogEvidence),
        ({ } up, null) => up.LogEvidence,
        _ => _decrease!.LogEvidence,
    };

    /// <summary>The estimated dependence of a tick on the one before, 0 to 0.99, with its safety margin; the higher one of two directions.</summary>
    public double Autocorrelation => Math.Max(_increase?.Autocorrelation ?? 0, _decrease?.Autocorrelation ?? 0);

    public int StateLength => (_increase?.StateLength ?? 0) + (_decrease?.StateLength ?? 0);

    /// <summary>Takes in one tick. Never throws, never allocates.</summary>
    /// <param name="canary">The arm's value, usually <see cref="ReplicaMedian"/>; NaN for none.</param>
    /// <param name="stable">The same for the stable arm, at the same time.</param>
    /// <returns>False when a value was missing or beyond ±1e100: factor 1, which is neither passing nor failing.</returns>
    public bool Observe(double canary, double stable)
    {
        var allowed = _tolerance * Math.Abs(stable);
        var (worseUp, worseDown) = (canary - (stable + allowed), stable - allowed - canary);
        if (!GaugeValue.IsUsable(canary) || !GaugeValue.IsUsable(stable) || !GaugeValue.IsUsable(worseUp) || !GaugeValue.IsUsable(worseDown))
        {
            _increase?.Skip();
            _decrease?.Skip();
            return false;
        }

        _increase?.Observe(worseUp);
        _decrease?.Observe(worseDown);
        return true;
    }

    public void Save(Span<double> state)
    {
        _increase?.Save(state);
        _decrease?.Save(state[(_increase?.StateLength ?? 0)..]);
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        _increase?.Restore(state);
        _decrease?.Restore(state[(_increase?.StateLength ?? 0)..]);
    }
}
