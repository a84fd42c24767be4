using Sluice.Dashboard.Replay.Reports;
using Sluice.Domain.Incidents;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>What the report of an incident in HTML shows: the incident, then each of its deployments.</summary>
public sealed record IncidentHtmlView(Incident Incident, DateTimeOffset MadeAt, IReadOnlyList<HtmlReportView> Deployments);
