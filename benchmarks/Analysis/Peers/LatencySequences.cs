using Sluice.Benchmarks.Analysis.Latency;
using Sluice.Domain.Analysis;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>Confidence bands that hold at all times, around both distributions; the rule goes back when the canary's lies wholly above stable's somewhere.</summary>
/// <remarks>Howard and Ramdas, "Sequential estimation of quantiles with applications to A/B testing and best-arm identification" (2022).</remarks>
internal abstract class LatencySequence : ILatencyRule
{
    /// <summary>Half of 1 % for each arm.</summary>
    protected const double AlphaPerArm = 0.005;
    private readonly long[] _canary = new long[LatencyBounds.BucketCount];
    private readonly long[] _stable = new long[LatencyBounds.BucketCount];

    public void Start(ReadOnlySpan<long> past)
    {
        Array.Clear(_canary);
        Array.Clear(_stable);
    }

    public bool Observe(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable)
    {
        var (canaryRequests, stableRequests) = (0.0, 0.0);
        for (var i = 0; i < canary.Length; i++)
        {
            canaryRequests += _canary[i] += canary[i];
            stableRequests += _stable[i] += stable[i];
        }

        if (canaryRequests < 2 || stableRequests < 2)
        {
            return false;
        }

        var (canaryBelow, stableBelow) = (0.0, 0.0);
        var (canaryRadius, stableRadius) = (Radius(canaryRequests), Radius(stableRequests));
        for (var i = 0; i < canary.Length; i++)
        {
            canaryBelow += _canary[i] / canaryRequests;
            stableBelow += _stable[i] / stableRequests;
            if (IsApart(canaryBelow + canaryRadius, stableBelow - stableRadius))
            {
                return true;
            }
        }

        return false;
    }

    protected abstract double Radius(double requests);

    /// <param name="canaryMost">The most that the canary's share below this bound can be.</param>
    /// <param name="stableLeast">The least that stable's can be.</param>
    protected abstract bool IsApart(double canaryMost, double stableLeast);
}

/// <summary>Their time-uniform form of the inequality of Dvoretzky, Kiefer and Wolfowitz: all bounds at once.</summary>
internal sealed class TimeUniformDkw : LatencySequence
{
    protected override double Radius(double requests) => 0.85 * Math.Sqrt((Math.Log(Math.Log(Math.E * requests)) + (0.8 * Math.Log(1612 / AlphaPerArm))) / requests);

    protected override bool IsApart(double canaryMost, double stableLeast) => canaryMost < stableLeast;
}

/// <summary>Their confidence sequence for one quantile, here the p99.</summary>
internal sealed class QuantileSequence : LatencySequence
{
    private const double Quantile = 0.99;

    protected override double Radius(double requests)
    {
        var rate = ((1.4 * Math.Log(Math.Log(2.1 * requests))) + Math.Log(10 / AlphaPerArm)) / requests;
        return (1.5 * Math.Sqrt(Quantile * (1 - Quantile) * rate)) + (0.8 * rate);
    }

    protected override bool IsApart(double canaryMost, double stableLeast) => canaryMost < Quantile && stableLeast >= Quantile;
}
