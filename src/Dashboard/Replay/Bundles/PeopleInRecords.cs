using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>Where records name people.</summary>
internal static class PeopleInRecords
{
    /// <summary>Who acted, and who stands in a field for people, in the order in which they come.</summary>
    public static IEnumerable<string> Acting(ReplayRecord record) => record.History.Events.Select(e => e.Event?.Origin.By)
        .Concat(record.Services.Events.Select(e => e.Event?.Origin.By))
        .Where(by => by is { Kind: ActorKind.Person }).Select(by => by!.Name)
        .Concat(record.History.Events.Select(e => e.Event).SelectMany(Named))
        .Concat(record.Services.Events.SelectMany(e => e.Event is ServiceEvent.ProfileChanged { Profile.Owners: var owners } ? owners : []));

    /// <summary>What people wrote, in which they may have named others.</summary>
    public static IEnumerable<string> Texts(DomainEvent @event) => new[]
    {
        @event.Origin.Reason,
        @event switch
        {
            DeploymentEvent.NoteAdded e => e.Text,
            DeploymentEvent.GateInquired e => e.Text,
            DeploymentEvent.GateReplied e => e.Text,
            DeploymentEvent.ReasonSettled e => e.Text,
            DeploymentEvent.BrokenGateReviewed e => e.Text,
            ServiceEvent.ReleaseAdded e => e.Spec.Notes,
            _ => null,
        },
    }.OfType<string>();

    private static IEnumerable<string> Named(DeploymentEvent? @event) => @event switch
    {
        DeploymentEvent.GateDelegated e => [e.To],
        DeploymentEvent.ApprovalsVoided e => e.Of,
        _ => [],
    };
}
