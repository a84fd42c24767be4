using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Incidents;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Dashboard.Replay.Reports;
using Sluice.Domain.Incidents;
using Sluice.Domain.Replay;
using Sluice.Engine.Audit;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>Makes files of incidents. Each enters itself into the audit log before its first byte leaves.</summary>
internal sealed class IncidentExports(ILiveStates live, ReplayReader reader, IncidentReport report, HtmlReports html, IAuditTrail trail, TimeProvider time)
{
    public const string Markdown = "md";
    public const string Json = "json";
    public const string Html = "html";

    public static IReadOnlyList<string> Formats { get; } = [Markdown, Html, Json];

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="hiding">What is replaced too; secrets always are.</param>
    /// <returns>Null when there is no such incident.</returns>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be read, or not be entered into the log; nothing was sent.</exception>
    public async Task<IResult?> MakeAsync(HttpContext http, CurrentActor current, IncidentId id, string format, Hiding hiding, CancellationToken ct)
    {
        if ((await live.FindIncidentsAsync(current.Tenant, ct)).State.Find(id) is not { } whole)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var redaction = hiding.IsNothing
            ? Redaction.OfSecrets
            : Redaction.Of(await ReadAsync(current, whole, Redaction.OfSecrets, ct), hiding, IncidentRedaction.PeopleIn(whole), IncidentRedaction.TextsIn(whole));
        var (incident, records) = (IncidentRedaction.Of(whole, redaction), format == Json ? [] : await ReadAsync(current, whole, redaction, ct));
        var file = Encoding.UTF8.GetBytes(format switch
        {
            Markdown => report.Of(incident, records, now),
            Html => await html.RenderAsync<IncidentHtml, IncidentHtmlView>(new(incident, now, [.. records.Select(record => html.ViewOf(record, hiding, now))])),
            _ => Masking.Of(JsonSerializer.Serialize(IncidentViews.Of(incident), s_json)),
        });
        await trail.RecordAsync(
            new(
                current.Tenant, now, current.Actor.Name, AuditActions.ExportIncident, id.Value, AuditOutcome.Applied, Reason: null, ReviewExports.SourceOf(http),
                http.Connection.RemoteIpAddress?.ToString(), JsonSerializer.Serialize(new { format, deployments = incident.Deployments.Count, people = hiding.PeopleWord, addresses = hiding.AddressesWord })),
            ct);
        http.Response.Headers.CacheControl = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"sluice-{id}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format}");
        return Results.File(file, format switch { Markdown => "text/markdown; charset=utf-8", Html => "text/html; charset=utf-8", _ => "application/json" }, name);
    }

    private async Task<List<ReplayRecord>> ReadAsync(CurrentActor current, Incident incident, Redaction redaction, CancellationToken ct)
    {
        var records = new List<ReplayRecord>();
        foreach (var deployment in incident.Deployments)
        {
            if (await reader.ReadAllAsync(current.Tenant, deployment, ct, redaction.Payload) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }
}
