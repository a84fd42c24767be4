using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Engine.Projections;

/// <summary>
/// <c>sluice_deployment</c>: one row per deployment, for lists. The columns are what lists show and filter by; <c>state</c> is the
/// fold they come from, so that the next event is folded without reading the stream again.
/// </summary>
internal sealed class DeploymentReadModel : IReadModel<DeploymentEntry>, ISchemaPart
{
    private const int FirstColumn = 2;

    private static readonly ReadModelColumn<DeploymentEntry>[] s_columns =
    [
        Of("version", NpgsqlDbType.Bigint, e => e.Version),
        Of("changed_at", NpgsqlDbType.TimestampTz, e => e.ChangedAt),
        Of("superseded", NpgsqlDbType.Boolean, e => e.Superseded),
        // As text, so that the same fold gives the same bytes; lists never read it, and PostgreSQL keeps it beside the row.
        Of("state", NpgsqlDbType.Json, e => DeploymentEntry.Write(e.State)),
        Of("course", NpgsqlDbType.Json, e => DeploymentEntry.WriteCourse(e.Course)),
        Of("number", NpgsqlDbType.Integer, e => e.State.Spec.Number),
        Of("service", NpgsqlDbType.Text, e => e.State.Spec.Service.Value),
        Of("environment", NpgsqlDbType.Text, e => e.State.Spec.Environment.Value),
        Of("kind", NpgsqlDbType.Text, e => Words.Of(e.State.Spec.Kind)),
        Of("strategy", NpgsqlDbType.Text, e => Words.Of(e.State.Spec.Strategy)),
        Of("status", NpgsqlDbType.Text, e => Words.Status(e.State.Status)),
        Of("stage", NpgsqlDbType.Text, e => StageOf(e.State)),
        Of("pause_reason", NpgsqlDbType.Text, e => e.State.Status is Paused p ? Words.Of(p.Reason) : null),
        Of("reason", NpgsqlDbType.Text, e => ReasonOf(e.State)),
        Of("from_release", NpgsqlDbType.Integer, e => e.State.Spec.FromRelease),
        Of("to_release", NpgsqlDbType.Integer, e => e.State.Spec.ToRelease),
        Of("phase", NpgsqlDbType.Integer, e => e.State.Phase),
        Of("phase_count", NpgsqlDbType.Integer, e => e.State.Phases.Count),
        Of("asked_canary", NpgsqlDbType.Numeric, e => e.State.Asked.Canary.Percent),
        Of("set_canary", NpgsqlDbType.Numeric, e => e.State.Set?.Canary.Percent),
        Of("progress", NpgsqlDbType.Integer, e => e.State.Progress),
        Of("open_gate", NpgsqlDbType.Text, e => e.State.OpenGate?.Id),
        Of("created_by", NpgsqlDbType.Text, e => e.State.CreatedBy.Name),
        Of("created_at", NpgsqlDbType.TimestampTz, e => e.State.CreatedAt.ToUniversalTime()),
        Of("started_at", NpgsqlDbType.TimestampTz, e => e.State.StartedAt?.ToUniversalTime()),
        Of("ended_at", NpgsqlDbType.TimestampTz, e => e.State.Status is Ended end ? end.At.ToUniversalTime() : (DateTimeOffset?)null),
    ];

    public string Table => "sluice_deployment";

    public int Revision => 2;

    public IReadOnlyList<ReadModelColumn<DeploymentEntry>> Columns => s_columns;

    public string Name => "deployments";

    public string Sql => """
        create table if not exists sluice_deployment (
            tenant_id text not null,
            id text not null,
            version bigint not null,
            changed_at timestamptz not null,
            superseded boolean not null,
            state json not null,
            course json not null default '{}',
            number integer not null,
            service text not null,
            environment text not null,
            kind text not null,
            strategy text not null default 'canary',
            status text not null,
            stage text,
            pause_reason text,
            reason text,
            from_release integer,
            to_release integer not null,
            phase integer not null,
            phase_count integer not null,
            asked_canary numeric(4, 1) not null,
            set_canary numeric(4, 1),
            progress integer not null,
            open_gate text,
            created_by text not null,
            created_at timestamptz not null,
            started_at timestamptz,
            ended_at timestamptz,
            constraint sluice_deployment_pkey primary key (tenant_id, id));
        alter table sluice_deployment add column if not exists strategy text not null default 'canary';
        alter table sluice_deployment add column if not exists course json not null default '{}';
        create index if not exists sluice_deployment_newest on sluice_deployment (tenant_id, created_at, id);
        create index if not exists sluice_deployment_newest_of_service on sluice_deployment (tenant_id, service, created_at, id);
        create index if not exists sluice_deployment_active on sluice_deployment (tenant_id, created_at, id) where ended_at is null;
        """;

    public IReadOnlyList<string> RowsOf(Recorded recorded) => recorded.Event switch
    {
        DeploymentEvent when DeploymentId.OfStream(recorded.Stream) is { } id => [id.Value],
        ServiceEvent.DeploymentSuperseded e => [e.Deployment.Value],
        _ => [],
    };

    public DeploymentEntry? Fold(string id, DeploymentEntry? row, Recorded recorded) => (row, recorded.Event) switch
    {
        (_, DeploymentEvent e) =>
            new(Deployment.Evolve(row?.State, e), recorded.Version, e.Origin.At.ToUniversalTime(), row?.Superseded ?? false)
            {
                Course = (row?.Course ?? Course.None).After(row?.State, e),
            },
        ({ }, ServiceEvent.DeploymentSuperseded) => row with { Superseded = true },
        _ => throw new InvalidDataException($"Deployment {id} was never created."),
    };

    public DeploymentEntry Read(NpgsqlDataReader reader) => new(
        DeploymentEntry.ReadState(reader.GetFieldValue<byte[]>(FirstColumn + 3)),
        reader.GetInt64(FirstColumn),
        reader.GetFieldValue<DateTimeOffset>(FirstColumn + 1),
        reader.GetBoolean(FirstColumn + 2))
    {
        Course = DeploymentEntry.ReadCourse(reader.GetFieldValue<byte[]>(FirstColumn + 4)),
    };

    private static string? StageOf(Deployment state) => state.Status switch
    {
        Promoting p => Words.Of(p.Stage),
        RollingBack r => Words.Of(r.EndsAs),
        _ => state.Stage is { } stage ? Words.Of(stage) : null,
    };

    private static string? ReasonOf(Deployment state) => state.Status switch
    {
        Pending p => Words.Of(p.Reason),
        Paused p => p.Why,
        RollingBack r => r.Reason,
        Ended e => e.Reason,
        _ => null,
    };

    private static ReadModelColumn<DeploymentEntry> Of<TValue>(string name, NpgsqlDbType type, Func<DeploymentEntry, TValue> value) =>
        ReadModelColumn.Of(name, type, value);
}
