using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.PlanTemplates;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>What an order about a plan is called, asks and comes to, for people.</summary>
public sealed class PlanText(IStringLocalizer<Texts> texts)
{
    public string Ask(PlanCommand command) => texts[$"TeamPlanAsk.{NameOf(command)}", Facts(command)];

    public string Do(PlanCommand command) => texts[$"TeamPlanDo.{NameOf(command)}", Facts(command)];

    public string Then(PlanCommand command) => texts[$"TeamPlanThen.{NameOf(command)}", Facts(command)];

    public string Done(PlanCommand command) => texts[$"TeamPlanDone.{NameOf(command)}", Facts(command)];

    /// <summary>A number, or that there is none.</summary>
    public string Version(PlanVersion? version) => version is null ? texts["TeamPlans.None"] : texts["TeamPlans.Version", version.Number];

    private static string NameOf(PlanCommand command) => command.GetType().Name;

    private static object[] Facts(PlanCommand command) => [command.Plan, NumberOf(command), command.Plan.Team];

    private static int NumberOf(PlanCommand command) => command switch
    {
        PlanCommand.Approve approve => approve.Version,
        PlanCommand.Reject reject => reject.Version,
        PlanCommand.Withdraw withdraw => withdraw.Version,
        _ => 0,
    };
}
