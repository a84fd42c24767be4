using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Traffic;

/// <summary>What two arms see, stratum by stratum.</summary>
internal abstract class Arrivals
{
    /// <summary>A new run.</summary>
    public virtual void Start(RandomStream random)
    {
    }

    /// <param name="stratum">From 0.</param>
    public abstract ArmCounts Next(RandomStream random, int stratum);

    /// <summary>Independent requests that arrive as a Poisson process in both arms: bad and good ones are independent too.</summary>
    protected static ArmCounts Poisson(RandomStream random, double requests, double share, double canaryRate, double stableRate)
    {
        var (canary, stable) = (requests * share, requests * (1 - share));
        var (canaryBad, stableBad) = (random.Poisson(canary * canaryRate), random.Poisson(stable * stableRate));
        return new(canaryBad + random.Poisson(canary * (1 - canaryRate)), canaryBad, stableBad + random.Poisson(stable * (1 - stableRate)), stableBad);
    }
}

/// <param name="Requests">Expected in one stratum, over both arms.</param>
/// <param name="Share">Of the canary.</param>
internal sealed class SteadyArrivals(double requests, double share, double canaryRate, double stableRate) : Arrivals
{
    public override ArmCounts Next(RandomStream random, int stratum) => Poisson(random, requests, share, canaryRate, stableRate);
}

/// <summary>Round robin: the same numbers of requests in every stratum.</summary>
internal sealed class EvenArrivals(long canary, long stable, double canaryRate, double stableRate) : Arrivals
{
    public override ArmCounts Next(RandomStream random, int stratum) => new(canary, random.Binomial(canary, canaryRate), stable, random.Binomial(stable, stableRate));
}

/// <summary>Requests, share and both rates as functions of the stratum.</summary>
internal sealed class ChangingArrivals(Func<int, double> requests, Func<int, double> share, Func<int, double> canaryRate, Func<int, double> stableRate) : Arrivals
{
    public override ArmCounts Next(RandomStream random, int stratum) => Poisson(random, requests(stratum), share(stratum), canaryRate(stratum), stableRate(stratum));
}
