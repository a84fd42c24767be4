using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the page shows of the pre-deploy command.</summary>
/// <param name="Run">Null when there is none.</param>
/// <param name="Timeout">Null when the release is not known here.</param>
public sealed record HookView(Deployment State, HookRun? Run, TimeSpan? Timeout)
{
    /// <summary>Nothing that runs now is asked, only what was recorded.</summary>
    public bool IsPast { get; init; }

    public static HookView Of(DeploymentSnapshot view) =>
        new(view.State, view.State.Hook, view.Service.Release(view.State.Spec.ToRelease)?.Spec.PreDeploy?.EffectiveTimeout) { IsPast = view.AsOf is not null || view.IsForeign };
}
