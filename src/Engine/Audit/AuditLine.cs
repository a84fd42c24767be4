using System.Globalization;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>One line of the audit log: who did or tried what, why, and what became of it. All names are wire names.</summary>
/// <param name="Link">Its place in the chain of its tenant; lines are ordered by it.</param>
/// <param name="ActorKind"><c>person</c>, <c>policy</c> or <c>engine</c>.</param>
/// <param name="Category"><c>delivery</c>, <c>configuration</c>, <c>access</c> or <c>audit</c>.</param>
/// <param name="Against">The verdict or question that the order overrode.</param>
/// <param name="Diff">What changed, as JSON.</param>
public sealed record AuditLine(
    TenantId Tenant,
    long Link,
    DateTimeOffset At,
    string Actor,
    string ActorKind,
    string? OnBehalfOf,
    string Action,
    string Category,
    string Subject,
    string? Service,
    string? Environment,
    string? Deployment,
    string Outcome,
    string? Reason,
    string Source,
    string? Address,
    long? Seen,
    long? Version,
    string? Against,
    string? Diff)
{
    /// <summary>Null for an event that is no act of its own: what the engine saw, or what followed from an order that has its line.</summary>
    internal static AuditLine? Of(ChainItem item, long link, EventCatalogue catalogue) => item switch
    {
        EntryItem entry => Of(entry, link),
        EventItem @event when Read(@event, catalogue) is { Origin.By: not null } read => Of(@event, read, link),
        _ => null,
    };

    /// <summary>Null for an unknown kind, and for a payload that was spoilt: the chain goes on and the check names it.</summary>
    private static DomainEvent? Read(EventItem stored, EventCatalogue catalogue)
    {
        try
        {
            return catalogue.ReaderOf(stored.Type)?.Read(stored.Data);
        }
        catch (Exception ex) when (ex is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AuditLine Of(EntryItem entry, long link) => new(
        new TenantId(entry.Tenant), link, entry.At, entry.Actor, KindOf(entry.Source), entry.OnBehalfOf, entry.Action, AuditActions.CategoryOf(entry.Action), entry.Subject,
        entry.Service, entry.Environment, entry.Deployment, entry.Outcome, entry.Reason, entry.Source, entry.Address, entry.Seen, entry.Version, Against: null, entry.Diff);

    private static AuditLine? Of(EventItem stored, DomainEvent @event, long link)
    {
        var origin = @event.Origin;
        if ((origin.Order?.Command ?? AuditActions.HeadlineOf(@event)) is not { } action)
        {
            return null;
        }

        var deployment = DeploymentId.OfStream(stored.Stream);
        var freeze = (@event as FreezeEvent.FreezeDeclared)?.Freeze;
        var service = freeze?.Service?.Value ?? ServiceOf(stored.Stream, deployment);
        return new(
            new TenantId(stored.Tenant),
            link,
            origin.At,
            origin.By.Name,
            Words.Of(origin.By.Kind),
            OnBehalfOf: null,
            action,
            AuditActions.CategoryOf(action),
            SubjectOf(@event, deployment?.Value ?? service ?? stored.Stream),
            service,
            @event is DeploymentEvent.DeploymentCreated created ? created.Spec.Environment.Value : freeze?.Environment?.Value,
            deployment?.Value,
            Words.Of(AuditOutcome.Applied),
            origin.Reason ?? AuditActions.ReasonOf(@event),
            origin.Order?.From ?? CommandSource.Engine,
            Address: null,
            origin.Order?.Seen,
            origin.Order?.Version ?? stored.Version,
            origin.Order?.Against,
            DiffOf(@event));
    }

    private static string KindOf(string source) => Words.Of(string.Equals(source, CommandSource.Engine, StringComparison.Ordinal) ? Domain.ActorKind.Engine : Domain.ActorKind.Person);

    // A deployment's id is its service's name and a number.
    private static string? ServiceOf(string stream, DeploymentId? deployment) => deployment is { Value: var id }
        ? id.LastIndexOf('-') is > 0 and var end ? id[..end] : null
        : stream.StartsWith("service-", StringComparison.Ordinal) ? stream["service-".Length..] : null;

    // Of settings and plan templates the log says what they were and what they are; what other events change is a matter of their own pages.
    private static string? DiffOf(DomainEvent @event) => @event switch
    {
        SettingsEvent changed when SettingChange.Of(changed, number: 0) is var change => JsonSerializer.Serialize(new { before = change.Before, after = change.After }),
        PlanEvent plan when PlanChange.Of(plan) is var change => JsonSerializer.Serialize(new { before = change.Before, after = change.After }),
        _ => null,
    };

    private static string SubjectOf(DomainEvent @event, string plain) => @event switch
    {
        ServiceEvent.ReleaseAdded release => string.Create(CultureInfo.InvariantCulture, $"{plain} release {release.Number}"),
        FreezeEvent.FreezeDeclared declared => declared.Freeze.Id.Value,
        FreezeEvent.FreezeLifted lifted => lifted.Id.Value,
        FreezeEvent => AuditActions.Engine,
        IncidentEvent incident => incident.Id.Value,
        ApplicationEvent about => about.Application.Value,
        SettingsEvent changed => SettingChange.Of(changed, number: 0).Subject,
        PlanEvent plan => PlanChange.Of(plan).Subject,
        _ => plain,
    };
}
