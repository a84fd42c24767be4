using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Access;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Access;

/// <summary>Looks at the number first, and reads the rows in the same snapshot of the database when it has moved.</summary>
internal sealed class PostgresAccessReader(NpgsqlDataSource database) : IAccessReader
{
    public Task<AccessRows?> ReadAsync(long since, CancellationToken ct) => RunAsync(async () =>
    {
        await using (var look = database.CreateCommand("select number from sluice_access_change"))
        {
            if (await look.ExecuteScalarAsync(ct) is long number && number == since)
            {
                return null;
            }
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("select number from sluice_access_change"),
                new($"select {AccountRow.Columns} from sluice_account order by tenant_id, name"),
                new("select id, tenant_id, name, hash, grants, created_at, expires_at, created_by, owner, revoked_at, last_used_at from sluice_api_token order by created_at, id"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var found = reader.GetInt64(0);
        return (AccessRows?)new AccessRows(found, await NextAsync(reader, AccountRow.Read, ct), await NextAsync(reader, ReadToken, ct));
    });

    private static async Task<IReadOnlyList<T>> NextAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static ApiToken ReadToken(NpgsqlDataReader row) => new(
        row.GetString(0),
        new TenantId(row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        Grants(row.GetFieldValue<string[]>(4)),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetString(7),
        AccountRow.TextOrNull(row, 8) is { } owner ? AccountName.From(owner) : null)
    {
        RevokedAt = AccountRow.TimeOrNull(row, 9),
        LastUsedAt = AccountRow.TimeOrNull(row, 10),
    };
}
