using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>When values were measured that a page shows as those of now, and how often they are.</summary>
public sealed record Measured(DateTimeOffset At, TimeSpan Every)
{
    /// <summary>From then on they are shown as what they were: a measurement and the one after it have not come.</summary>
    public DateTimeOffset OldFrom => At + (2 * Every);

    /// <summary>Of the checks. Null where nothing is measured any more, so that nothing gets old, and before the first time.</summary>
    public static Measured? OfVerdict(Deployment deployment, PlaceStatus? status)
    {
        var every = deployment.Spec.Analysis.Interval;
        return (deployment, status) switch
        {
            ({ Status: RollingBack or Ended or Promoting }, _) or (_, null) => null,
            ({ CanaryHasTraffic: true }, { Verdict: not null, NextRunAt: { } next }) => new(next - every, every),
            ({ EvidenceAt: { } recorded }, _) => new(recorded, every),
            _ => null,
        };
    }
}
