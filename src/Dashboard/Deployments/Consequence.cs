using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>What an order would do, worked out now: one line under its button and in its dialog.</summary>
public sealed class Consequence(IStringLocalizer<Texts> texts)
{
    public string Of(DeploymentAction action, Deployment d) => action switch
    {
        DeploymentAction.Start => Text("Consequence.Start", d.Spec.ToRelease, MirrorText.Share(texts, d.Spec.Plan.Phases[0])),
        DeploymentAction.Promote => Promote(d),
        DeploymentAction.PromoteFully => Text("Consequence.PromoteFully", d.Asked.Canary, Math.Max(0, d.Spec.Plan.Last - d.Phase)),
        DeploymentAction.Pause => Text("Consequence.Pause", d.Asked.Canary),
        DeploymentAction.Resume => Resume(d),
        DeploymentAction.RunHookAgain => Text(d.PreviewRun is null ? "Consequence.RunHookAgain" : "Consequence.RunPreviewCheckAgain", d.Spec.ToRelease),
        DeploymentAction.Extend => Text("Consequence.Extend"),
        DeploymentAction.Approve or DeploymentAction.BreakGlass when d.OpenGate is { Kind: GateKind.Override } gate => Of(gate.Order ?? DeploymentAction.Promote, d),
        DeploymentAction.Reject when d.OpenGate is { Kind: GateKind.Override } => Text("Consequence.DropOrder"),
        DeploymentAction.Withdraw => Text("Consequence.DropOrder"),
        DeploymentAction.Approve when d.OpenGate is { Kind: GateKind.BeforePhase } gate => Text("Consequence.ApprovePhase", d.Asked.Canary, MirrorText.Share(texts, d.Spec.Plan.Phases[gate.Phase])),
        DeploymentAction.Approve when d.OpenGate is { Kind: GateKind.BeforePromotion } => Text("Consequence.PromoteLast", d.Spec.ToRelease),
        DeploymentAction.Approve => Text("Consequence.ApproveRollback", d.Asked.Canary),
        DeploymentAction.Reject when d.OpenGate is { IsOfThePlan: true } gate => Text(gate.EffectiveRule.OnReject == GateEnd.Hold ? "Consequence.RejectHold" : "Consequence.RejectPhase"),
        DeploymentAction.Reject => Text("Consequence.RejectRollback", string.Join(", ", d.OpenGate?.Triggers ?? [])),
        DeploymentAction.AskAgain => Text("Consequence.AskAgain"),
        DeploymentAction.Inquire => Text("Consequence.Inquire"),
        DeploymentAction.Reply => Text("Consequence.Reply"),
        DeploymentAction.Delegate => Text("Consequence.Delegate"),
        DeploymentAction.BreakGlass => Text("Consequence.BreakGlass"),
        DeploymentAction.Abort or DeploymentAction.Cancel when d.Status is Pending => Text("Consequence.Discard"),
        DeploymentAction.Abort or DeploymentAction.Cancel => Back("Consequence.Abort", d),
        DeploymentAction.RollBack when d.Status.IsTerminal => Text("Consequence.GoBack", d.Spec.FromRelease ?? 0),
        DeploymentAction.RollBack => Back("Consequence.RollBack", d),
        DeploymentAction.Retry => Text("Consequence.Retry", d.Spec.ToRelease),
        _ => Text("Consequence.Note"),
    };

    /// <summary>The share of the canary after the order; null when the order does not change it.</summary>
    public static Share? After(DeploymentAction action, Deployment d) => action switch
    {
        DeploymentAction.Promote => d.Phase < d.Spec.Plan.Last ? d.Spec.Plan.Phases[d.Phase + 1].Share : Share.All,
        DeploymentAction.PromoteFully => Share.All,
        DeploymentAction.Approve or DeploymentAction.BreakGlass when d.OpenGate is { Kind: GateKind.BeforePhase } gate => d.Spec.Plan.Phases[gate.Phase].Share,
        DeploymentAction.Approve or DeploymentAction.BreakGlass when d.OpenGate is { Kind: GateKind.BeforePromotion } => Share.All,
        DeploymentAction.Approve or DeploymentAction.BreakGlass when d.OpenGate is { Kind: GateKind.Override } gate => After(gate.Order ?? DeploymentAction.Promote, d),
        DeploymentAction.Approve or DeploymentAction.Abort or DeploymentAction.Cancel => Share.None,
        DeploymentAction.RollBack when !d.Status.IsTerminal => Share.None,
        _ => null,
    };

    private string Promote(Deployment d)
    {
        var next = d.Phase + 1;
        if (d.Phase < 0 || next > d.Spec.Plan.Last)
        {
            return Text("Consequence.PromoteLast", d.Spec.ToRelease);
        }

        var phase = d.Spec.Plan.Phases[next];
        return phase.NeedsApproval
            ? Text("Consequence.PromoteAsks", MirrorText.Share(texts, phase))
            : Text("Consequence.Promote", d.Asked.Canary, MirrorText.Share(texts, phase), Times.Planned(phase.Hold), Watching(d.Spec, phase));
    }

    /// <summary>Limits, and beside stable the comparisons that evidence adds.</summary>
    private static int Watching(DeploymentSpec spec, Phase phase) =>
        spec.Rules.Count + (spec.Analysis is { Mode: AnalysisMode.Evidence } analysis && phase.Share < Share.All
            ? MetricRule.With((analysis.Evidence ?? new()).Metrics).Count(rule => rule.Role != MetricRole.Information)
            : 0);

    private string Resume(Deployment d) => d.HookInDoubt is { } run ? Text(run.Stage == HookStage.Preview ? "Consequence.ResumePreviewCheck" : "Consequence.ResumeHook", d.Spec.ToRelease) : d.Status is Paused { Reason: PauseReason.Step }
        ? Promote(d)
        : d.Clock.DueIn is { } left ? Text("Consequence.ResumeLeft", Times.Length(left)) : Text("Consequence.Resume");

    private string Back(string key, Deployment d) => (d.Stable?.Release ?? d.Spec.FromRelease) is { } stable
        ? Text(key, stable, d.Asked.Canary)
        : Text("Consequence.AbortFirst", d.Spec.ToRelease);

    private string Text(string key, params object[] values) => values.Length == 0 ? texts[key].Value : texts[key, values].Value;
}
