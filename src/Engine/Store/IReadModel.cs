using Npgsql;
using NpgsqlTypes;

namespace Sluice.Engine.Store;

/// <summary>
/// A table folded from events. Live updates and rebuilds use the same fold, so they cannot disagree. The table is made by an
/// <see cref="ISchemaPart"/>; it begins with <c>tenant_id text, id text</c>, its primary key, and holds the <see cref="Columns"/> besides.
/// </summary>
public interface IReadModel<TRow>
    where TRow : class
{
    /// <summary>The table.</summary>
    string Table { get; }

    /// <summary>Raise it when the fold changes: the table is then rebuilt at the next start.</summary>
    int Revision { get; }

    /// <summary>All columns but the key, in the order that <see cref="Read"/> expects.</summary>
    IReadOnlyList<ReadModelColumn<TRow>> Columns { get; }

    /// <summary>The ids of the rows that an event speaks about: usually one, none for an event that this view does not show.</summary>
    IReadOnlyList<string> RowsOf(Recorded recorded);

    /// <summary>The row after the event; null when there is none any more. Pure. May leave the row as it is; may not guess.</summary>
    /// <param name="row">Null when there is no such row yet.</param>
    TRow? Fold(string id, TRow? row, Recorded recorded);

    /// <summary>The row from the table. Ordinals 0 and 1 are tenant and id; the columns follow.</summary>
    TRow Read(NpgsqlDataReader reader);

    /// <summary>
    /// A statement that brings a second table in line with rows of this one, in the same transaction: <c>$1</c> and <c>$2</c> are the
    /// tenants and the ids of the rows that changed. Null: nothing follows.
    /// </summary>
    string? Spread => null;
}

/// <summary>One column of a read model. Made by <see cref="ReadModelColumn.Of{TRow,TValue}"/>.</summary>
public abstract class ReadModelColumn<TRow>
{
    private protected ReadModelColumn(string name) => Name = name;

    public string Name { get; }

    internal abstract Task CopyAsync(NpgsqlBinaryImporter importer, TRow row, CancellationToken ct);

    internal abstract NpgsqlParameter ArrayOf(IReadOnlyList<TRow> rows);
}

/// <summary>Makes columns.</summary>
public static class ReadModelColumn
{
    /// <typeparam name="TValue">What Npgsql writes for the type: long, double, string, DateTimeOffset (UTC), their nullable forms, byte[] of JSON for jsonb.</typeparam>
    public static ReadModelColumn<TRow> Of<TRow, TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> value) =>
        new TypedColumn<TRow, TValue>(name, type, value);

    private sealed class TypedColumn<TRow, TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> value) : ReadModelColumn<TRow>(name)
    {
        internal override Task CopyAsync(NpgsqlBinaryImporter importer, TRow row, CancellationToken ct) =>
            value(row) is { } present ? importer.WriteAsync(present, type, ct) : importer.WriteNullAsync(ct);

        internal override NpgsqlParameter ArrayOf(IReadOnlyList<TRow> rows)
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = value(rows[i]);
            }

            return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
        }
    }
}
