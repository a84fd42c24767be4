using System.Globalization;
using Sluice.Domain.Hooks;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads;

/// <summary>The environment of a command of a deployment: that of an instance of the release, its own variables over it, and what tells it from an instance.</summary>
internal static class HookEnvironment
{
    /// <summary>Is 1 in a pre-deploy command and nowhere else.</summary>
    public const string Marker = "SLUICE_PRE_DEPLOY";

    /// <summary>Is 1 in a check on the preview and nowhere else.</summary>
    public const string PreviewMarker = "SLUICE_PREVIEW_CHECK";

    /// <summary>Where each instance of the preview answers, with commas between them; and the first one alone.</summary>
    public const string PreviewUrls = "SLUICE_PREVIEW_URLS";
    public const string PreviewUrl = "SLUICE_PREVIEW_URL";

    /// <param name="environment">Of an instance.</param>
    /// <param name="preview">Addresses as the command can reach them.</param>
    public static Dictionary<string, string> Over(Dictionary<string, string> environment, HookOrder order, IReadOnlyList<string> preview)
    {
        // It serves nobody.
        environment.Remove("PORT");
        foreach (var variable in order.Command.Env.Where(variable => !variable.Name.StartsWith("SLUICE_", StringComparison.Ordinal)))
        {
            environment[variable.Name] = variable.Value;
        }

        environment[order.Run.Stage == HookStage.Preview ? PreviewMarker : Marker] = "1";
        environment["SLUICE_DEPLOYMENT"] = order.Run.Deployment.Value;
        environment["SLUICE_ATTEMPT"] = order.Run.Attempt.ToString(CultureInfo.InvariantCulture);
        if (preview is [var first, ..])
        {
            environment[PreviewUrl] = first;
            environment[PreviewUrls] = string.Join(',', preview);
        }

        return environment;
    }
}
