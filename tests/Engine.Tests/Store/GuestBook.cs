using Npgsql;
using NpgsqlTypes;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Store;

internal sealed record GuestRow(long Cups, DateTimeOffset LastAt, string? Note);

/// <summary>A small read model: cups counted per stream; a negative count removes the row.</summary>
internal sealed class GuestBook : IReadModel<GuestRow>, ISchemaPart
{
    public string Name => "guest book";

    public string Sql => "create table if not exists sluice_guest (tenant_id text, id text, cups bigint not null, last_at timestamptz not null, note text, primary key (tenant_id, id))";

    public string Table => "sluice_guest";

    public int Revision { get; init; } = 1;

    public IReadOnlyList<ReadModelColumn<GuestRow>> Columns { get; } =
    [
        ReadModelColumn.Of<GuestRow, long>("cups", NpgsqlDbType.Bigint, row => row.Cups),
        ReadModelColumn.Of<GuestRow, DateTimeOffset>("last_at", NpgsqlDbType.TimestampTz, row => row.LastAt),
        ReadModelColumn.Of<GuestRow, string?>("note", NpgsqlDbType.Text, row => row.Note),
    ];

    public IReadOnlyList<string> RowsOf(Recorded recorded) => recorded.Event is TeaEvent.CupCounted ? [recorded.Stream] : [];

    public GuestRow? Fold(string id, GuestRow? row, Recorded recorded) => recorded.Event switch
    {
        TeaEvent.CupCounted { Number: < 0 } => null,
        TeaEvent.CupCounted e => new((row?.Cups ?? 0) + e.Number, recorded.At, e.Number > 5 ? "thirsty" : row?.Note),
        _ => row,
    };

    public GuestRow Read(NpgsqlDataReader reader) =>
        new(reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.IsDBNull(4) ? null : reader.GetString(4));
}
