namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Bets on the sign of paired differences: capital grows when they keep being positive, in proportion to their size against the usual size. The bet on a difference
/// is fixed before it is seen.
/// </summary>
/// <remarks>Waudby-Smith, Ramdas, "Estimating means of bounded random variables by betting" (2024). Exact for serially independent differences that are as often below zero as above.</remarks>
internal sealed class GaugeBets(RestartPlan plan, bool independentTicks) : IEvidenceProcess
{
    private const int SignsOnly = 3;
    private static readonly double[] s_stakes = [0.15, 0.3, 0.5, 0.75, 0.95];

    private readonly RestartMixture _mixture = new(s_stakes.Length, plan);
    private readonly RunningMedian _usualSize = new();
    private readonly SerialDependence _dependence = new();

    public double LogEvidence => _mixture.LogEvidence;

    public double Autocorrelation => independentTicks ? 0 : _dependence.Autocorrelation;

    public int StateLength => _mixture.StateLength + RunningMedian.StateLength + SerialDependence.StateLength;

    public void Observe(double difference)
    {
        var outcome = Outcome(difference);
        var power = independentTicks ? 1 : _dependence.Power;
        Span<double> factors = stackalloc double[s_stakes.Length];
        for (var j = 0; j < factors.Length; j++)
        {
            factors[j] = power * LogMath.Log1P(s_stakes[j] * outcome);
        }

        _mixture.Add(factors);
        _usualSize.Add(Math.Abs(difference));
        _dependence.Add(difference);
    }

    public void Skip() => _mixture.Skip();

    public void Save(Span<double> state)
    {
        _mixture.Save(state);
        _usualSize.Save(state[_mixture.StateLength..]);
        _dependence.Save(state[(_mixture.StateLength + RunningMedian.StateLength)..]);
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        _mixture.Restore(state);
        _usualSize.Restore(state[_mixture.StateLength..]);
        _dependence.Restore(state[(_mixture.StateLength + RunningMedian.StateLength)..]);
    }

    private double Outcome(double difference)
    {
        // Where nothing ever differed, any difference is a full one.
        var full = 2 * _usualSize.Value;
        return _usualSize.Count < SignsOnly || full == 0 ? Math.Sign(difference) : Math.Clamp(difference / full, -1, 1);
    }
}
