using Npgsql;
using NpgsqlTypes;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

internal sealed record BenchRow(int Phase, double Share, string? Verdict, long Version);

/// <summary>A read model of one row per stream, like the fleet page's.</summary>
internal sealed class BenchBoard : IReadModel<BenchRow>, ISchemaPart
{
    public string Name => "board";

    public string Sql => """
        create table if not exists bench_board (
            tenant_id text, id text, phase int not null, share double precision not null, verdict text, version bigint not null, primary key (tenant_id, id));
        """;

    public string Table => "bench_board";

    public int Revision => 1;

    public IReadOnlyList<ReadModelColumn<BenchRow>> Columns { get; } =
    [
        ReadModelColumn.Of<BenchRow, int>("phase", NpgsqlDbType.Integer, row => row.Phase),
        ReadModelColumn.Of<BenchRow, double>("share", NpgsqlDbType.Double, row => row.Share),
        ReadModelColumn.Of<BenchRow, string?>("verdict", NpgsqlDbType.Text, row => row.Verdict),
        ReadModelColumn.Of<BenchRow, long>("version", NpgsqlDbType.Bigint, row => row.Version),
    ];

    public IReadOnlyList<string> RowsOf(Recorded recorded) => [recorded.Stream];

    public BenchRow? Fold(string id, BenchRow? row, Recorded recorded) => Fold(row ?? new(0, 0, Verdict: null, 0), recorded.Event, recorded.Version);

    public static BenchRow Fold(BenchRow row, object @event, long version) => @event switch
    {
        BenchEvent.BenchPhase e => row with { Phase = e.Phase, Version = version },
        BenchEvent.BenchSplit e => row with { Share = (double)e.Canary, Version = version },
        BenchEvent.BenchVerdict e => row with { Verdict = e.Outcome, Version = version },
        _ => row,
    };

    public BenchRow Read(NpgsqlDataReader reader) =>
        new(reader.GetInt32(2), reader.GetDouble(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetInt64(5));
}
