using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>The statements for one read model's table.</summary>
internal sealed class ReadModelSql<TRow>
    where TRow : class
{
    private readonly IReadModel<TRow> _model;

    public ReadModelSql(IReadModel<TRow> model)
    {
        _model = model;
        var columns = string.Concat(model.Columns.Select(column => $", {column.Name}"));
        var arrays = string.Join(", ", Enumerable.Range(1, model.Columns.Count + 2).Select(i => $"${i}"));
        var changes = string.Join(", ", model.Columns.Select(column => $"{column.Name} = excluded.{column.Name}"));
        Select = $"select tenant_id, id{columns} from {model.Table} where (tenant_id, id) in (select * from unnest($1, $2))";
        Delete = $"delete from {model.Table} where (tenant_id, id) in (select * from unnest($1, $2))";
        Copy = $"copy {model.Table} (tenant_id, id{columns}) from stdin (format binary)";
        Upsert = $"""
            insert into {model.Table} (tenant_id, id{columns}) select * from unnest({arrays})
            on conflict (tenant_id, id) do {(changes.Length > 0 ? "update set " + changes : "nothing")}
            """;
    }

    public string Select { get; }

    public string Delete { get; }

    public string Copy { get; }

    public string Upsert { get; }

    public NpgsqlParameter[] Parameters(List<KeyValuePair<RowKey, TRow>> rows)
    {
        var values = rows.ConvertAll(row => row.Value);
        return [.. Keys(rows.ConvertAll(row => row.Key)), .. _model.Columns.Select(column => column.ArrayOf(values))];
    }

    public static NpgsqlParameter[] Keys(List<RowKey> keys) =>
    [
        new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Tenant)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Id)] },
    ];
}
