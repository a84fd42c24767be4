using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Projections;

internal sealed record MetricEntry(DeploymentId Deployment, MetricRow Row);

/// <summary><c>sluice_metric</c>: what each arm did at each recorded decision and checkpoint, one row each.</summary>
internal sealed class MetricReadModel : IReadModel<MetricEntry>, ISchemaPart
{
    private const int FirstColumn = 2;

    private static readonly ReadModelColumn<MetricEntry>[] s_columns =
    [
        Of("deployment", NpgsqlDbType.Text, e => e.Deployment.Value),
        Of("version", NpgsqlDbType.Bigint, e => e.Row.Version),
        Of("at", NpgsqlDbType.TimestampTz, e => e.Row.At),
        Of("phase", NpgsqlDbType.Integer, e => e.Row.Phase),
        Of("verdict", NpgsqlDbType.Text, e => e.Row.Verdict),
        Of("reason", NpgsqlDbType.Text, e => e.Row.Reason),
        Of("stable_requests", NpgsqlDbType.Bigint, e => e.Row.StableRequests),
        Of("stable_errors", NpgsqlDbType.Bigint, e => e.Row.StableErrors),
        Of("stable_p50", NpgsqlDbType.Double, e => e.Row.StableP50),
        Of("stable_p95", NpgsqlDbType.Double, e => e.Row.StableP95),
        Of("stable_p99", NpgsqlDbType.Double, e => e.Row.StableP99),
        Of("canary_requests", NpgsqlDbType.Bigint, e => e.Row.CanaryRequests),
        Of("canary_errors", NpgsqlDbType.Bigint, e => e.Row.CanaryErrors),
        Of("canary_p50", NpgsqlDbType.Double, e => e.Row.CanaryP50),
        Of("canary_p95", NpgsqlDbType.Double, e => e.Row.CanaryP95),
        Of("canary_p99", NpgsqlDbType.Double, e => e.Row.CanaryP99),
    ];

    public string Table => "sluice_metric";

    public int Revision => 1;

    public IReadOnlyList<ReadModelColumn<MetricEntry>> Columns => s_columns;

    public string Name => "metrics";

    public string Sql => """
        create table if not exists sluice_metric (
            tenant_id text not null,
            id text not null,
            deployment text not null,
            version bigint not null,
            at timestamptz not null,
            phase integer not null,
            verdict text not null,
            reason text not null,
            stable_requests bigint not null,
            stable_errors bigint not null,
            stable_p50 double precision,
            stable_p95 double precision,
            stable_p99 double precision,
            canary_requests bigint not null,
            canary_errors bigint not null,
            canary_p50 double precision,
            canary_p95 double precision,
            canary_p99 double precision,
            constraint sluice_metric_pkey primary key (tenant_id, id));
        create index if not exists sluice_metric_of_deployment on sluice_metric (tenant_id, deployment, version);
        """;

    public IReadOnlyList<string> RowsOf(Recorded recorded) =>
        recorded.Event is VerdictChanged or EvidenceRecorded && DeploymentId.OfStream(recorded.Stream) is { } id
            ? [string.Create(CultureInfo.InvariantCulture, $"{id.Value}/{recorded.Version}")]
            : [];

    public MetricEntry? Fold(string id, MetricEntry? row, Recorded recorded) => recorded.Event switch
    {
        VerdictChanged e => Row(recorded, e.Phase, e.Verdict),
        EvidenceRecorded e => Row(recorded, e.Phase, e.Verdict),
        _ => row,
    };

    public MetricEntry Read(NpgsqlDataReader reader) => new(DeploymentId.From(reader.GetString(FirstColumn)), ReadRow(reader, FirstColumn + 1));

    /// <param name="first">Ordinal of the version; the other columns follow it in the table's order.</param>
    public static MetricRow ReadRow(NpgsqlDataReader reader, int first) => new(
        reader.GetInt64(first),
        reader.GetFieldValue<DateTimeOffset>(first + 1),
        reader.GetInt32(first + 2),
        reader.GetString(first + 3),
        reader.GetString(first + 4),
        reader.GetInt64(first + 5),
        reader.GetInt64(first + 6),
        reader.GetFieldValue<double?>(first + 7),
        reader.GetFieldValue<double?>(first + 8),
        reader.GetFieldValue<double?>(first + 9),
        reader.GetInt64(first + 10),
        reader.GetInt64(first + 11),
        reader.GetFieldValue<double?>(first + 12),
        reader.GetFieldValue<double?>(first + 13),
        reader.GetFieldValue<double?>(first + 14));

    private static MetricEntry Row(Recorded recorded, int phase, Verdict verdict) => new(
        DeploymentId.OfStream(recorded.Stream)!.Value,
        new(
            recorded.Version,
            recorded.Event.Origin.At.ToUniversalTime(),
            phase,
            Words.Of(verdict.Kind),
            Words.Of(verdict.Reason),
            verdict.Stable?.Requests ?? 0,
            verdict.Stable?.Errors ?? 0,
            verdict.Stable?.P50,
            verdict.Stable?.P95,
            verdict.Stable?.P99,
            verdict.Canary?.Requests ?? 0,
            verdict.Canary?.Errors ?? 0,
            verdict.Canary?.P50,
            verdict.Canary?.P95,
            verdict.Canary?.P99));

    private static ReadModelColumn<MetricEntry> Of<TValue>(string name, NpgsqlDbType type, Func<MetricEntry, TValue> value) =>
        ReadModelColumn.Of(name, type, value);
}
