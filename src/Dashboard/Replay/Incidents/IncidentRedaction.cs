using Sluice.Dashboard.Replay.Bundles;
using Sluice.Domain;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>An incident without what is to be left out of an export.</summary>
internal static class IncidentRedaction
{
    /// <summary>Everybody whom it names in a field of its own.</summary>
    public static IEnumerable<string> PeopleIn(Incident incident) =>
    [
        incident.OpenedBy.Name, .. incident.Participants, .. incident.Items.Select(item => item.Owner).OfType<string>(),
        .. incident.Closed is { } end ? [end.By.Name] : Array.Empty<string>(),
    ];

    /// <summary>What people wrote about it.</summary>
    public static IEnumerable<string> TextsIn(Incident incident) =>
        [incident.Title, incident.Summary, .. incident.Items.Select(item => item.Text), .. incident.Closed?.Reason is { } reason ? [reason] : Array.Empty<string>()];

    public static Incident Of(Incident incident, Redaction redaction)
    {
        return incident with
        {
            Title = redaction.Text(incident.Title),
            Summary = redaction.Text(incident.Summary),
            OpenedBy = Of(incident.OpenedBy),
            Participants = incident.Participants.Select(redaction.Text).ToValueList(),
            Items = incident.Items.Select(item => item with { Text = redaction.Text(item.Text), Owner = item.Owner is { } owner ? redaction.Text(owner) : null }).ToValueList(),
            Closed = incident.Closed is { } end ? end with { By = Of(end.By), Reason = end.Reason is { } reason ? redaction.Text(reason) : null } : null,
        };

        Actor Of(Actor by) => by with { Name = redaction.Text(by.Name) };
    }
}
