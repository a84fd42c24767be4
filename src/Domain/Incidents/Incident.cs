using Sluice.Domain.Deployments;

namespace Sluice.Domain.Incidents;

/// <summary>How much an incident hurt, as people judge it.</summary>
public enum IncidentSeverity
{
    Minor,
    Major,
    Critical,
}

public enum IncidentStatus
{
    Open,
    Closed,
}

/// <summary>What people gathered about something that went wrong: the deployments concerned, what happened, and what is to be done.</summary>
public sealed record Incident(IncidentId Id, string Title, IncidentSeverity Severity, ValueList<DeploymentId> Deployments, Actor OpenedBy, DateTimeOffset OpenedAt)
{
    /// <summary>Markdown; empty while nobody wrote one.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>Names as people write them.</summary>
    public ValueList<string> Participants { get; init; } = [];

    /// <summary>By their numbers.</summary>
    public ValueList<ActionItem> Items { get; init; } = [];

    /// <summary>Null while it is open.</summary>
    public IncidentEnd? Closed { get; init; }

    /// <summary>Grows by one with each event about it.</summary>
    public int Revision { get; init; } = 1;

    public IncidentStatus Status => Closed is null ? IncidentStatus.Open : IncidentStatus.Closed;

    public int ItemsLeft => Items.Count(item => !item.IsDone);
}

/// <summary>Something to be done so that it does not happen again.</summary>
/// <param name="Number">Within its incident, from 1.</param>
/// <param name="Owner">Who sees to it; null: nobody yet.</param>
/// <param name="Due">The last day for it.</param>
public sealed record ActionItem(int Number, string Text, string? Owner, DateOnly? Due, bool IsDone)
{
    public bool IsOverdue(DateOnly today) => !IsDone && Due < today;
}

/// <summary>Who closed an incident.</summary>
public sealed record IncidentEnd(Actor By, DateTimeOffset At, string? Reason);
