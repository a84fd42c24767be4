using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Access;

/// <summary>Who may do what, and where. The one place: policies, commands and the actions shown to people all ask here.</summary>
public static class Permissions
{
    /// <summary>Whether the grants allow it at the place. Without a place only grants for the whole tenant count; seeing is never limited to a part.</summary>
    public static bool Allows(ValueList<RoleGrant> grants, Right right, AccessPlace? place)
    {
        for (var i = 0; i < grants.Count; i++)
        {
            if (Gives(grants[i].Role, right) && (right is Right.View || grants[i].Covers(place)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is any place, or any in the service, where the grants allow it.</summary>
    public static bool AllowsSomewhere(ValueList<RoleGrant> grants, Right right, ServiceName? service = null)
    {
        for (var i = 0; i < grants.Count; i++)
        {
            if (Gives(grants[i].Role, right) && (service is null || grants[i].Service is not { } only || only == service))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The role that an act rests on: the least of those held there that bring the right; null without any.</summary>
    public static Role? RoleUsed(ValueList<RoleGrant> grants, Right right, AccessPlace? place) =>
        grants.Where(grant => Gives(grant.Role, right) && (right is Right.View || grant.Covers(place))).Select(grant => (Role?)grant.Role).Min();

    /// <summary>What an order needs.</summary>
    public static Right Of(DeploymentAction action) => action switch
    {
        DeploymentAction.AddNote => Right.Note,
        DeploymentAction.Approve or DeploymentAction.Reject or DeploymentAction.Delegate or DeploymentAction.Inquire or DeploymentAction.Review => Right.Approve,
        DeploymentAction.BreakGlass => Right.Administer,
        _ => Right.Operate,
    };

    /// <summary>The least role that brings the right.</summary>
    public static Role RoleFor(Right right) => right switch
    {
        Right.View => Role.Viewer,
        Right.Note => Role.Contributor,
        Right.Operate => Role.Operator,
        Right.Approve => Role.Approver,
        Right.Audit => Role.Auditor,
        _ => Role.Administrator,
    };

    /// <summary>Why somebody without the right cannot do it, for people.</summary>
    public static string ReasonAgainst(Right right) => $"It needs the {Words.Of(RoleFor(right))} role here.";

    /// <summary>A legal action as somebody with these grants may take it. What is not legal for anybody keeps its own reason.</summary>
    public static AllowedAction Limit(AllowedAction action, ValueList<RoleGrant> grants, AccessPlace place) =>
        action.IsLegal && !Allows(grants, Of(action.Action), place) ? action with { ReasonIfNot = ReasonAgainst(Of(action.Action)) } : action;

    private static bool Gives(Role role, Right right) => (role, right) switch
    {
        (Role.Administrator, _) => true,
        (_, Right.View) => true,
        (Role.Contributor or Role.Operator or Role.Approver, Right.Note) => true,
        (Role.Operator, Right.Operate) => true,
        (Role.Approver, Right.Approve) => true,
        (Role.Auditor, Right.Audit) => true,
        _ => false,
    };
}
