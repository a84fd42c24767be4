using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Traffic;

/// <summary>In every twentieth stratum, on average, a tenth of its requests meet an outage with 40 % errors, in both arms alike.</summary>
internal sealed class BurstArrivals(double requests, double share, double rate) : Arrivals
{
    private const double Outage = 0.4;
    private const double Part = 0.1;
    private const double Chance = 0.05;

    public override ArmCounts Next(RandomStream random, int stratum)
    {
        var mixed = random.Uniform() < Chance ? (Part * Outage) + ((1 - Part) * rate) : rate;
        return Poisson(random, requests, share, mixed, mixed);
    }
}

/// <summary>The error rate of both arms walks at random, by a tenth per stratum.</summary>
internal sealed class WalkingArrivals(double requests, double share, double rate) : Arrivals
{
    private const double Step = 0.1;
    private double _rate;

    public override void Start(RandomStream random) => _rate = rate;

    public override ArmCounts Next(RandomStream random, int stratum)
    {
        _rate = Math.Clamp(_rate * Math.Exp(Step * random.Normal()), 1e-5, 0.3);
        return Poisson(random, requests, share, _rate, _rate);
    }
}

/// <summary>The number of requests per stratum is anything between two limits, evenly in its logarithm.</summary>
internal sealed class UnsteadyArrivals(double fewest, double most, double share, double rate) : Arrivals
{
    public override ArmCounts Next(RandomStream random, int stratum) =>
        Poisson(random, fewest * Math.Exp(random.Uniform() * Math.Log(most / fewest)), share, rate, rate);
}
