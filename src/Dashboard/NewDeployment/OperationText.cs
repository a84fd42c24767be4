using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Rolling;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A planned step in words.</summary>
internal static class OperationText
{
    public static string Of(IStringLocalizer<Texts> texts, Operation operation) => operation.Kind switch
    {
        OperationKind.RunHook => texts["Operation.RunHook", operation.Release],
        OperationKind.CheckPreview => texts["Operation.CheckPreview", operation.Release],
        OperationKind.Start => texts[operation.Instances == 1 ? "Operation.StartOne" : "Operation.Start", operation.Release, operation.Instances],
        OperationKind.Stop => texts[operation.Instances == 1 ? "Operation.StopOne" : "Operation.Stop", operation.Release, operation.Instances],
        OperationKind.Copy => texts["Operation.Copy", operation.Release, operation.Share!.Value],
        _ => texts["Operation.Shift", operation.Release, operation.Share!.Value],
    };
}
