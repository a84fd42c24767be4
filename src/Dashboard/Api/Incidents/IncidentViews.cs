using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Api.Incidents;

/// <summary>From an incident to what the wire shows of it.</summary>
internal static class IncidentViews
{
    public static IncidentView Of(Incident incident) => new(
        incident.Id.Value,
        incident.Title,
        Words.Of(incident.Severity),
        Words.Of(incident.Status),
        [.. incident.Deployments.Select(id => id.Value)],
        incident.Summary,
        incident.Participants,
        [.. incident.Items.Select(item => new ActionItemView(item.Number, item.Text, item.Owner, item.Due, item.IsDone))],
        incident.OpenedBy.Name,
        incident.OpenedAt,
        incident.Closed is { } end ? new(end.By.Name, end.At, end.Reason) : null,
        incident.Revision);
}
