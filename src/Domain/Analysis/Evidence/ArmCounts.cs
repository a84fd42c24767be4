using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Requests and bad ones among them, per arm, in one stratum. What counts as bad is the metric's matter: an error, or a latency above a bound.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ArmCounts(long CanaryRequests, long CanaryBad, long StableRequests, long StableBad)
{
    /// <summary>Whether the two arms can be compared, and if not, why. Never throws.</summary>
    public StratumUse Use => this switch
    {
        { CanaryRequests: < 0 } or { CanaryBad: < 0 } or { StableRequests: < 0 } or { StableBad: < 0 } => StratumUse.NegativeCount,
        _ when CanaryBad > CanaryRequests || StableBad > StableRequests => StratumUse.BadAboveRequests,
        { CanaryRequests: 0 } => StratumUse.NoCanaryRequests,
        { StableRequests: 0 } => StratumUse.NoStableRequests,
        _ => StratumUse.Used,
    };
}
