using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Gates;

/// <summary>When a question is asked, who may answer it, and what follows. There is no flag that goes round it.</summary>
internal static class GateDecider
{
    public static string NextId(Deployment state) => FormattableString.Invariant($"g{state.GatesOpened + 1}");

    /// <summary>Null when nothing has to be asked before that phase, or before the promotion when it is the one after the last.</summary>
    public static DeploymentEvent[]? AskFor(Deployment state, int phase, Actor by, DateTimeOffset now)
    {
        var plan = state.Spec.Plan;
        var (kind, rule) = phase > plan.Last
            ? (GateKind.BeforePromotion, plan.BeforePromotion)
            : (GateKind.BeforePhase, plan.Phases[phase] is { NeedsApproval: true } asked ? asked.Approval ?? ApprovalRule.Anyone : null);
        return rule is null ? null : Ask(state, kind, rule, phase, by, now);
    }

    /// <summary>What follows once that phase, or the promotion after the last, is allowed.</summary>
    public static DeploymentEvent[] GoOn(Deployment state, int phase) =>
        phase > state.Spec.Plan.Last ? [new PromotionStarted(Full: false)] : [DeploymentDecider.Enter(state, phase)];

    private static DeploymentEvent[] GoOn(Deployment state, Gate gate, DateTimeOffset now) =>
        gate.Kind == GateKind.Override ? SecondPerson.CarryOut(state, gate, now) : GoOn(state, gate.Phase);

    public static Decision Decide(Deployment state, Order order, DateTimeOffset now, GateContext about) => (order, state.OpenGate) switch
    {
        (Review c, _) => Reviewed(state, c, about.Caller),
        (Explain c, _) => OwedReason.Explained(state, c, about.Caller, now),
        (Approve c, { } gate) => WithSay(state, gate, c.GateId, about) ?? Approved(state, gate, now, about.IsFrozen),
        (Reject c, { } gate) => WithSay(state, gate, c.GateId, about) ?? SecondPerson.Agreed(state, gate, about) ?? Rejected(state, gate, now),
        (Withdraw c, { } gate) => Named(gate, c.GateId) ?? Decision.Accept(SecondPerson.Drop(state, gate, GateLapse.Withdrawn, now)),
        (HandOver c, { } gate) => WithSay(state, gate, c.GateId, about) ?? Delegated(gate, c.To),
        (Inquire c, { } gate) => WithSay(state, gate with { Votes = [] }, c.GateId, about) ?? Decision.Accept(new GateInquired(gate.Id, c.Text)),
        (Reply c, { } gate) => Named(gate, c.GateId) ?? Replied(gate, c, about.Caller),
        (Remind c, { } gate) => Named(gate, c.GateId) ?? Decision.Accept(new GateReminded(gate.Id)),
        (AskAgain c, { } gate) => Named(gate, c.GateId) ?? Decision.Accept(Ask(state, gate.Kind, gate.EffectiveRule, gate.Phase, about.Caller.Who, now)),
        (BreakGlass c, { } gate) => Named(gate, c.GateId) ?? Decision.Accept([new GateBroken(gate.Id, c.Incident, now + DeploymentDecider.ReviewWithin), .. GoOn(state, gate, now)]),
        _ => Decision.Illegal("No question is open."),
    };

    /// <summary>The chosen outcome of waiting too long; to pass is not among them.</summary>
    public static Decision Expire(Deployment state, DateTimeOffset now)
    {
        var gate = state.OpenGate!;
        if (gate.Kind == GateKind.Override)
        {
            return Decision.Accept(SecondPerson.Drop(state, gate, GateLapse.Expired, now));
        }

        var lapsed = new GateLapsed(gate.Id, GateLapse.Expired);
        return gate.EffectiveRule.OnExpiry == GateEnd.RollBack
            ? Decision.Accept(lapsed, DeploymentDecider.Return(EndsAs.RolledBack, $"Nobody answered in time: {gate.Question}", failedStage: null, now))
            : Decision.Accept(lapsed);
    }

    /// <summary>Answers were given on what the checks said then.</summary>
    public static IEnumerable<ApprovalsVoided> VoidedBy(Deployment state, Verdict verdict) =>
        verdict.Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Fail && state.Verdict?.Checks.Any(old => old.Name == check.Name && old.Outcome == CheckOutcome.Fail) != true) is { } failed
            ? Void(state, $"The check {failed.Name} turned to fail.")
            : [];

    /// <summary>Of the open question, and of the one that it stands in front of.</summary>
    public static IEnumerable<ApprovalsVoided> Void(Deployment state, string why)
    {
        foreach (var gate in new[] { state.OpenGate, state.GateBefore })
        {
            if ((gate is { GoesOn: true } ? gate.Votes : gate?.CarryOn) is { Count: > 0 } votes)
            {
                yield return new(gate!.Id, why, votes.Select(vote => vote.By.Name).ToValueList());
            }
        }
    }

    private static DeploymentEvent[] Ask(Deployment state, GateKind kind, ApprovalRule rule, int phase, Actor by, DateTimeOffset now)
    {
        var question = (kind, state.Spec.Plan.Kind) switch
        {
            (GateKind.BeforePromotion, _) => $"Make release {state.Spec.ToRelease} the live one?",
            (_, PlanKind.Mirror) when state.Spec.Plan.Phases[phase].Mirror is { } share => $"Copy {share} of the requests to release {state.Spec.ToRelease}?",
            (_, PlanKind.Switch or PlanKind.Mirror) => $"Switch all traffic to release {state.Spec.ToRelease}?",
            _ => $"Give release {state.Spec.ToRelease} {state.Spec.Plan.Phases[phase].Share} of the traffic?",
        };
        var gate = new Gate(NextId(state), kind, question, phase, [], now)
        {
            Rule = rule == ApprovalRule.Anyone ? null : rule,
            AskedBy = rule.FourEyes ? by : null,
            ExpiresAt = now + rule.ExpiresAfter,
            Binding = rule == ApprovalRule.Anyone ? null : GateBinding.Of(state),
        };
        var opened = new GateOpened(gate, Shed: false);
        return rule.Quorum == 0
            ? [opened, new GateAnswered(gate.Id, Approved: true, DueAt: null, BudgetEndsAt: null), .. GoOn(state, phase)]
            : [opened];
    }

    private static Decision? Named(Gate gate, string id) => gate.Id == id ? null : Decision.Illegal($"Question {id} is not open; {gate.Id} is.");

    private static Decision? WithSay(Deployment state, Gate gate, string id, GateContext about) =>
        Named(gate, id) ?? (Say.ReasonAgainst(gate, state, about.Release, about.Caller, about.Place) is { } reason ? Decision.Illegal(reason) : null);

    /// <summary>What all approvals were given for while a freeze was in force.</summary>
    public static Decision Open(Deployment state, Gate gate, DateTimeOffset now) => Decision.Accept([Answer(state, gate, approved: true, now), .. GoOn(state, gate, now)]);

    private static Decision Approved(Deployment state, Gate gate, DateTimeOffset now, bool isFrozen)
    {
        if (gate.Votes.Count + 1 < gate.EffectiveRule.Quorum || (isFrozen && gate.GoesOn))
        {
            return Decision.Accept(new ApprovalGiven(gate.Id));
        }

        return gate.GoesOn
            ? Open(state, gate, now)
            : Decision.Accept(Answer(state, gate, approved: true, now), DeploymentDecider.Return(EndsAs.RolledBack, $"Approved: {gate.Question}", "hold", now));
    }

    private static Decision Rejected(Deployment state, Gate gate, DateTimeOffset now) => gate switch
    {
        { Kind: GateKind.Override } => Decision.Accept(SecondPerson.Drop(state, gate, GateLapse.Rejected, now)),
        { Kind: GateKind.RollbackQuestion } => Decision.Accept(Answer(state, gate, approved: false, now)),
        _ when gate.EffectiveRule.OnReject == GateEnd.Hold => Decision.Accept(new GateLapsed(gate.Id, GateLapse.Rejected)),
        _ => Decision.Accept(
            Answer(state, gate, approved: false, now), DeploymentDecider.Return(EndsAs.RolledBack, $"Rejected: {gate.Question}", failedStage: null, now)),
    };

    private static GateAnswered Answer(Deployment state, Gate gate, bool approved, DateTimeOffset now)
    {
        var (dueAt, budgetEndsAt) = state.Clock.Thaw(now);
        return new(gate.Id, approved, dueAt, budgetEndsAt);
    }

    private static Decision Delegated(Gate gate, string to) => gate.Delegates.Contains(to)
        ? Decision.Ignore($"{to} may answer already.")
        : Decision.Accept(new GateDelegated(gate.Id, to));

    private static Decision Replied(Gate gate, Reply reply, Caller caller) => gate.Unanswered switch
    {
        { By: var by } when by == caller.Who => Decision.Illegal("You asked; somebody else has to answer."),
        _ => Decision.Accept(new GateReplied(gate.Id, reply.Text)),
    };

    private static Decision Reviewed(Deployment state, Review review, Caller caller) => (state.BrokenGate, state.OwedReasons) switch
    {
        ({ ReviewedBy: null } broken, _) when (review.Of ?? broken.GateId) == broken.GateId => broken.By == caller.Who
            ? Decision.Illegal("You broke the gate; somebody else has to review it.")
            : Decision.Accept(new BrokenGateReviewed(broken.GateId, review.Text)),
        (_, [var only]) when review.Of is null => OwedReason.Reviewed(only, review, caller),
        _ when OwedReason.Find(state, review.Of ?? string.Empty) is { } owed => OwedReason.Reviewed(owed, review, caller),
        _ => Decision.Illegal(review.Of is { } id ? $"No review of {id} is owed." : "Several reviews are owed; name one."),
    };
}
