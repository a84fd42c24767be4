using Sluice.Domain.Deployments;

namespace Sluice.Domain.Hooks;

/// <summary>The run of a pre-deploy command that a place is concerned with now.</summary>
/// <param name="MayRun">False: it is to end, because its deployment is returning.</param>
public sealed record WantedHook(DeploymentId Deployment, int Attempt, int Release, bool MayRun)
{
    /// <summary>Null when there is none under way.</summary>
    public static WantedHook? Of(Deployment d) => d.Hook is { IsUnderWay: true } run
        ? new(d.Id, run.Attempt, d.Spec.ToRelease, MayRun: d.Status is DeploymentStatus.Running or DeploymentStatus.Paused)
        : null;
}
