using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.PlanTemplates;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>What an order about a plan is called, asks and comes to, for people.</summary>
public sealed class PlanText(IStringLocalizer<Texts> texts)
{
    public string Ask(PlanCommand command) => Of("TeamPlans.Ask", command);

    public string Do(PlanCommand command) => Of("TeamPlans.Do", command);

    public string Then(PlanCommand command) => Of("TeamPlans.Then", command);

    public string Done(PlanCommand command) => Of("TeamPlans.Done", command);

    /// <summary>A number, or that there is none.</summary>
    public string Version(PlanVersion? version) => version is null ? texts["TeamPlans.None"] : texts["TeamPlans.Version", version.Number];

    private string Of(string prefix, PlanCommand command) => texts[$"{prefix}.{command.GetType().Name}", command.Plan, NumberOf(command), command.Plan.Team];

    private static int NumberOf(PlanCommand command) => command switch
    {
        PlanCommand.Approve approve => approve.Version,
        PlanCommand.Reject reject => reject.Version,
        PlanCommand.Withdraw withdraw => withdraw.Version,
        _ => 0,
    };
}
