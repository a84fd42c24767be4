using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Notifications;

/// <summary>Which events others are told of. Pure.</summary>
public static class NotificationRules
{
    /// <summary>So long something may be held before anybody is told.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    /// <summary>Whether the event may be worth telling: a first look, before the deployment's history is read for it.</summary>
    public static bool MayTell(DeploymentEvent @event) => KindOf(@event) is not null || IsOverride(@event) || BeginsHold(@event);

    /// <summary>Whether the event begins a hold that is told of when it lasts for <see cref="HeldFor"/>.</summary>
    public static bool BeginsHold(DeploymentEvent @event) => @event is DeploymentPaused { Reason: PauseReason.Inconclusive or PauseReason.Failure };

    /// <param name="after">The deployment after the event.</param>
    /// <param name="version">Of its stream, after the event.</param>
    public static ValueList<Notification> Of(Deployment after, DeploymentEvent @event, long version)
    {
        var told = new List<Notification>();
        // Somebody wrote down what ran already: nothing was delivered.
        if (KindOf(@event) is { } kind && after.Spec.Kind != DeploymentKind.Initial)
        {
            told.Add(About(after, kind, version, @event.Origin.At) with { By = @event.Origin.By.Name, Text = TextOf(@event) ?? @event.Origin.Reason });
        }

        if (IsOverride(@event))
        {
            told.Add(About(after, NotificationKind.Overridden, version, @event.Origin.At) with { By = @event.Origin.By.Name, Text = @event.Origin.Reason });
        }

        return told.ToValueList();
    }

    /// <param name="then">The deployment when the hold began.</param>
    /// <param name="now">The deployment as it stands.</param>
    /// <param name="version">Of its stream when the hold began.</param>
    /// <returns>Null when that hold is over.</returns>
    public static Notification? StillHeld(Deployment then, Deployment now, long version) =>
        then.Status is Paused { Since: var since } && now.Status is Paused { Reason: PauseReason.Inconclusive or PauseReason.Failure } held && held.Since == since
            ? About(now, NotificationKind.Held, version, since + HeldFor) with { By = held.By.Name, Text = held.Why }
            : null;

    private static bool IsOverride(DeploymentEvent @event) => @event.Origin.Order is { Against: not null };

    private static NotificationKind? KindOf(DeploymentEvent @event) => @event switch
    {
        GateOpened => NotificationKind.GateWaits,
        // What is aborted or has failed goes back too; that is told of by its own name, when it is over.
        ReturnStarted { EndsAs: EndsAs.RolledBack } => NotificationKind.Returned,
        DeploymentFailed => NotificationKind.Failed,
        DeploymentStarted => NotificationKind.Started,
        DeploymentSucceeded => NotificationKind.Succeeded,
        DeploymentAborted => NotificationKind.Aborted,
        DeploymentCancelled => NotificationKind.Cancelled,
        _ => null,
    };

    private static string? TextOf(DeploymentEvent @event) => @event switch
    {
        GateOpened e => e.Gate.Question,
        ReturnStarted e => e.Reason,
        DeploymentFailed e => e.Cause,
        DeploymentAborted e => e.Reason,
        DeploymentCancelled e => e.Reason,
        _ => null,
    };

    private static Notification About(Deployment state, NotificationKind kind, long version, DateTimeOffset at) =>
        new(kind, state.Id, state.Spec.Service, state.Spec.Environment, version, at);
}
