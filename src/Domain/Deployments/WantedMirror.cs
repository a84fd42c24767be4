using Sluice.Domain.Traffic;

namespace Sluice.Domain.Deployments;

/// <summary>Of which requests a copy goes to the canary.</summary>
/// <param name="Share">Of the requests that can be copied; above zero.</param>
public sealed record WantedMirror(Share Share, Mirroring How)
{
    /// <returns>Null when the deployment copies nothing now.</returns>
    public static WantedMirror? Of(Deployment d) => d.AskedMirror is var share && share > Share.None ? new(share, d.Spec.Plan.Mirror ?? new()) : null;
}
