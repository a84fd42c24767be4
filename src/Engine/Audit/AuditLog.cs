using System.Runtime.CompilerServices;
using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <inheritdoc cref="IAuditLog"/>
internal sealed class AuditLog(NpgsqlDataSource database) : IAuditLog
{
    private const int ExportPage = 1_000;

    public async Task<AuditLines> ListAsync(TenantId tenant, AuditFilter filter, long? before, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var statement = new AuditStatement("select " + AuditLineTable.Columns, tenant, filter);
        if (before is { } link)
        {
            statement.And($"link < {statement.Value(link)}");
        }

        // One more than asked for tells whether there is a next page.
        statement.Append($" order by link desc limit {statement.Value((long)limit + 1)}");
        var lines = await ReadAsync(statement, AuditLineTable.Read, ct);
        if (lines.Count <= limit)
        {
            return new(lines, Before: null);
        }

        lines.RemoveAt(limit);
        return new(lines, lines[^1].Link);
    }

    public async Task<AuditFacets> FacetsAsync(TenantId tenant, AuditFilter filter, CancellationToken ct)
    {
        var statement = new AuditStatement(
            """
            select case grouping(actor, action, outcome, service) when 7 then 'actor' when 11 then 'action' when 13 then 'outcome' when 14 then 'service' else '' end,
                coalesce(actor, action, outcome, service), count(*)
            from (select actor, action, outcome, service
            """,
            tenant,
            filter);
        statement.Append($" order by link desc limit {AuditFacets.Window + 1}) newest group by grouping sets ((actor), (action), (outcome), (service), ()) order by 3 desc, 2");
        var counts = await ReadAsync(statement, row => (Facet: row.GetString(0), Value: row.IsDBNull(1) ? null : row.GetString(1), Count: row.GetInt64(2)), ct);
        var counted = counts.Single(count => count.Facet.Length == 0).Count;
        return new(Math.Min(counted, AuditFacets.Window), counted <= AuditFacets.Window, Of("actor"), Of("action"), Of("outcome"), Of("service"));

        List<AuditCount> Of(string facet) =>
            [.. counts.Where(count => string.Equals(count.Facet, facet, StringComparison.Ordinal) && count.Value is not null).Take(AuditFacets.MostValues).Select(count => new AuditCount(count.Value!, count.Count))];
    }

    public async IAsyncEnumerable<AuditLine> ExportAsync(TenantId tenant, AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        long? before = null;
        do
        {
            var page = await ListAsync(tenant, filter, before, ExportPage, ct);
            foreach (var line in page.Lines)
            {
                yield return line;
            }

            before = page.Before;
        }
        while (before is not null);
    }

    private async Task<List<T>> ReadAsync<T>(AuditStatement statement, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        try
        {
            await using var command = statement.ToCommand(database);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<T>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }
}
