using System.Text.Json.Serialization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;

namespace Sluice.Domain.Incidents;

/// <summary>A fact about the incidents of a tenant.</summary>
public abstract record IncidentEvent : DomainEvent
{
    private IncidentEvent()
    {
    }

    /// <summary>The incident that it is about.</summary>
    public abstract IncidentId Id { get; init; }

    /// <summary>Who opened it is in the origin.</summary>
    public sealed record IncidentOpened(IncidentId Id, string Title, IncidentSeverity Severity, ValueList<DeploymentId> Deployments) : IncidentEvent;

    /// <summary>What is null stayed as it was.</summary>
    public sealed record IncidentChanged(IncidentId Id) : IncidentEvent
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Title { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IncidentSeverity? Severity { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Summary { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ValueList<string>? Participants { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ValueList<DeploymentId>? Deployments { get; init; }
    }

    /// <summary>A new action item, or what became of an old one.</summary>
    public sealed record ActionItemSet(IncidentId Id, ActionItem Item) : IncidentEvent;

    /// <summary>Who closed it and why is in the origin.</summary>
    public sealed record IncidentClosed(IncidentId Id) : IncidentEvent;

    public sealed record IncidentReopened(IncidentId Id) : IncidentEvent;
}
