using Npgsql;
using NpgsqlTypes;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

internal sealed record ServiceEntry(DateTimeOffset DeclaredAt);

/// <summary><c>sluice_service</c>: the name of every service.</summary>
internal sealed class ServiceReadModel : IReadModel<ServiceEntry>, ISchemaPart
{
    private static readonly ReadModelColumn<ServiceEntry>[] s_columns =
    [
        ReadModelColumn.Of<ServiceEntry, DateTimeOffset>("declared_at", NpgsqlDbType.TimestampTz, e => e.DeclaredAt),
    ];

    public string Table => "sluice_service";

    public int Revision => 1;

    public IReadOnlyList<ReadModelColumn<ServiceEntry>> Columns => s_columns;

    public string Name => "services";

    public string Sql => """
        create table if not exists sluice_service (
            tenant_id text not null,
            id text not null,
            declared_at timestamptz not null,
            constraint sluice_service_pkey primary key (tenant_id, id));
        """;

    public IReadOnlyList<string> RowsOf(Recorded recorded) => recorded.Event is ServiceEvent.ServiceDeclared e ? [e.Name.Value] : [];

    public ServiceEntry Fold(string id, ServiceEntry? row, Recorded recorded) => row ?? new(recorded.Event.Origin.At.ToUniversalTime());

    public ServiceEntry Read(NpgsqlDataReader reader) => new(reader.GetFieldValue<DateTimeOffset>(2));
}
