using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Replay;

/// <summary>Makes files of what was recorded. Each enters itself into the audit log before its first byte leaves.</summary>
internal sealed class ReviewExports(ReplayReader reader, ReviewBundle bundle, ReviewReport report, IAuditTrail trail, TimeProvider time)
{
    public const string Json = "json";
    public const string Markdown = "md";

    /// <returns>Null when there is no such deployment.</returns>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be read, or not be entered into the log; nothing was sent.</exception>
    public async Task<IResult?> MakeAsync(HttpContext http, CurrentActor current, DeploymentId id, string format, CancellationToken ct)
    {
        if (await reader.ReadAllAsync(current.Tenant, id, ct) is not { } record)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var text = format == Json ? await bundle.OfAsync(record, now, ct) : report.Of(record, now);
        await trail.RecordAsync(
            new(
                current.Tenant, now, current.Actor.Name, AuditActions.ExportReview, id.Value, AuditOutcome.Applied, Reason: null, SourceOf(http), http.Connection.RemoteIpAddress?.ToString(),
                JsonSerializer.Serialize(new { format, events = record.History.Events.Count }))
            {
                Deployment = id.Value,
                Service = record.History.Last?.Spec.Service.Value,
                Environment = record.History.Last?.Spec.Environment.Value,
            },
            ct);
        http.Response.Headers.CacheControl = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"sluice-{id}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format}");
        return Results.File(Encoding.UTF8.GetBytes(text), format == Json ? "application/json" : "text/markdown; charset=utf-8", name);
    }

    private static string SourceOf(HttpContext http) =>
        string.Equals(http.User.Identity?.AuthenticationType, Schemes.Token, StringComparison.Ordinal) ? CommandSource.Api : CommandSource.Ui;
}
