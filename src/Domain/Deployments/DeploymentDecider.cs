using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>Every rule about how a deployment may move. Pure: no clock, no I/O. Orders are here, signals in the other part.</summary>
public static partial class DeploymentDecider
{
    /// <summary>How long a return of traffic may take before it counts as failed.</summary>
    public static TimeSpan ReturnBudget { get; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the release that served before is kept running after a success.</summary>
    public static TimeSpan StandbyKept { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The most that one order may add to a hold.</summary>
    public static TimeSpan LongestExtension { get; } = TimeSpan.FromDays(1);

    /// <summary>Within this time somebody else must have looked at a gate that was broken.</summary>
    public static TimeSpan ReviewWithin { get; } = TimeSpan.FromHours(24);

    /// <param name="caller">Who gives the command; the engine for signals.</param>
    public static Decision Decide(Service service, Deployment state, DeploymentCommand command, DateTimeOffset now, Caller caller)
    {
        var place = service.Environment(state.Spec.Environment)
            ?? throw new ArgumentException($"Service {service.Name} has no environment {state.Spec.Environment}.", nameof(service));
        return command switch
        {
            Order order => OwedReason.Ask(
                Decide(place, state, order, now, new(caller, service.Release(state.Spec.ToRelease), place, Legality.Freeze(state.Spec, place) is not null)), state, place, order, now, caller),
            Signal signal => Decide(service, place, state, signal, now),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "An unknown kind of command."),
        };
    }

    private static Decision Decide(ServiceEnvironment place, Deployment state, Order order, DateTimeOffset now, GateContext about)
    {
        // A second abort is an answer to a person in a hurry, not a mistake.
        if (order is Abort or Cancel && state.Status is RollingBack returning)
        {
            return Decision.Ignore($"Already returning since {returning.Since:HH:mm:ss}, by {returning.By}.");
        }

        if (order is DeploymentCommand.Start && state.Status is Pending { Reason: PendingReason.Draft or PendingReason.Scheduled } && place.InTheWayOf(state.Spec.Kind) is { } holder)
        {
            return Decision.Refuse(new Refusal.Busy(holder));
        }

        if (Legality.Of(state, place, order.Action) is { ReasonIfNot: { } reason })
        {
            return Decision.Illegal(reason);
        }

        return (state.Status, order) switch
        {
            (_, AddNote c) => Noted(c),
            (_, DeploymentCommand.Start) => Take(state),
            (Pending, Abort c) => Leave(state, new DeploymentAborted(c.Reason)),
            (Pending, Cancel c) => Leave(state, new DeploymentCancelled(c.Reason)),
            (_, Abort c) => Decision.Accept(Return(EndsAs.Aborted, c.Reason, failedStage: null, now)),
            (_, Cancel c) => Decision.Accept(Return(EndsAs.Cancelled, c.Reason, failedStage: null, now)),
            (Ended, RollBack) => Decision.Illegal("Going back after the end makes a new deployment."),
            (_, RollBack c) => Decision.Accept(Return(EndsAs.RolledBack, c.Reason, failedStage: null, now)),
            (Paused, Pause c) when state.OpenGate is { Kind: GateKind.Override } gate => SecondPerson.Hold(state, gate, c.Why, now),
            (_, Pause c) => Decision.Accept(new DeploymentPaused(PauseReason.Person, c.Why)),
            (Paused, Resume) when SecondPerson.RuleFor(state, place, order.Action) is { } rule => SecondPerson.Ask(state, order.Action, rule, about.Caller.Who, now),
            (Paused, Resume) => Resumed(state, now, about.Caller.Who),
            (Paused, DeploymentCommand.RunHookAgain) => Decision.Accept([new DeploymentResumed(DueAt: null, BudgetEndsAt: null), .. HookDecider.Again(state.HookInDoubt!)]),
            (_, Extend c) => Extended(state, c),
            (_, Promote or PromoteFully) when SecondPerson.RuleFor(state, place, order.Action) is { } rule => SecondPerson.Ask(state, order.Action, rule, about.Caller.Who, now),
            (_, Promote) => Decision.Accept([new PhaseCompleted(state.Phase), .. Next(state, now, about.Caller.Who)]),
            (_, ChangePlan c) => PlanChange.Decide(state, c, now, about),
            (_, Approve or Reject or AskAgain or Remind or HandOver or Inquire or Reply or Withdraw or BreakGlass or Review or Explain) => GateDecider.Decide(state, order, now, about),
            (_, PromoteFully) => Decision.Accept(Fully(state)),
            _ => Decision.Illegal("Not now."),
        };
    }

    private static Decision Noted(AddNote note)
    {
        if (note.About is { IsValid: false } about)
        {
            return Decision.Refuse(new Refusal.Invalid([new("about", about.ToString(), "an event from 1 on, or an instant, or a range that does not end before it begins")]));
        }

        return Decision.Accept(new NoteAdded(note.Text) { About = note.About, IsKeyMoment = note.IsKeyMoment, Replaces = note.Replaces });
    }

    internal static Decision.Accepted Take(Deployment state) =>
        new([new DeploymentStarted()], [new ServiceEvent.PlaceTaken(state.Spec.Environment, state.Id)]);

    private static Decision.Accepted Leave(Deployment state, DeploymentEvent end) =>
        new([end], [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]);

    internal static ReturnStarted Return(EndsAs endsAs, string reason, string? failedStage, DateTimeOffset now) =>
        new(endsAs, reason, failedStage, now + ReturnBudget);

    /// <summary>A pause between phases is over when it is resumed: the next phase begins at once.</summary>
    private static Decision Resumed(Deployment state, DateTimeOffset now, Actor by)
    {
        var (dueAt, budgetEndsAt) = state.Clock.Thaw(now);
        return state.Status is Paused { Reason: PauseReason.Step }
            ? Decision.Accept([new DeploymentResumed(dueAt, budgetEndsAt), new PhaseCompleted(state.Phase), .. Next(state, now, by)])
            : Decision.Accept([.. HookDecider.Accepted(state), new DeploymentResumed(dueAt, FreshBudget(state, budgetEndsAt, now))]);
    }

    /// <summary>Resuming from "not enough evidence" means "collect more": it must not run out again at once.</summary>
    private static DateTimeOffset? FreshBudget(Deployment state, DateTimeOffset? budgetEndsAt, DateTimeOffset now) =>
        state is { Status: Paused { Reason: PauseReason.Inconclusive or PauseReason.Failure }, CurrentPhase: { } phase } ? now + phase.EffectiveBudget : budgetEndsAt;

    private static Decision Extended(Deployment state, Extend command)
    {
        if (command.By <= TimeSpan.Zero || command.By > LongestExtension)
        {
            return Decision.Refuse(new Refusal.Invalid([new("by", Durations.Format(command.By), $"longer than zero, at most {Durations.Format(LongestExtension)}")]));
        }

        var clock = state.Clock.Extend(command.By);
        return Decision.Accept(new HoldExtended(command.By, clock.DueAt, clock.BudgetEndsAt));
    }

    internal static PhaseEntered Enter(Deployment state, int phase) => new(phase, state.Spec.Plan.Phases[phase].Share) { Mirror = state.Spec.Plan.Phases[phase].Mirror };

    /// <summary>What follows when the phase under way is over: a question, the next phase, or the promotion.</summary>
    /// <param name="by">Who wants to go on: nobody answers what they asked. Whoever made the deployment, when time or evidence ends the phase.</param>
    internal static DeploymentEvent[] Next(Deployment state, DateTimeOffset now, Actor by) =>
        GateDecider.AskFor(state, state.Phase + 1, by, now) ?? GateDecider.GoOn(state, state.Phase + 1);

    /// <summary>To everything at once. Instances that take each other's place still have to come, and are watched while they do: that is the last phase.</summary>
    internal static DeploymentEvent[] Fully(Deployment state)
    {
        var (current, last) = (state.Phase, state.Spec.Plan.Last);
        return state.Spec.Plan.Rolling is null || current >= last
            ? [.. SkipRest(state), new PromotionStarted(Full: true)]
            : [new PhaseCompleted(current), .. current + 1 < last ? new DeploymentEvent[] { new PhasesSkipped(current + 1, last - 1) } : [], Enter(state, last)];
    }

    internal static DeploymentEvent[] SkipRest(Deployment state)
    {
        var (current, last) = (state.Phase, state.Spec.Plan.Last);
        return current < last
            ? [new PhaseCompleted(current), new PhasesSkipped(current + 1, last)]
            : [new PhaseCompleted(current)];
    }
}
