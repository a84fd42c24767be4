using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Settings;

namespace Sluice.Engine.Commands;

/// <summary>The wire names of orders, as recorded.</summary>
internal static class CommandNames
{
    public const string DeclareService = "declare_service";
    public const string DescribeService = "describe_service";
    public const string AddRelease = "add_release";
    public const string CreateDeployment = "create_deployment";
    public const string DeclareFreeze = "declare_freeze";
    public const string LiftFreeze = "lift_freeze";
    public const string PauseEngine = "pause_engine";
    public const string ResumeEngine = "resume_engine";
    public const string OpenIncident = "open_incident";
    public const string ChangeIncident = "change_incident";
    public const string SetActionItem = "set_action_item";
    public const string CloseIncident = "close_incident";
    public const string ReopenIncident = "reopen_incident";
    public const string PostBanner = "post_banner";
    public const string RemoveBanner = "remove_banner";
    public const string ChooseTheme = "choose_theme";
    public const string ShareView = "share_view";
    public const string WithdrawView = "withdraw_view";
    public const string ProposePlan = "propose_plan";
    public const string ApprovePlan = "approve_plan";
    public const string RejectPlan = "reject_plan";
    public const string WithdrawPlan = "withdraw_plan";
    public const string ChooseDefaultPlan = "choose_default_plan";
    public const string DropDefaultPlan = "drop_default_plan";
    public const string RetirePlan = "retire_plan";
    public const string StartRollout = "start_rollout";
    public const string CancelRollout = "cancel_rollout";
    public const string RecordInitial = "record_initial";
    public const string Retry = "retry";
    public const string RollBack = "roll_back";

    public static string Of(IncidentCommand command) => command switch
    {
        IncidentCommand.Open => OpenIncident,
        IncidentCommand.Change => ChangeIncident,
        IncidentCommand.SetItem => SetActionItem,
        IncidentCommand.Close => CloseIncident,
        _ => ReopenIncident,
    };

    public static string Of(SettingsCommand command) => command switch
    {
        SettingsCommand.PostBanner => PostBanner,
        SettingsCommand.RemoveBanner => RemoveBanner,
        SettingsCommand.ChooseTheme => ChooseTheme,
        SettingsCommand.ShareView => ShareView,
        _ => WithdrawView,
    };

    public static string Of(PlanCommand command) => command switch
    {
        PlanCommand.Propose => ProposePlan,
        PlanCommand.Approve => ApprovePlan,
        PlanCommand.Reject => RejectPlan,
        PlanCommand.Withdraw => WithdrawPlan,
        PlanCommand.MakeDefault => ChooseDefaultPlan,
        PlanCommand.DropDefault => DropDefaultPlan,
        _ => RetirePlan,
    };

    /// <returns>Null for a signal, which nobody ordered.</returns>
    public static string? Of(ApplicationCommand command) => command switch
    {
        ApplicationCommand.Start => StartRollout,
        ApplicationCommand.Cancel => CancelRollout,
        _ => null,
    };

    /// <returns>Null for a signal, which nobody ordered.</returns>
    public static string? Of(DeploymentCommand command) => command is DeploymentCommand.Order order ? Words.Of(order.Action) : null;
}
