using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What people gathered about something that went wrong.</summary>
/// <param name="Severity"><c>minor</c>, <c>major</c> or <c>critical</c>.</param>
/// <param name="Status"><c>open</c> or <c>closed</c>.</param>
/// <param name="Summary">Markdown; empty while nobody wrote one.</param>
/// <param name="Revision">Grows with each order about it.</param>
public sealed record IncidentView(
    string Id,
    string Title,
    string Severity,
    string Status,
    IReadOnlyList<string> Deployments,
    string Summary,
    IReadOnlyList<string> Participants,
    IReadOnlyList<ActionItemView> ActionItems,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    IncidentEndView? Closed,
    int Revision);

/// <param name="Due">The last day for it.</param>
public sealed record ActionItemView(int Number, string Text, string? Owner, DateOnly? Due, bool Done);

public sealed record IncidentEndView(string By, DateTimeOffset At, string? Reason);

/// <summary>What became of an order about an incident.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
public sealed record IncidentOutcomeView(string Effect, string? Why, IncidentView? Incident);

/// <summary>An incident to open.</summary>
public sealed record IncidentBody(
    [property: Description("One line, at most 200 characters.")] string Title,
    [property: Description("minor, major or critical.")] string Severity,
    [property: Description("1 to 8 ids of deployments, such as checkout-12.")] IReadOnlyList<string> Deployments,
    string? Reason,
    string? CommandId);

/// <summary>What is left out stays as it is.</summary>
public sealed record IncidentChangeBody(
    string? Title,
    string? Severity,
    [property: Description("Markdown, at most 10,000 characters.")] string? Summary,
    [property: Description("At most 50 names.")] IReadOnlyList<string>? Participants,
    IReadOnlyList<string>? Deployments,
    [property: Description("The revision that your view was drawn from: with it, what somebody else wrote since is not written over.")] int? Seen,
    string? Reason,
    string? CommandId);

/// <summary>An action item as it is to be.</summary>
public sealed record ActionItemBody(
    [property: Description("One line, at most 500 characters.")] string Text,
    [property: Description("Who sees to it.")] string? Owner,
    [property: Description("The last day for it, such as 2026-12-24.")] DateOnly? Due,
    bool? Done,
    string? Reason,
    string? CommandId);

/// <summary>Closes or reopens an incident.</summary>
public sealed record IncidentEndBody([property: Description("Why, at most 2,000 characters; recorded.")] string? Reason, string? CommandId);
