using Sluice.Domain.Deployments;

namespace Sluice.Domain.Incidents;

/// <summary>An order about an incident.</summary>
public abstract record IncidentCommand
{
    private IncidentCommand()
    {
    }

    public sealed record Open(string Title, IncidentSeverity Severity, ValueList<DeploymentId> Deployments) : IncidentCommand;

    /// <summary>An order about an incident that there is.</summary>
    public abstract record About(IncidentId Id) : IncidentCommand;

    /// <summary>What is null stays as it is.</summary>
    public sealed record Change(IncidentId Id) : About(Id)
    {
        public string? Title { get; init; }

        public IncidentSeverity? Severity { get; init; }

        public string? Summary { get; init; }

        public ValueList<string>? Participants { get; init; }

        public ValueList<DeploymentId>? Deployments { get; init; }

        /// <summary>The revision that the giver's view was drawn from: what somebody else wrote since is not written over. Null: whatever it is.</summary>
        public int? Seen { get; init; }
    }

    /// <param name="Number">The item to be changed; null for a new one.</param>
    public sealed record SetItem(IncidentId Id, int? Number, string Text, string? Owner, DateOnly? Due, bool IsDone) : About(Id);

    public sealed record Close(IncidentId Id) : About(Id);

    public sealed record Reopen(IncidentId Id) : About(Id);
}
