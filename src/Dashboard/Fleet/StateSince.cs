using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Fleet;

/// <summary>Since when a deployment is in the state that people see.</summary>
public static class StateSince
{
    public static DateTimeOffset Of(Deployment deployment) => deployment.Status switch
    {
        Ended ended => ended.At,
        RollingBack returning => returning.Since,
        Paused paused => paused.Since,
        Pending => deployment.CreatedAt,
        _ => InPhase(deployment) ?? deployment.StartedAt ?? deployment.CreatedAt,
    };

    private static DateTimeOffset? InPhase(Deployment d)
    {
        if (d.Phase < 0 || d.Phase >= d.Phases.Count)
        {
            return null;
        }

        var phase = d.Phases[d.Phase];
        return d.Stage is RunStage.Hold or RunStage.Waiting ? phase.SetAt ?? phase.StartedAt : phase.EndedAt ?? phase.StartedAt;
    }
}
