using Sluice.Domain.Gates;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>Which orders act against what the evidence says: legal, with the highest friction, and marked in the audit log.</summary>
public static class Override
{
    /// <returns>The verdict, pause or question that is acted against, in wire words; null when the order goes with the evidence.</returns>
    public static string? Of(Deployment deployment, DeploymentCommand command) => (command, deployment) switch
    {
        (DeploymentCommand.Promote or DeploymentCommand.PromoteFully, { Verdict: { HasFailingCheck: true } verdict }) => Words.Of(verdict.Kind),
        (DeploymentCommand.Resume, { Status: Paused { Reason: PauseReason.Step }, Verdict: { HasFailingCheck: true } verdict }) => Words.Of(verdict.Kind),
        (DeploymentCommand.Promote or DeploymentCommand.PromoteFully, { Status: Paused { Reason: PauseReason.Inconclusive or PauseReason.Failure } paused }) => Words.Of(paused.Reason),
        (DeploymentCommand.BreakGlass, { OpenGate: { } gate }) => Words.Of(gate.Kind),
        (DeploymentCommand.Approve, { OpenGate.Kind: GateKind.Override }) => Words.Of(GateKind.Override),
        (DeploymentCommand.Reject, { OpenGate.Kind: GateKind.RollbackQuestion }) => Words.Of(GateKind.RollbackQuestion),
        _ => null,
    };
}
