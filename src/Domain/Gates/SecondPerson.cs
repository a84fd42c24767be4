using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Gates;

/// <summary>
/// Orders against the verdict, where a place wants somebody else to agree. Until then nothing but the timers changes: guards go on, and
/// whatever stops or goes back passes by. Off unless a place declares it.
/// </summary>
internal static class SecondPerson
{
    /// <returns>Null when one person is enough for the action as things stand.</returns>
    public static ApprovalRule? RuleFor(Deployment d, ServiceEnvironment place, DeploymentAction action) =>
        (action is DeploymentAction.Promote or DeploymentAction.PromoteFully or DeploymentAction.Reject || (action == DeploymentAction.Resume && d.Status is Paused { Reason: PauseReason.Step }))
        && Wanted(place) is { } rule && Legality.Level(d, place, action) == 3
            ? rule
            : null;

    /// <summary>Where a second person is wanted, going on needs a verdict for it: otherwise a resume would be the way round a pause for lack of evidence.</summary>
    public static bool IsMissed(Deployment d, ServiceEnvironment place) =>
        Wanted(place) is not null && d is { IsJudged: true, CanaryHasTraffic: true } && d.Verdict is not { Kind: VerdictKind.Advance };

    /// <summary>Whether a gate of the plan without four eyes needs them, because a check fails.</summary>
    public static bool AsksBeside(Deployment d, ServiceEnvironment? place) => place is not null && Wanted(place) is not null && d.Verdict is { HasFailingCheck: true };

    public static Decision Ask(Deployment state, DeploymentAction action, ApprovalRule rule, Actor by, DateTimeOffset now)
    {
        var why = (state.Status as Paused)?.Why ?? state.Verdict?.Sentence ?? "There is no verdict yet.";
        var wish = action == DeploymentAction.PromoteFully ? $"Make release {state.Spec.ToRelease} the live one" : "End this phase";
        var gate = new Gate(GateDecider.NextId(state), GateKind.Override, $"{wish} against the evidence? {why}", state.Phase, Failing(state), now)
        {
            // A resume after a pause between phases promotes.
            Order = action == DeploymentAction.Resume ? DeploymentAction.Promote : action,
            Rule = rule,
            AskedBy = by,
            ExpiresAt = now + rule.ExpiresAfter,
            Binding = GateBinding.Of(state),
        };
        return Decision.Accept(new GateOpened(gate, Shed: false));
    }

    /// <summary>What was ordered, now that others have agreed. Gates of the plan ahead ask as they always do.</summary>
    public static DeploymentEvent[] CarryOut(Deployment state, Gate gate, DateTimeOffset now) => gate.Order == DeploymentAction.PromoteFully
        ? DeploymentDecider.Fully(state)
        : [new PhaseCompleted(state.Phase), .. DeploymentDecider.Next(state, now, gate.AskedBy ?? state.CreatedBy)];

    public static GateLapsed Drop(Deployment state, Gate gate, GateLapse why, DateTimeOffset now)
    {
        var (dueAt, budgetEndsAt) = state.Clock.Thaw(now);
        return new(gate.Id, why) { DueAt = dueAt, BudgetEndsAt = budgetEndsAt };
    }

    /// <summary>A pause never waits for anybody: the order is dropped, and the deployment held.</summary>
    public static Decision Hold(Deployment state, Gate gate, string? why, DateTimeOffset now)
    {
        var dropped = Drop(state, gate, GateLapse.Withdrawn, now);
        return state.PausedBefore is null ? Decision.Accept(dropped, new DeploymentPaused(PauseReason.Person, why)) : Decision.Accept(dropped);
    }

    /// <summary>One of those who want to carry on although a trigger fired; null when their word is the last that is needed.</summary>
    public static Decision? Agreed(Deployment state, Gate gate, GateContext about)
    {
        if (RuleFor(state, about.Place, DeploymentAction.Reject) is not { } rule)
        {
            return null;
        }

        return gate.CarryOn.Count switch
        {
            _ when gate.CarryOn.Any(vote => vote.By == about.Caller.Who) => Decision.Illegal("You have said so already; it takes somebody else."),
            0 => Decision.Accept(new CarryOnGiven(gate.Id)),
            _ when !gate.Delegates.Contains(about.Caller.Who.Name) && rule.Groups.Count > 0 && !rule.Groups.Any(group => about.Caller.Groups.Contains(group)) =>
                Decision.Illegal($"Only members of {string.Join(" or ", rule.Groups)} can agree to carry on."),
            var given when given < rule.Quorum => Decision.Accept(new CarryOnGiven(gate.Id)),
            _ => null,
        };
    }

    private static ApprovalRule? Wanted(ServiceEnvironment place) => place.Spec.OverrideApproval is { Quorum: > 0 } rule ? rule : null;

    private static ValueList<string> Failing(Deployment state) =>
        state.Verdict?.Checks.Where(check => check.Outcome == CheckOutcome.Fail && !check.DryRun).Select(check => check.Name).ToValueList() ?? [];
}
