using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Dashboard.Replay.Reports;
using Sluice.Domain.Deployments;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Replay;

/// <summary>Makes files of what was recorded. Each enters itself into the audit log before its first byte leaves.</summary>
internal sealed class ReviewExports(ReplayReader reader, BundleWriter bundle, MarkdownReport markdown, HtmlReports html, IAuditTrail trail, TimeProvider time)
{
    public const string Json = "json";
    public const string Markdown = "md";
    public const string Html = "html";
    public const string Csv = "csv";

    public static IReadOnlyList<string> Formats { get; } = [Json, Html, Markdown, Csv];

    /// <summary>As keys of texts are written.</summary>
    public static string NameOf(string format) => char.ToUpperInvariant(format[0]) + format[1..];

    /// <param name="hiding">What is replaced too; secrets always are.</param>
    /// <returns>Null when there is no such deployment.</returns>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be read, or not be entered into the log; nothing was sent.</exception>
    public async Task<IResult?> MakeAsync(HttpContext http, CurrentActor current, DeploymentId id, string format, Hiding hiding, CancellationToken ct)
    {
        var redaction = Redaction.OfSecrets;
        if (!hiding.IsNothing)
        {
            if (await reader.ReadAllAsync(current.Tenant, id, ct) is not { } whole)
            {
                return null;
            }

            redaction = Redaction.Of([whole], hiding);
        }

        if (await reader.ReadAllAsync(current.Tenant, id, ct, redaction.Payload) is not { } record)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var file = format switch
        {
            Json => await bundle.OfAsync(record, redaction, now, ct),
            Html => Encoding.UTF8.GetBytes(await html.OfAsync(record, hiding, now)),
            Csv => Encoding.UTF8.GetBytes(SampleCsv.Of(record)),
            _ => Encoding.UTF8.GetBytes(markdown.Of(record, now)),
        };
        await trail.RecordAsync(
            new(
                current.Tenant, now, current.Actor.Name, AuditActions.ExportReview, id.Value, AuditOutcome.Applied, Reason: null, SourceOf(http), http.Connection.RemoteIpAddress?.ToString(),
                JsonSerializer.Serialize(new { format, events = record.History.Events.Count, people = hiding.PeopleWord, addresses = hiding.AddressesWord }))
            {
                Deployment = id.Value,
                Service = record.History.Last?.Spec.Service.Value,
                Environment = record.History.Last?.Spec.Environment.Value,
            },
            ct);
        http.Response.Headers.CacheControl = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"sluice-{id}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format}");
        return Results.File(file, TypeOf(format), name);
    }

    private static string TypeOf(string format) => format switch
    {
        Json => "application/json",
        Html => "text/html; charset=utf-8",
        Csv => "text/csv; charset=utf-8",
        _ => "text/markdown; charset=utf-8",
    };

    internal static string SourceOf(HttpContext http) =>
        string.Equals(http.User.Identity?.AuthenticationType, Schemes.Token, StringComparison.Ordinal) ? CommandSource.Api : CommandSource.Ui;
}
