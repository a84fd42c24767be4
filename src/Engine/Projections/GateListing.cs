using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Projections;

/// <summary>One list of questions: which rows, in which order.</summary>
/// <param name="Where">The condition of the index that serves it.</param>
/// <param name="Column">The time that it is ordered by.</param>
/// <param name="At">The same time of a row.</param>
internal sealed record GateListing(string Where, string Column, bool Descending, Func<GateRow, DateTimeOffset> At)
{
    public NpgsqlBatchCommand Count(TenantId tenant, DateTimeOffset? since) => Command("select count(*)", tenant, since, after: null, end: "");

    public NpgsqlBatchCommand Rows(string select, TenantId tenant, DateTimeOffset? since, PageCursor? after, int limit)
    {
        var direction = Descending ? "desc" : "asc";
        return Command(select, tenant, since, after, FormattableString.Invariant($" order by {Column} {direction}, id {direction} limit {limit}"));
    }

    private NpgsqlBatchCommand Command(string select, TenantId tenant, DateTimeOffset? since, PageCursor? after, string end)
    {
        var command = new NpgsqlBatchCommand();
        var sql = $"{select} from sluice_gate where tenant_id = {Value(tenant.Value)} and {Where}";
        if (since is { } earliest)
        {
            sql += $" and {Column} >= {Value(earliest)}";
        }

        if (after is { } last)
        {
            sql += $" and ({Column}, id) {(Descending ? "<" : ">")} ({Value(last.CreatedAt)}, {Value(last.Id)})";
        }

        command.CommandText = sql + end;
        return command;

        string Value<T>(T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return $"${command.Parameters.Count}";
        }
    }
}
