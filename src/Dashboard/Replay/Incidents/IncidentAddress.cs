using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>What stands in the address of a collection: ids of deployments, with commas between them.</summary>
internal static class IncidentAddress
{
    public static string Of(Incident incident) => $"/incidents/{incident.Id}";

    public static IReadOnlyList<string> Names(string? text) => [.. Split(text).Distinct(StringComparer.Ordinal).Take(IncidentRules.MostDeployments)];

    /// <summary>As people type them: what is too much or wrong is for the rules to say.</summary>
    public static ValueList<DeploymentId> Ids(string? text) => Split(text).Select(DeploymentId.From).ToValueList();

    public static string[] Split(string? text) => (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
