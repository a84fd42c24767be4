using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>What pages and reports say of incidents.</summary>
internal sealed class IncidentWords(IStringLocalizer<Texts> texts, TimeProvider time)
{
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public static IReadOnlyList<KeyValuePair<string, string>> Severities(IStringLocalizer<Texts> texts) =>
        [.. Enum.GetValues<IncidentSeverity>().Select(severity => KeyValuePair.Create(severity.ToString(), texts[$"IncidentSeverity.{severity}"].Value))];

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>How many action items are left, and how many of them are late.</summary>
    public string Left(Incident incident)
    {
        var late = incident.Items.Count(item => item.IsOverdue(Today));
        return incident.Items.Count == 0 ? "–" : late > 0 ? texts["Incidents.LeftLate", incident.ItemsLeft, incident.Items.Count, late] : texts["Incidents.LeftOf", incident.ItemsLeft, incident.Items.Count];
    }

    public string StateOf(ActionItem item) => texts[item.IsDone ? "ActionItem.Done" : item.IsOverdue(Today) ? "ActionItem.Late" : "ActionItem.Open"];

    public string History(Incident incident) => incident.Closed is { } end
        ? texts["Incidents.ClosedBy", incident.OpenedBy, Deployments.Times.Full(incident.OpenedAt), end.By, Deployments.Times.Full(end.At)]
        : texts["Incidents.OpenedBy", incident.OpenedBy, Deployments.Times.Full(incident.OpenedAt)];
}
