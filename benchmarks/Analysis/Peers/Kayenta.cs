using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>
/// The Mann-Whitney judge of Kayenta with its defaults, on all points since the start at every judgement: "High" when the 98 % interval of the shift lies above
/// a quarter of the estimated shift. The interval is not needed: its lower end is above a value exactly when the test of that shift rejects.
/// </summary>
/// <param name="strataPerPoint">How many strata make one point of a series.</param>
/// <param name="pointsPerLook">How many points come between two judgements.</param>
internal sealed class Kayenta(int strata, int strataPerPoint = 1, int pointsPerLook = 1) : IRule
{
    public const double Tolerance = 0.25;
    private readonly ShiftTest _series = new(strata / strataPerPoint);
    private ArmCounts _sum;
    private int _strata;

    public void Start()
    {
        _series.Clear();
        (_sum, _strata) = (default, 0);
    }

    public bool Observe(in ArmCounts counts)
    {
        _sum = new(_sum.CanaryRequests + counts.CanaryRequests, _sum.CanaryBad + counts.CanaryBad, _sum.StableRequests + counts.StableRequests, _sum.StableBad + counts.StableBad);
        if (++_strata % strataPerPoint != 0)
        {
            return false;
        }

        if (_sum is { CanaryRequests: > 0, StableRequests: > 0 })
        {
            _series.Add((double)_sum.CanaryBad / _sum.CanaryRequests, (double)_sum.StableBad / _sum.StableRequests);
        }

        _sum = default;
        return _strata % (strataPerPoint * pointsPerLook) == 0 && _series.IsHigh(Tolerance);
    }
}
