using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Rollbacks;

namespace Sluice.Dashboard.Deployments;

/// <summary>What a failing verdict does, as people read it.</summary>
internal static class RollbackText
{
    public static string Of(IStringLocalizer<Texts> texts, RollbackPolicy policy) => policy switch
    {
        { Enabled: false } => texts["Plan.NeverBack"],
        { Asks: true, WhileWaiting: WhileWaiting.Shed } => texts["Plan.AsksShed"],
        { Asks: true } => texts["Plan.Asks"],
        _ => texts["Plan.Automatic"],
    };
}
