using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>An order that needs a reason and was given without one. A stop never waits for words, so they may come later.</summary>
/// <param name="ExplainBy">Until then who gave the order may add the reason; after that somebody else has to look at it.</param>
public sealed record OwedReason(string Id, DeploymentAction Action, Actor By, DateTimeOffset At, DateTimeOffset ExplainBy, DateTimeOffset ReviewDueAt)
{
    private static readonly TimeSpan s_explainWithin = TimeSpan.FromMinutes(30);

    /// <summary>Whether the order has to say why, as things stand.</summary>
    public static bool IsAskedFor(Deployment state, ServiceEnvironment place, DeploymentAction action) => (action, state.Status) switch
    {
        (_, Pending) => false,
        (DeploymentAction.Abort or DeploymentAction.Cancel or DeploymentAction.RollBack or DeploymentAction.PromoteFully or DeploymentAction.Reject, _) => true,
        (DeploymentAction.Promote or DeploymentAction.Resume or DeploymentAction.Approve, _) => Legality.Level(state, place, action) == 3,
        _ => false,
    };

    /// <summary>A return after the end is a deployment of its own, which owes the reason.</summary>
    public static Decision AskForReturn(Decision decision, DateTimeOffset now, Caller caller) => Ask(decision, DeploymentAction.RollBack, before: 0, now, caller);

    internal static Decision Ask(Decision decision, Deployment state, ServiceEnvironment place, Order order, DateTimeOffset now, Caller caller) =>
        IsAskedFor(state, place, order.Action) ? Ask(decision, order.Action, state.ReasonsOwed, now, caller) : decision;

    private static Decision Ask(Decision decision, DeploymentAction action, int before, DateTimeOffset now, Caller caller) =>
        decision is Decision.Accepted { Events.Count: > 0 } accepted && caller is { GaveNoReason: true, Who.Kind: ActorKind.Person }
            ? accepted with { Events = accepted.Events.Add(new ReasonOwed(FormattableString.Invariant($"r{before + 1}"), action, now + s_explainWithin, now + DeploymentDecider.ReviewWithin)) }
            : decision;

    internal static Decision Explained(Deployment state, Explain order, Caller caller, DateTimeOffset now) => Find(state, order.OrderId) switch
    {
        null => Decision.Illegal($"No reason {order.OrderId} is owed."),
        { By: var by } when by != caller.Who => Decision.Illegal("Somebody else gave the order; you may review it."),
        { ExplainBy: var end } when now > end => Decision.Illegal("It is too late to add the reason; somebody else has to review the order."),
        { Id: var id } => Decision.Accept(new ReasonSettled(id, order.Text)),
    };

    internal static Decision Reviewed(OwedReason owed, Review order, Caller caller) => owed.By == caller.Who
        ? Decision.Illegal("You gave the order; somebody else has to review it.")
        : Decision.Accept(new ReasonSettled(owed.Id, order.Text));

    internal static OwedReason? Find(Deployment state, string id) => state.OwedReasons.FirstOrDefault(owed => owed.Id == id);
}
