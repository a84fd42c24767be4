using System.Text.Json;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;

namespace Sluice.Engine.Commands;

/// <summary>The answer that is kept with a command id, so that a repetition gets the first answer again.</summary>
public static class StoredAnswer
{
    public static string Write(CommandAnswer.Applied answer) =>
        JsonSerializer.Serialize(new Stored(answer.Service.Value, answer.Deployment?.Value, answer.Release, answer.Version, answer.Freeze?.Value, answer.Incident?.Value, answer.Application?.Value), JsonSerializerOptions.Web);

    /// <exception cref="InvalidDataException">It says nothing.</exception>
    public static CommandAnswer.Applied Read(string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, JsonSerializerOptions.Web) ?? throw new InvalidDataException("A stored answer is empty.");
        return new(
            new ServiceName(stored.Service!),
            stored.Deployment is { } id ? new DeploymentId(id) : null,
            stored.Release,
            stored.Version,
            Repeated: true)
        {
            Freeze = stored.Freeze is { } freeze ? new FreezeId(freeze) : null,
            Incident = stored.Incident is { } incident ? new IncidentId(incident) : null,
            Application = stored.Application is { } application ? new ApplicationName(application) : null,
        };
    }

    private sealed record Stored(string? Service, string? Deployment, int? Release, long Version, string? Freeze = null, string? Incident = null, string? Application = null);
}
