using Sluice.Dashboard.Access;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Deployments;

/// <summary>
/// What the person at work is offered: what is legal, then what their roles allow, then whether the question is theirs to answer.
/// A courtesy; the same is asked again when the order comes.
/// </summary>
internal static class Permitted
{
    /// <remarks>Who has approved may still ask back.</remarks>
    public static AllowedAction Permit(this CurrentActor current, BarView view, DeploymentAction action)
    {
        var allowed = current.Limit(Legality.Of(view.State, view.Place, action), view.State.Spec);
        return allowed.IsLegal && IsAnswer(action) && view.State.OpenGate is { } gate
            ? allowed with { ReasonIfNot = current.ReasonAgainst(action == DeploymentAction.Inquire ? gate with { Votes = [] } : gate, view.State, view.Release, view.Place) }
            : allowed;
    }

    /// <returns>Null when they may answer; otherwise why not, for people.</returns>
    public static string? ReasonAgainst(this CurrentActor current, Gate gate, Deployment state, Release? release, ServiceEnvironment? place) =>
        current.Allows(Right.Approve, new(state.Spec.Service, state.Spec.Environment))
            ? Say.ReasonAgainst(gate, state, release, new(current.Actor, current.Groups), place)
            : Permissions.ReasonAgainst(Right.Approve);

    private static bool IsAnswer(DeploymentAction action) => action is DeploymentAction.Approve or DeploymentAction.Reject or DeploymentAction.Delegate or DeploymentAction.Inquire;
}
