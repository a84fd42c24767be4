using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Api.Audit;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Audit;

/// <summary>Lines on their way into a file, one page in memory at a time.</summary>
/// <param name="any">Whether the first line was there; the enumerator stands on it.</param>
internal sealed class AuditExport(IAsyncEnumerator<AuditLine> lines, bool any, string format, DateTimeOffset at, JsonSerializerOptions json) : IResult
{
    public const string Csv = "csv";
    public const string Json = "json";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (lines)
        {
            var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
            var name = string.Create(CultureInfo.InvariantCulture, $"sluice-audit-{at.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format}");
            response.ContentType = format == Csv ? "text/csv; charset=utf-8; header=present" : "application/json";
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            response.Headers.CacheControl = "no-store";
            await using var writer = new StreamWriter(response.Body, s_utf8, bufferSize: 16 * 1024, leaveOpen: true);
            await (format == Csv ? WriteCsvAsync(writer, ct) : WriteJsonAsync(writer, ct));
        }
    }

    private async Task WriteCsvAsync(StreamWriter writer, CancellationToken ct)
    {
        await writer.WriteAsync(AuditCsv.Header.AsMemory(), ct);
        for (var more = any; more; more = await lines.MoveNextAsync())
        {
            await writer.WriteAsync(AuditCsv.Of(lines.Current).AsMemory(), ct);
        }
    }

    private async Task WriteJsonAsync(StreamWriter writer, CancellationToken ct)
    {
        var before = "[\n";
        for (var more = any; more; more = await lines.MoveNextAsync())
        {
            await writer.WriteAsync((before + JsonSerializer.Serialize(AuditItems.Of(lines.Current), json)).AsMemory(), ct);
            before = ",\n";
        }

        await writer.WriteAsync((any ? "\n]\n" : "[]\n").AsMemory(), ct);
    }
}
