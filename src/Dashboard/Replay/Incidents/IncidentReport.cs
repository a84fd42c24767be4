using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Replay.Reports;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>An incident for people, in Markdown, followed by the report of each of its deployments. What people wrote stays text: nothing in it becomes markup.</summary>
internal sealed class IncidentReport(IStringLocalizer<Texts> texts, IncidentWords words, MarkdownReport deployments)
{
    public string Of(Incident incident, IReadOnlyList<ReplayRecord> records, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {incident.Id}: {MarkdownReport.Plain(incident.Title)}\n\n{texts["Report.Made", Times.Full(now)]}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{texts[$"IncidentSeverity.{incident.Severity}"]} · {texts[$"IncidentStatus.{incident.Status}"]} · {MarkdownReport.Plain(words.History(incident))}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{texts["Incidents.Deployments"]}: {string.Join(", ", incident.Deployments)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{texts["Incidents.Participants"]}: {(incident.Participants.Count > 0 ? MarkdownReport.Plain(string.Join(", ", incident.Participants)) : "–")}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"## {texts["Incidents.Summary"]}\n\n{MarkdownReport.Plain(incident.Summary.Length > 0 ? incident.Summary : texts["Incidents.NoSummary"])}\n\n");
        AddItems(text, incident);
        foreach (var record in records)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n---\n\n{deployments.Of(record, now)}");
        }

        return text.ToString();
    }

    private void AddItems(StringBuilder text, Incident incident)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {texts["ActionItem.Title"]}\n\n");
        if (incident.Items.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{texts["ActionItem.None"]}\n");
            return;
        }

        MarkdownReport.Row(text, "#", texts["ActionItem.Text"], texts["ActionItem.Owner"], texts["ActionItem.Due"], texts["Incidents.Status"]);
        MarkdownReport.Rule(text, 5);
        foreach (var item in incident.Items)
        {
            MarkdownReport.Row(
                text, item.Number.ToString(CultureInfo.InvariantCulture), item.Text, item.Owner ?? "–", item.Due is { } due ? IncidentWords.Day(due) : "–", words.StateOf(item));
        }
    }
}
