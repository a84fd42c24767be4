using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Fleet;

/// <summary>How much a place needs a person, the most first. The order of the fleet.</summary>
public enum Attention
{
    /// <summary>A check is above its limit while the canary has traffic.</summary>
    FailingGuard,

    /// <summary>Traffic is on its way back to stable.</summary>
    Returning,

    /// <summary>The engine could not carry out a step; traffic may be mixed.</summary>
    Failed,

    /// <summary>A question that the reader may answer, or has to reply to. Never what a line is for everybody: <see cref="FleetReader.See"/>.</summary>
    AwaitingMe,
    HeldByVerdict,

    /// <summary>Requests do not go where the plan sends them: the router has something else, cannot be told, or its counts contradict it.</summary>
    Drift,

    /// <summary>A question that others have to answer.</summary>
    AwaitingOthers,

    /// <summary>Guards have no data, hence hold.</summary>
    MetricsGap,
    HeldByPerson,
    Moving,

    /// <summary>Ready to go on when a freeze is over.</summary>
    Frozen,

    /// <summary>In the queue behind another deployment.</summary>
    Waiting,
    Calm,
}

/// <summary>From a deployment and its freshest numbers to the attention it needs. Pure.</summary>
public static class Attentions
{
    /// <param name="verdict">The freshest one; null when nothing is judged.</param>
    /// <param name="sourceIsDown">The metric source does not answer.</param>
    public static Attention Of(Deployment deployment, Verdict? verdict, bool sourceIsDown) => deployment.Status switch
    {
        Ended { Outcome: Outcome.Failed } => Attention.Failed,
        Ended => Attention.Calm,
        RollingBack => Attention.Returning,
        Pending => Attention.Waiting,
        _ when deployment.CanaryHasTraffic && Fails(deployment, verdict) => Attention.FailingGuard,
        Paused { Reason: PauseReason.Inconclusive } => Attention.HeldByVerdict,
        _ when deployment.SplitProblem is not null || verdict is { SplitIsOff: true } => Attention.Drift,
        Paused { Reason: PauseReason.Approval } => Attention.AwaitingOthers,
        _ when deployment is { CanaryHasTraffic: true, IsJudged: true } && (sourceIsDown || verdict?.Reason == VerdictReason.SourceError) => Attention.MetricsGap,
        Paused { Reason: PauseReason.Freeze } => Attention.Frozen,
        Paused => Attention.HeldByPerson,
        _ => Attention.Moving,
    };

    /// <summary>The name of the icon.</summary>
    public static string IconOf(Attention attention) => attention switch
    {
        Attention.FailingGuard or Attention.Failed => "alert",
        Attention.Returning => "return",
        Attention.AwaitingMe => "hand",
        Attention.HeldByVerdict => "question",
        Attention.Drift => "drift",
        Attention.AwaitingOthers => "people",
        Attention.MetricsGap => "clock",
        Attention.HeldByPerson => "pause",
        Attention.Moving => "play",
        Attention.Frozen => "frost",
        Attention.Waiting => "hourglass",
        _ => "calm",
    };

    // A check that people decided to carry on with asks for nobody any more.
    private static bool Fails(Deployment deployment, Verdict? verdict) =>
        verdict is not null && verdict.Checks.Any(check => check is { Outcome: CheckOutcome.Fail, DryRun: false } && !deployment.Muted.Contains(check.Name));
}
