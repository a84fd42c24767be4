using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the page shows of a command of the deployment.</summary>
/// <param name="Run">Null when there is none.</param>
/// <param name="Timeout">Null when the release is not known here.</param>
public sealed record HookView(Deployment State, HookRun? Run, TimeSpan? Timeout)
{
    /// <summary>Nothing that runs now is asked, only what was recorded.</summary>
    public bool IsPast { get; init; }

    /// <summary>Of the pre-deploy command.</summary>
    public static HookView Of(DeploymentSnapshot view) => Of(view, view.State.Hook, view.Service.Release(view.State.Spec.ToRelease)?.Spec.PreDeploy);

    /// <summary>Of the check on the preview.</summary>
    public static HookView OfPreview(DeploymentSnapshot view) => Of(view, view.State.PreviewRun, view.State.Spec.Plan.PreviewCheck);

    private static HookView Of(DeploymentSnapshot view, HookRun? run, HookCommand? command) => new(view.State, run, command?.EffectiveTimeout) { IsPast = view.AsOf is not null || view.IsForeign };
}
