using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Engine.Commands;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Audit;

/// <summary>The names of what people and rules do besides giving orders.</summary>
public static class AuditActions
{
    public const string SignIn = "sign_in";
    public const string SignOut = "sign_out";
    public const string Export = "export_audit";
    public const string Verify = "verify_audit";
    public const string ExportReview = "export_review";
    public const string ImportReview = "import_review";
    public const string ExportIncident = "export_incident";
    public const string ExportSupport = "export_support";

    /// <summary>What an order is about that pauses or resumes the engine.</summary>
    internal const string Engine = "engine";

    internal const string Delivery = "delivery";
    internal const string Configuration = "configuration";
    internal const string Access = "access";
    internal const string Audit = "audit";

    private const string Advance = "advance";
    private const string OpenGate = "open_gate";
    private const string ExpireGate = "expire_gate";
    private const string DropOrder = "drop_order";
    private const string VoidApprovals = "void_approvals";

    private static readonly HashSet<string> s_delivery =
        new([CommandNames.CreateDeployment, CommandNames.RecordInitial, CommandNames.OpenIncident, CommandNames.ChangeIncident, CommandNames.SetActionItem, CommandNames.CloseIncident, CommandNames.ReopenIncident, CommandNames.StartRollout, CommandNames.CancelRollout, Advance, OpenGate, ExpireGate, DropOrder, VoidApprovals, .. Enum.GetValues<DeploymentAction>().Select(Words.Of)], StringComparer.Ordinal);

    /// <summary>What is neither delivery nor access nor about the log itself changes how the installation works.</summary>
    public static string CategoryOf(string action) => action switch
    {
        Export or ExportReview or ExportIncident or ExportSupport or ImportReview or Verify => Audit,
        _ when s_delivery.Contains(action) => Delivery,
        _ when action.StartsWith("sign_", StringComparison.Ordinal) => Access,
        _ => Configuration,
    };

    /// <summary>The act behind an event that a rule decided; null for what the engine merely saw, and for what follows from a person's order.</summary>
    internal static string? HeadlineOf(DomainEvent @event) => @event switch
    {
        { Origin.By.Kind: ActorKind.Person } => null,
        DeploymentPaused => Words.Of(DeploymentAction.Pause),
        DeploymentResumed => Words.Of(DeploymentAction.Resume),
        GateOpened => OpenGate,
        GateLapsed e => e.Why == GateLapse.Expired ? ExpireGate : DropOrder,
        ApprovalsVoided => VoidApprovals,
        PhaseCompleted => Advance,
        PromotionStarted => Words.Of(DeploymentAction.Promote),
        ReturnStarted => Words.Of(DeploymentAction.RollBack),
        _ => null,
    };

    /// <summary>Why a rule acted.</summary>
    internal static string? ReasonOf(DomainEvent @event) => @event switch
    {
        DeploymentPaused e => e.Why,
        ReturnStarted e => e.Reason,
        GateOpened e => e.Gate.Question,
        GateLapsed { Why: GateLapse.Expired } e => $"Nobody answered {e.GateId} in time.",
        GateLapsed e => $"What {e.GateId} asked about has changed.",
        ApprovalsVoided e => e.Why,
        _ => null,
    };
}
