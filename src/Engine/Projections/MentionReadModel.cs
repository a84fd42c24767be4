using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Projections;

/// <param name="Names">In lower case.</param>
internal sealed record MentionEntry(MentionRow Row, ValueList<string> Names);

/// <summary><c>sluice_mention</c>: notes that name somebody, as they stand; one that was rewritten gives way to what it says now.</summary>
internal sealed class MentionReadModel : IReadModel<MentionEntry>, ISchemaPart
{
    private const int FirstColumn = 2;

    private static readonly ReadModelColumn<MentionEntry>[] s_columns =
    [
        ReadModelColumn.Of<MentionEntry, string>("deployment", NpgsqlDbType.Text, e => e.Row.Deployment.Value),
        ReadModelColumn.Of<MentionEntry, long>("version", NpgsqlDbType.Bigint, e => e.Row.Version),
        ReadModelColumn.Of<MentionEntry, DateTimeOffset>("at", NpgsqlDbType.TimestampTz, e => e.Row.At),
        ReadModelColumn.Of<MentionEntry, string>("by", NpgsqlDbType.Text, e => e.Row.By),
        ReadModelColumn.Of<MentionEntry, string>("note", NpgsqlDbType.Text, e => e.Row.Note),
        ReadModelColumn.Of<MentionEntry, byte[]>("names", NpgsqlDbType.Jsonb, e => JsonSerializer.SerializeToUtf8Bytes(e.Names.ToArray())),
    ];

    public string Table => "sluice_mention";

    public int Revision => 1;

    public IReadOnlyList<ReadModelColumn<MentionEntry>> Columns => s_columns;

    public string Name => "mentions";

    public string Sql => """
        create table if not exists sluice_mention (
            tenant_id text not null,
            id text not null,
            deployment text not null,
            version bigint not null,
            at timestamptz not null,
            by text not null,
            note text not null,
            names jsonb not null,
            constraint sluice_mention_pkey primary key (tenant_id, id));
        create index if not exists sluice_mention_names on sluice_mention using gin (names jsonb_path_ops);
        """;

    public IReadOnlyList<string> RowsOf(Recorded recorded) => recorded.Event is NoteAdded e && DeploymentId.OfStream(recorded.Stream) is { } id
        ? e.Replaces is { } old ? [IdOf(id, recorded.Version), IdOf(id, old)] : Mentions.In(e.Text).Count > 0 ? [IdOf(id, recorded.Version)] : []
        : [];

    public MentionEntry? Fold(string id, MentionEntry? row, Recorded recorded)
    {
        var (deployment, note) = (DeploymentId.OfStream(recorded.Stream)!.Value, (NoteAdded)recorded.Event);
        var isOld = !string.Equals(id, IdOf(deployment, recorded.Version), StringComparison.Ordinal);
        return isOld || Mentions.In(note.Text) is not { Count: > 0 } names
            ? null
            : new(new(deployment, recorded.Version, note.Origin.At.ToUniversalTime(), note.Origin.By.Name, note.Text), names);
    }

    public MentionEntry Read(NpgsqlDataReader reader) => new(ReadRow(reader, FirstColumn), JsonSerializer.Deserialize<string[]>(reader.GetString(FirstColumn + s_columns.Length - 1))!.ToValueList());

    /// <param name="first">Ordinal of the deployment; version, time, author and text follow it.</param>
    public static MentionRow ReadRow(NpgsqlDataReader reader, int first) => new(
        DeploymentId.From(reader.GetString(first)), reader.GetInt64(first + 1), reader.GetFieldValue<DateTimeOffset>(first + 2), reader.GetString(first + 3), reader.GetString(first + 4));

    private static string IdOf(DeploymentId deployment, long version) => string.Create(CultureInfo.InvariantCulture, $"{deployment.Value}/{version}");
}
