using System.Diagnostics;
using Sluice.Domain.Gates;
using static Sluice.Domain.PlanTemplates.PlanCommand;
using static Sluice.Domain.PlanTemplates.PlanEvent;

namespace Sluice.Domain.PlanTemplates;

/// <summary>How plan templates come into force: proposed by one person, approved by another. Pure.</summary>
public static class PlanDecider
{
    public static Decision Decide(PlanBook state, PlanCommand command, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(caller);
        if (PlanRules.Check(command) is { Count: > 0 } errors)
        {
            return Decision.Refuse(new Refusal.Invalid(errors));
        }

        if (command.Seen is { } seen && seen != state.RevisionOf(command))
        {
            return Decision.Illegal("Somebody else changed it since you looked. Nothing was changed.");
        }

        return (command, state.Find(command.Plan)) switch
        {
            (Propose c, var template) => Decide(state, c with { Note = string.IsNullOrWhiteSpace(c.Note) ? null : c.Note.Trim() }, template, caller.Who),
            (_, null) => Decision.Refuse(new Refusal.NotFound($"plan {command.Plan}")),
            (Approve c, { } template) => Waiting(template, c.Version, version => version.By == caller.Who
                ? Decision.Illegal("You proposed it: it takes somebody else to approve it.")
                : Decision.Accept(new PlanVersionApproved(c.Plan, c.Version, template.InForce?.Number))),
            (Reject c, { } template) => Waiting(template, c.Version, version => (version.By == caller.Who, caller.GaveNoReason) switch
            {
                (true, _) => Decision.Illegal("You proposed it: withdraw it instead."),
                (_, true) => Decision.Refuse(new Refusal.Invalid([new("reason", "nothing", "why it is rejected: whoever proposed it reads it")])),
                _ => Decision.Accept(new PlanVersionRejected(c.Plan, c.Version)),
            }),
            (Withdraw c, { } template) => Waiting(template, c.Version, _ => Decision.Accept(new PlanVersionWithdrawn(c.Plan, c.Version))),
            (MakeDefault c, { InForce: null }) => Decision.Illegal($"No version of {c.Plan} is in force; one must be approved first."),
            (MakeDefault c, _) when state.IsDefault(c.Plan) => Decision.Ignore("It is the default already."),
            (MakeDefault c, _) => Decision.Accept(new DefaultPlanChosen(c.Plan, state.DefaultOf(c.Plan.Team)?.Key.Name)),
            (DropDefault c, _) => state.IsDefault(c.Plan) ? Decision.Accept(new DefaultPlanDropped(c.Plan)) : Decision.Ignore("It is not the default."),
            (Retire, { Proposed: { } open }) => Decision.Illegal($"{open.By.Name} has proposed version {open.Number} of it, which must be approved, rejected or withdrawn first."),
            (Retire, { IsRetired: true }) => Decision.Ignore("It is retired already."),
            (Retire c, { } template) => Decision.Accept(new PlanTemplateRetired(c.Plan, template.InForce?.Number, state.IsDefault(c.Plan))),
            _ => throw new UnreachableException(),
        };
    }

    private static Decision Decide(PlanBook state, Propose command, PlanTemplate? template, Actor by)
    {
        if (template is { Proposed: { } open } && open.By != by)
        {
            return Decision.Illegal($"{open.By.Name} has proposed version {open.Number} of it, which must be approved, rejected or withdrawn first.");
        }

        if (template?.Proposed is { } own && own.Body == command.Body && own.Note == command.Note)
        {
            return Decision.Ignore($"You have proposed it already, as version {own.Number}.");
        }

        if (template?.InForce is { } inForce && inForce.Body == command.Body)
        {
            return Decision.Ignore($"Version {inForce.Number} is in force and says the same.");
        }

        if (template is null && state.Templates.Count >= PlanRules.MostOfTenant)
        {
            return Decision.Illegal($"All teams together have at most {PlanRules.MostOfTenant} plans, retired ones too; propose a version of one that is there.");
        }

        return template is null or { IsRetired: true } && state.Templates.Count(one => one.Key.Team == command.Plan.Team && !one.IsRetired) >= PlanRules.MostOfTeam
            ? Decision.Illegal($"A team has at most {PlanRules.MostOfTeam} plans; retire one first.")
            : Decision.Accept(new PlanVersionProposed(command.Plan, (template?.LastVersion ?? 0) + 1, command.Body, command.Note, template?.Proposed?.Number));
    }

    /// <summary>What can be said about a proposal that nobody decided yet.</summary>
    private static Decision Waiting(PlanTemplate template, int number, Func<PlanVersion, Decision> decide) => template.Find(number) switch
    {
        null => Decision.Refuse(new Refusal.NotFound($"version {number} of plan {template.Key}")),
        { State: PlanVersionState.Proposed } version => decide(version),
        var version => Decision.Illegal($"Version {number} is {Words.Of(version.State).Replace('_', ' ')}; there is nothing to decide about it."),
    };
}
