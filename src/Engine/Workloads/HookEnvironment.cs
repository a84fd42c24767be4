using System.Globalization;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads;

/// <summary>The environment of a pre-deploy command: that of an instance of the release, its own variables over it, and what tells it from an instance.</summary>
internal static class HookEnvironment
{
    /// <summary>Is 1 in a pre-deploy command and nowhere else.</summary>
    public const string Marker = "SLUICE_PRE_DEPLOY";

    /// <param name="environment">Of an instance.</param>
    public static Dictionary<string, string> Over(Dictionary<string, string> environment, Release release, HookRunId run)
    {
        // It serves nobody.
        environment.Remove("PORT");
        foreach (var variable in release.Spec.PreDeploy!.Env.Where(variable => !variable.Name.StartsWith("SLUICE_", StringComparison.Ordinal)))
        {
            environment[variable.Name] = variable.Value;
        }

        environment[Marker] = "1";
        environment["SLUICE_DEPLOYMENT"] = run.Deployment.Value;
        environment["SLUICE_ATTEMPT"] = run.Attempt.ToString(CultureInfo.InvariantCulture);
        return environment;
    }
}
