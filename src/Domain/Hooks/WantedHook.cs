using Sluice.Domain.Deployments;

namespace Sluice.Domain.Hooks;

/// <summary>The run of a command that a place is concerned with now.</summary>
/// <param name="MayRun">False: it is to end, because its deployment is returning.</param>
public sealed record WantedHook(DeploymentId Deployment, int Attempt, int Release, bool MayRun)
{
    /// <summary>Which of the deployment's commands.</summary>
    public HookStage Stage { get; init; }

    /// <summary>Null when there is none under way.</summary>
    public static WantedHook? Of(Deployment d) => d.HookUnderWay is { } run
        ? new(d.Id, run.Attempt, d.Spec.ToRelease, MayRun: d.Status is DeploymentStatus.Running or DeploymentStatus.Paused) { Stage = run.Stage }
        : null;

    /// <summary>What is to be run; null when the deployment has no such command.</summary>
    public HookCommand? CommandOf(Deployment d, Services.ReleaseSpec release) => HookDecider.Of(d.Spec, release, Stage);
}
