using System.Text.Json;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Sluice.Dashboard.Audit;

/// <summary>Begins exports: each enters itself into the log before its first byte leaves.</summary>
internal sealed class AuditExports(IAuditLog log, IAuditTrail trail, TimeProvider time, IOptions<JsonOptions> json)
{
    /// <param name="format"><see cref="AuditExport.Csv"/> or <see cref="AuditExport.Json"/>.</param>
    /// <exception cref="Engine.Store.StoreUnavailableException">The log cannot be read; nothing was sent.</exception>
    public async Task<IResult> BeginAsync(HttpContext http, CurrentActor current, AuditFilter filter, string format, CancellationToken ct)
    {
        // The first lines are fetched before anything is sent, so that a log that cannot be read is an answer and not a broken file.
        var lines = log.ExportAsync(current.Tenant, filter, ct).GetAsyncEnumerator(ct);
        try
        {
            var any = await lines.MoveNextAsync();
            var now = time.GetUtcNow();
            await trail.RecordAsync(
                new(
                    current.Tenant, now, current.Actor.Name, AuditActions.Export, "audit log", AuditOutcome.Applied, Reason: null, SourceOf(http), http.Connection.RemoteIpAddress?.ToString(),
                    JsonSerializer.Serialize(new { format, query = http.Request.QueryString.Value })),
                ct);
            return new AuditExport(lines, any, format, now, json.Value.SerializerOptions);
        }
        catch
        {
            await lines.DisposeAsync();
            throw;
        }
    }

    private static string SourceOf(HttpContext http) =>
        string.Equals(http.User.Identity?.AuthenticationType, Schemes.Token, StringComparison.Ordinal) ? CommandSource.Api : CommandSource.Ui;
}
