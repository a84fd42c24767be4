using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Control;

/// <summary>A time in which the canary's share stayed the same: what is judged together.</summary>
/// <param name="Phase">To which its intervals belong. While a batch is starting, the one before: those batches serve, and the new one is not there yet.</param>
/// <param name="Canary">Null while the router's split is not known.</param>
/// <param name="Since">When the share was first seen to be so.</param>
internal sealed record Exposure(DeploymentId Deployment, int Phase, Share? Canary, DateTimeOffset Since)
{
    /// <returns>Null when the canary gets nothing, or nothing that could be judged.</returns>
    public static Exposure? Of(Deployment active, RouteReading? reading, Exposure? before, DateTimeOffset now)
    {
        if (!active.CanaryHasTraffic)
        {
            return null;
        }

        if (active.Phases[active.Phase].SetAt is { } setAt)
        {
            return new(active.Id, active.Phase, active.Set?.Canary, setAt);
        }

        // Instances of the batch come one by one, and each changes the share.
        var last = active.Phase - 1;
        while (last >= 0 && active.Phases[last].SetAt is null)
        {
            last--;
        }

        if (active.Spec.Plan.Rolling is null || last < 0 || reading?.ShareOf(active.Spec.ToRelease) is not { } share || share == Share.None)
        {
            return null;
        }

        var isTheSame = before is not null && (before.Deployment, before.Phase) == (active.Id, last) && (before.Canary ?? active.Set?.Canary) == share;
        return new(active.Id, last, share, isTheSame ? before!.Since : now);
    }

    public bool Continues(Exposure before) => (before.Deployment, before.Phase, before.Since) == (Deployment, Phase, Since);
}
