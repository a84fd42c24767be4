using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Rolling;

/// <summary>How long instances may take to change places, and when nothing may come in between.</summary>
internal static class RollingPace
{
    /// <summary>Old instances are gone and the new ones do not serve yet: to wait there is an outage.</summary>
    public static bool HasGivenUp(Deployment d) => d is { Stage: RunStage.Apply, StableIsKnown: true, Stable: not null, HookIsInTheWay: false, Spec.Plan.Rolling.MaxSurge: 0 };

    /// <summary>Null while a batch has time left; a start that fails is told of before.</summary>
    public static string? IsStuck(Deployment d, DateTimeOffset now)
    {
        if (d.Spec.Plan.Rolling is null || d.HookIsInTheWay || (d.Phase >= 0 ? d.Phases[d.Phase].StartedAt : d.StartedAt) is not { } began)
        {
            return null;
        }

        var budget = d.Spec.Plan.Phases[Math.Max(d.Phase, 0)].EffectiveBudget;
        var since = new[] { began, d.CarriedOnAt ?? began, d.Hook?.EndedAt ?? began }.Max();
        return now - since < budget ? null : $"The batch was not complete within {Validation.Durations.Format(budget)}: instances do not get ready, or those that should leave cannot be spared.";
    }

    /// <summary>A way back by instances takes as many turns as the way there took.</summary>
    public static TimeSpan LongerReturn(Deployment d, ServiceEnvironment place) => d.Spec.Plan.Rolling is null
        ? TimeSpan.Zero
        : (d.Phase + 2) * (DeploymentDecider.ReturnBudget + (place.Spec.Runtime.DrainTimeout ?? RuntimeSpec.DefaultDrainTimeout));
}
