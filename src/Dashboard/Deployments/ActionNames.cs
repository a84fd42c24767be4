using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Deployments;

/// <summary>What an action is called in the state that a deployment is in; the same on its button and in its dialog.</summary>
public sealed class ActionNames(EventSentence sentences, IStringLocalizer<Texts> texts)
{
    public string Of(DeploymentAction action, Deployment d) => (action, d) switch
    {
        (DeploymentAction.Approve, { OpenGate: { } gate }) => sentences.AnswersOf(gate, d).Approve,
        (DeploymentAction.Reject, { OpenGate: { } gate }) => sentences.AnswersOf(gate, d).Reject,
        (DeploymentAction.Resume, { HookInDoubt: not null }) => texts["Action.GoOnWithoutHook"],
        (DeploymentAction.Abort, { Status: DeploymentStatus.Pending }) => texts["Action.Discard"],
        (DeploymentAction.Abort, { Spec.Strategy: DeploymentStrategy.BlueGreen, Stable: not null }) => texts[d.Asked.Canary > Share.None ? "Action.SwitchBack" : "Action.DiscardPreview"],
        (DeploymentAction.Abort, { Spec.Strategy: DeploymentStrategy.Mirror, Stable: not null }) when d.Asked.Canary > Share.None => texts["Action.SwitchBack"],
        (DeploymentAction.RollBack, { Spec.Strategy: DeploymentStrategy.BlueGreen or DeploymentStrategy.Mirror, Status.IsTerminal: true }) => texts["Action.SwitchBack"],
        _ => texts[$"Action.{action}"],
    };
}
