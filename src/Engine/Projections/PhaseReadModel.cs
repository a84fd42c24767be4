using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary><c>sluice_phase</c>: the phases of each deployment with their times, one row per deployment. Read as a whole, so kept as a whole.</summary>
internal sealed class PhaseReadModel : IReadModel<PhaseBook>, ISchemaPart
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly ReadModelColumn<PhaseBook>[] s_columns =
    [
        ReadModelColumn.Of<PhaseBook, long>("version", NpgsqlDbType.Bigint, b => b.Version),
        ReadModelColumn.Of<PhaseBook, int>("current_phase", NpgsqlDbType.Integer, b => b.Current),
        ReadModelColumn.Of<PhaseBook, byte[]>("phases", NpgsqlDbType.Json, b => JsonSerializer.SerializeToUtf8Bytes(b.Phases, s_json)),
    ];

    public string Table => "sluice_phase";

    public int Revision => 2;

    public IReadOnlyList<ReadModelColumn<PhaseBook>> Columns => s_columns;

    public string Name => "phases";

    public string Sql => """
        create table if not exists sluice_phase (
            tenant_id text not null,
            id text not null,
            version bigint not null,
            current_phase integer not null,
            phases json not null,
            constraint sluice_phase_pkey primary key (tenant_id, id));
        """;

    public IReadOnlyList<string> RowsOf(Recorded recorded) =>
        recorded.Event is DeploymentEvent && DeploymentId.OfStream(recorded.Stream) is { } id ? [id.Value] : [];

    public PhaseBook Fold(string id, PhaseBook? row, Recorded recorded) => PhaseBook.Fold(row, (DeploymentEvent)recorded.Event, recorded.Version);

    public PhaseBook Read(NpgsqlDataReader reader) => new(reader.GetInt64(2), reader.GetInt32(3), ReadPhases(reader.GetFieldValue<byte[]>(4)));

    public static ValueList<PhaseRow> ReadPhases(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<ValueList<PhaseRow>>(json, s_json) ?? [];
}
