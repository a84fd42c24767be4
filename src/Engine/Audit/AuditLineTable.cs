using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>Lines in their table.</summary>
internal static class AuditLineTable
{
    public const string Columns =
        "tenant_id, link, at, actor, actor_kind, on_behalf_of, action, category, object, service, environment, deployment, outcome, reason, source, address, seen, version, against, diff";

    public static async Task CopyAsync(IEnumerable<AuditLine> lines, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"copy sluice_audit_line ({Columns}) from stdin (format binary)", ct);
        foreach (var line in lines)
        {
            await writer.StartRowAsync(ct);
            await writer.WriteAsync(line.Tenant.Value, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(line.Link, NpgsqlDbType.Bigint, ct);
            await writer.WriteAsync(line.At, NpgsqlDbType.TimestampTz, ct);
            foreach (var text in (string?[])[line.Actor, line.ActorKind, line.OnBehalfOf, line.Action, line.Category, line.Subject, line.Service, line.Environment, line.Deployment, line.Outcome, line.Reason, line.Source, line.Address])
            {
                await TextAsync(writer, text, ct);
            }

            await NumberAsync(writer, line.Seen, ct);
            await NumberAsync(writer, line.Version, ct);
            await TextAsync(writer, line.Against, ct);
            await TextAsync(writer, line.Diff, ct);
        }

        await writer.CompleteAsync(ct);
    }

    public static AuditLine Read(NpgsqlDataReader row) => new(
        new TenantId(row.GetString(0)), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4), Text(row, 5), row.GetString(6), row.GetString(7), row.GetString(8),
        Text(row, 9), Text(row, 10), Text(row, 11), row.GetString(12), Text(row, 13), row.GetString(14), Text(row, 15), row.GetFieldValue<long?>(16), row.GetFieldValue<long?>(17), Text(row, 18), Text(row, 19));

    private static Task TextAsync(NpgsqlBinaryImporter writer, string? text, CancellationToken ct) =>
        text is null ? writer.WriteNullAsync(ct) : writer.WriteAsync(text, NpgsqlDbType.Text, ct);

    private static Task NumberAsync(NpgsqlBinaryImporter writer, long? number, CancellationToken ct) =>
        number is { } value ? writer.WriteAsync(value, NpgsqlDbType.Bigint, ct) : writer.WriteNullAsync(ct);

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
