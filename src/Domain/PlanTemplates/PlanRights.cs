using Sluice.Domain.Access;

namespace Sluice.Domain.PlanTemplates;

/// <summary>Who may give which order about a plan template. That nobody approves what they proposed is the decider's rule, and no role lifts it.</summary>
public static class PlanRights
{
    /// <param name="by">Who gives it.</param>
    /// <param name="groups">The groups that they are in.</param>
    public static bool May(PlanCommand command, PlanBook book, Actor by, ValueList<RoleGrant> grants, ValueList<string> groups) => command switch
    {
        PlanCommand.Propose => MayPropose(command.Plan.Team, grants, groups),
        PlanCommand.Withdraw withdraw => Permissions.Allows(grants, Right.Administer, place: null)
            || (Permissions.AllowsSomewhere(grants, Right.Operate) && book.Find(withdraw.Plan)?.Find(withdraw.Version)?.By == by),
        _ => MayDecide(command.Plan.Team, grants, groups),
    };

    /// <summary>A member of the team who may start deployments, or an administrator of the whole tenant.</summary>
    public static bool MayPropose(string team, ValueList<RoleGrant> grants, ValueList<string> groups) => May(Right.Operate, team, grants, groups);

    /// <summary>An approver of the whole tenant, one of any place who is a member of the team, or an administrator of the whole tenant.</summary>
    public static bool MayDecide(string team, ValueList<RoleGrant> grants, ValueList<string> groups) =>
        Permissions.Allows(grants, Right.Approve, place: null) || May(Right.Approve, team, grants, groups);

    /// <summary>What it takes of those who do not administer the tenant.</summary>
    public static Right RightFor(PlanCommand command) => command is PlanCommand.Propose or PlanCommand.Withdraw ? Right.Operate : Right.Approve;

    /// <summary>Why somebody who may not give the order cannot, for people.</summary>
    public static string ReasonAgainst(PlanCommand command) => command switch
    {
        PlanCommand.Propose => "It takes a member of the team who may start deployments, or an administrator.",
        PlanCommand.Withdraw => "It takes whoever proposed it and may start deployments, or an administrator.",
        _ => "It takes an approver of the whole tenant, a member of the team who may approve, or an administrator.",
    };

    private static bool May(Right right, string team, ValueList<RoleGrant> grants, ValueList<string> groups) =>
        Permissions.Allows(grants, Right.Administer, place: null) || (groups.Contains(team, StringComparer.Ordinal) && Permissions.AllowsSomewhere(grants, right));
}
