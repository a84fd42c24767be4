using System.Collections;
using System.Globalization;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// The environment of an instance: the control plane's without what configures the control plane itself, then <c>PORT</c>, then the release's,
/// then the <c>SLUICE_</c> variables, which nothing overrides because instances are found by them.
/// </summary>
internal static class InstanceEnvironment
{
    /// <summary>The variable that carries the instance's id.</summary>
    public const string Marker = "SLUICE_INSTANCE";

    public const string PortPlaceholder = "{port}";

    private static readonly string[] s_ownPrefixes = ["ASPNETCORE_", "DOTNET_LAUNCH", "SLUICE_"];
    private static readonly string[] s_ownNames = ["DOTNET_ENVIRONMENT", "DOTNET_URLS", "DOTNET_CONTENTROOT", "URLS", "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID"];

    public static Dictionary<string, string> For(PlaceKey place, Release release, InstanceRecord record)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!IsOwn((string)variable.Key))
            {
                environment[(string)variable.Key] = (string?)variable.Value ?? string.Empty;
            }
        }

        foreach (var variable in OfRelease(place, release, record.Id, record.Port))
        {
            environment[variable.Key] = variable.Value;
        }

        return environment;
    }

    /// <summary>Without what the control plane has itself.</summary>
    public static Dictionary<string, string> OfRelease(PlaceKey place, Release release, string instance, int port)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = port.ToString(CultureInfo.InvariantCulture) };
        foreach (var variable in release.Spec.Env)
        {
            environment[variable.Name] = WithPort(variable.Value, port);
        }

        environment["SLUICE_SERVICE"] = place.Service.Value;
        environment["SLUICE_ENVIRONMENT"] = place.Environment.Value;
        environment["SLUICE_RELEASE"] = release.Number.ToString(CultureInfo.InvariantCulture);
        environment[Marker] = instance;
        return environment;
    }

    public static string WithPort(string text, int port) =>
        text.Replace(PortPlaceholder, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // Two underscores mark configuration (ConnectionStrings__Sluice, Access__BootstrapToken): secrets that are no business of the instances.
    private static bool IsOwn(string name) =>
        name.Contains("__", StringComparison.Ordinal)
        || s_ownPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || s_ownNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
