using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>All counts since the start, added over strata.</summary>
internal abstract class Pooled : IRule
{
    // The normal approximation is not used below; the published rules have such a limit too.
    private const double FewestRequests = 30;

    protected double CanaryRequests { get; private set; }

    protected double CanaryBad { get; private set; }

    protected double StableRequests { get; private set; }

    protected double StableBad { get; private set; }

    protected int Strata { get; private set; }

    public void Start() => (CanaryRequests, CanaryBad, StableRequests, StableBad, Strata) = (0, 0, 0, 0, 0);

    public bool Observe(in ArmCounts counts)
    {
        CanaryRequests += counts.CanaryRequests;
        CanaryBad += counts.CanaryBad;
        StableRequests += counts.StableRequests;
        StableBad += counts.StableBad;
        Strata++;
        return CanaryRequests >= FewestRequests && StableRequests >= FewestRequests && Fires();
    }

    protected abstract bool Fires();
}

/// <summary>The two-proportion z-test at every look, as if each were the only one.</summary>
/// <param name="onlyAfter">Looks once, after this many strata; 0 looks always.</param>
internal sealed class RepeatedZ(int onlyAfter = 0) : Pooled
{
    private const double OnePercent = 2.3263478740408408;

    protected override bool Fires()
    {
        if (onlyAfter > 0 && Strata != onlyAfter)
        {
            return false;
        }

        var pooled = (CanaryBad + StableBad) / (CanaryRequests + StableRequests);
        var deviation = Math.Sqrt(pooled * (1 - pooled) * ((1 / CanaryRequests) + (1 / StableRequests)));
        return deviation > 0 && (CanaryBad / CanaryRequests) - (StableBad / StableRequests) > OnePercent * deviation;
    }
}

/// <summary>The asymptotic confidence sequence in the form and with the tuning (5,000) of GrowthBook: two-sided at 2 %, of which one side counts.</summary>
/// <remarks>Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences" (2021).</remarks>
internal sealed class AsymptoticSequence(double alpha = 0.02) : Pooled
{
    private const double Tuning = 5000;
    private readonly double _rho = ((-2 * Math.Log(alpha)) + Math.Log(1 - (2 * Math.Log(alpha)))) / Tuning;

    protected override bool Fires()
    {
        var (canary, stable) = (CanaryBad / CanaryRequests, StableBad / StableRequests);
        var requests = CanaryRequests + StableRequests;
        var variance = requests * ((canary * (1 - canary) / CanaryRequests) + (stable * (1 - stable) / StableRequests));
        var scaled = (requests * _rho) + 1;
        var half = Math.Sqrt(variance * 2 * scaled * Math.Log(Math.Sqrt(scaled) / alpha) / (requests * requests * _rho));
        return canary - stable > half;
    }
}
