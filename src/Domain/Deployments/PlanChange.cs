using Sluice.Domain.Gates;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>Another plan for what is ahead. What was above a gate stays above it: a plan cannot be changed around an approval.</summary>
internal static class PlanChange
{
    /// <returns>Null when the plan may be changed now.</returns>
    public static string? ReasonAgainst(Deployment d) => d switch
    {
        { Status: RollingBack } => "Traffic is returning to stable.",
        { Status: Promoting } => "The promotion is under way.",
        { Spec.Plan.Kind: PlanKind.Switch } => "Everything is switched at once; there is no phase ahead to change.",
        { Spec.Plan.Rolling: not null } => "Its batches follow from the instances; abort it and start another to have other batches.",
        { Spec.Plan.Kind: PlanKind.Mirror } => "What is mirrored is not changed on the way; abort it, which costs nobody a request, and start another.",
        { Spec.Plan.Kind: PlanKind.Instant } => "It has one phase; there is nothing ahead to change.",
        { StableIsKnown: true, Stable: null } => "Nothing served before; it has one phase.",
        _ when d.Phase >= d.Spec.Plan.Last => "No phase is ahead.",
        _ => null,
    };

    public static Decision Decide(Deployment state, DeploymentCommand.ChangePlan command, DateTimeOffset now, GateContext about)
    {
        var (plan, errors) = PlanBuilder.Build(new(PlanKind.Phases) { Phases = command.Ahead });
        if (plan is null)
        {
            return Decision.Refuse(new Refusal.Invalid(errors));
        }

        var reached = state.CurrentPhase?.Share ?? Share.None;
        if (plan.Phases[0].Share <= reached)
        {
            return Decision.Refuse(new Refusal.Invalid([new("plan.phases[0].share", plan.Phases[0].Share.ToString(), $"more than the {reached} that the canary has: shares rise")]));
        }

        var ahead = KeepGates(state, plan.Phases);
        var changed = new PlanChanged(ahead);
        if (state.OpenGate is { Kind: GateKind.Override } order)
        {
            return Decision.Accept([changed, .. GateDecider.Void(state, "The plan was changed."), SecondPerson.Drop(state, order, GateLapse.Overtaken, now)]);
        }

        if (state.OpenGate is not { IsOfThePlan: true } gate)
        {
            return Decision.Accept([changed, .. GateDecider.Void(state, "The plan was changed.")]);
        }

        // The question that is open was about the old plan.
        var next = Deployment.Evolve(state, changed with { Origin = new(now, about.Caller.Who) });
        return Decision.Accept([changed, .. GateDecider.Void(state, "The plan was changed."), .. GateDecider.AskFor(next, gate.Phase, about.Caller.Who, now) ?? []]);
    }

    /// <summary>The first phase above what came before a gated one has that gate.</summary>
    private static ValueList<Phase> KeepGates(Deployment state, ValueList<Phase> ahead)
    {
        var old = state.Spec.Plan.Phases;
        var kept = ahead.ToList();
        for (var i = state.Phase + 1; i < old.Count; i++)
        {
            if (old[i].NeedsApproval)
            {
                var below = i > 0 ? old[i - 1].Share : Share.None;
                var first = kept.FindIndex(phase => phase.Share > below);
                kept[first] = kept[first] with { NeedsApproval = true, Approval = old[i].Approval };
            }
        }

        return kept.ToValueList();
    }
}
