using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Projections;

/// <summary>
/// <c>sluice_gate</c>: one row per question that was put to people. What closes a question often does not name it, so the fold keeps
/// a book per deployment (<c>sluice_gate_book</c>), and the rows follow the book in the same transaction.
/// </summary>
internal sealed class GateReadModel : IReadModel<GateBook>, ISchemaPart
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly ReadModelColumn<GateBook>[] s_columns =
    [
        ReadModelColumn.Of<GateBook, byte[]>("book", NpgsqlDbType.Json, book => JsonSerializer.SerializeToUtf8Bytes(book, s_json)),
    ];

    public string Table => "sluice_gate_book";

    public int Revision => 1;

    public IReadOnlyList<ReadModelColumn<GateBook>> Columns => s_columns;

    public string Name => "gates";

    public string Sql => """
        create table if not exists sluice_gate_book (
            tenant_id text not null,
            id text not null,
            book json not null,
            constraint sluice_gate_book_pkey primary key (tenant_id, id));
        create table if not exists sluice_gate (
            tenant_id text not null,
            id text not null,
            deployment text not null,
            gate text not null,
            number integer not null,
            service text not null,
            environment text not null,
            kind text not null,
            status text not null,
            phase integer not null,
            from_release integer,
            to_release integer not null,
            from_share numeric(4, 1) not null,
            to_share numeric(4, 1) not null,
            question text not null,
            asked_by text,
            asked_at timestamptz not null,
            expires_at timestamptz,
            quorum integer not null,
            groups text[] not null,
            voters text[] not null,
            decided_by text,
            decided_at timestamptz,
            comment text,
            evidence text,
            incident text,
            review_due_at timestamptz,
            reviewed_by text,
            constraint sluice_gate_pkey primary key (tenant_id, id));
        create index if not exists sluice_gate_open on sluice_gate (tenant_id, asked_at, id) where decided_at is null;
        create index if not exists sluice_gate_decided on sluice_gate (tenant_id, decided_at, id) where decided_at is not null;
        create index if not exists sluice_gate_reviews on sluice_gate (tenant_id, review_due_at, id) where review_due_at is not null and reviewed_by is null;
        """;

    public string Spread => $"""
        insert into sluice_gate (
            tenant_id, id, deployment, number, service, environment, from_release, to_release, gate, {EntryColumns})
        select changed.tenant_id, changed.id || ':' || entry.gate, changed.id, book.number, book.service, book.environment, book.from_release, book.to_release, entry.*
        from sluice_gate_book changed
        join unnest($1::text[], $2::text[]) key (tenant_id, id) on (key.tenant_id, key.id) = (changed.tenant_id, changed.id)
        cross join json_to_record(changed.book) book (number integer, service text, environment text, from_release integer, to_release integer)
        cross join json_to_recordset(changed.book -> 'gates') entry (
            gate text, kind text, status text, phase integer, from_share numeric, to_share numeric, question text, asked_by text, asked_at timestamptz, expires_at timestamptz,
            quorum integer, groups text[], voters text[], decided_by text, decided_at timestamptz, comment text, evidence text, incident text, review_due_at timestamptz,
            reviewed_by text)
        on conflict (tenant_id, id) do update set ({EntryColumns}) = row({string.Join(", ", EntryColumns.Split(", ").Select(column => "excluded." + column))})
        where sluice_gate is distinct from excluded
        """;

    private const string EntryColumns =
        "kind, status, phase, from_share, to_share, question, asked_by, asked_at, expires_at, quorum, groups, voters, decided_by, decided_at, comment, evidence, incident, review_due_at, reviewed_by";

    public IReadOnlyList<string> RowsOf(Recorded recorded) => recorded.Event is
        DeploymentCreated or PhaseEntered or PlanChanged or VerdictChanged or GateOpened or ApprovalGiven or ApprovalsVoided or GateLapsed or GateAnswered or GateBroken
        or BrokenGateReviewed or ReasonOwed or ReasonSettled or ReturnStarted or DeploymentAborted or DeploymentCancelled or DeploymentFailed && DeploymentId.OfStream(recorded.Stream) is { } id ? [id.Value] : [];

    public GateBook Fold(string id, GateBook? row, Recorded recorded) => GateBook.Fold(row, (DeploymentEvent)recorded.Event);

    public GateBook Read(NpgsqlDataReader reader) =>
        JsonSerializer.Deserialize<GateBook>(reader.GetFieldValue<byte[]>(2), s_json) ?? throw new JsonException("A book of gates cannot be null.");
}
