using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary>Answers from the gate read model's table, each question in one round trip.</summary>
internal sealed class GateQueries(NpgsqlDataSource database, TimeProvider time) : IGateQueries
{
    private const string Columns =
        """
        select deployment, gate, number, service, environment, kind, status, phase, from_release, to_release, from_share, to_share, question, asked_by, asked_at, expires_at,
            quorum, groups, voters, decided_by, decided_at, comment, evidence, incident, review_due_at, reviewed_by
        """;

    /// <summary>Each list has an index of its own in exactly its order.</summary>
    internal static GateListing Listing(GateList list) => list switch
    {
        GateList.Open => new("decided_at is null", "asked_at", Descending: false, row => row.AskedAt),
        GateList.Decided => new($"decided_at is not null and kind <> '{GateEntry.MissingReason}'", "decided_at", Descending: true, row => row.DecidedAt!.Value),
        _ => new("review_due_at is not null and reviewed_by is null", "review_due_at", Descending: false, row => row.ReviewDueAt!.Value),
    };

    public async Task<Page<GateRow>> ListAsync(TenantId tenant, GateList list, string? cursor, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var listing = Listing(list);
        var after = cursor is null ? (PageCursor?)null : PageCursor.Parse(cursor);
        var since = list == GateList.Decided ? time.GetUtcNow() - IGateQueries.DecidedWithin : (DateTimeOffset?)null;
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { listing.Count(tenant, since), listing.Rows(Columns, tenant, since, after, limit + 1) } };
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var total = reader.GetInt64(0);
            await reader.NextResultAsync(ct);
            var rows = new List<GateRow>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add(Read(reader));
            }

            // One more than asked for tells whether there is a next page.
            if (rows.Count <= limit)
            {
                return new(rows, NextCursor: null, total);
            }

            rows.RemoveAt(limit);
            return new(rows, new PageCursor(listing.At(rows[^1]), rows[^1].Id).ToString(), total);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    public async Task<GateRow?> FindAsync(TenantId tenant, DeploymentId deployment, string gate, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(Columns + " from sluice_gate where tenant_id = $1 and id = $2");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{deployment}:{gate}" });
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? Read(reader) : null;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    private static GateRow Read(NpgsqlDataReader row) => new(
        DeploymentId.From(row.GetString(0)), row.GetString(1), row.GetInt32(2), ServiceName.From(row.GetString(3)), EnvironmentName.From(row.GetString(4)),
        row.GetString(5), row.GetString(6), row.GetInt32(7), row.GetFieldValue<int?>(8), row.GetInt32(9), row.GetDecimal(10), row.GetDecimal(11),
        row.GetString(12), Text(row, 13), row.GetFieldValue<DateTimeOffset>(14), row.GetFieldValue<DateTimeOffset?>(15),
        row.GetInt32(16), row.GetFieldValue<string[]>(17).ToValueList(), row.GetFieldValue<string[]>(18).ToValueList(),
        Text(row, 19), row.GetFieldValue<DateTimeOffset?>(20), Text(row, 21), Text(row, 22), Text(row, 23), row.GetFieldValue<DateTimeOffset?>(24), Text(row, 25));

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
