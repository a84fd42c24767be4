using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Notifications;
using Sluice.Engine.Access;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>Channels in a table of their own.</summary>
internal sealed class PostgresChannelStore(NpgsqlDataSource database) : IChannelStore
{
    private const string DeliveryColumns = "id, deployment, notices, status, created_at, due_at, attempts, last_attempt_at, status_code, problem, answer";

    private const string Rows =
        $"""
        select {ChannelReader.Columns}, c.changed_at, c.changed_by, c.last_delivered_at, c.failing_since, c.last_problem,
            (select count(*) from sluice_delivery d where d.tenant_id = c.tenant_id and d.channel = c.id and d.status = 'waiting')::int,
            (select count(*) from sluice_delivery d where d.tenant_id = c.tenant_id and d.channel = c.id and d.status = 'given_up' and d.deployment is not null)::int,
            (select count(*) from sluice_delivery d where d.tenant_id = c.tenant_id and d.channel = c.id)::int
        from sluice_channel c where c.tenant_id = $1
        """;

    public Task<IReadOnlyList<ChannelRow>> ListAsync(TenantId tenant, CancellationToken ct) => ReadAsync($"{Rows} order by lower(c.name)", ReadRow, ct, Value(tenant.Value));

    public async Task<ChannelRow?> FindAsync(TenantId tenant, string id, CancellationToken ct) =>
        (await ReadAsync($"{Rows} and c.id = $2", ReadRow, ct, Value(tenant.Value), Value(id))).SingleOrDefault();

    public async Task<bool> AddAsync(Channel channel, SigningSecret secret, CancellationToken ct) => await ExecuteAsync(
        """
        insert into sluice_channel (tenant_id, id, name, address, team, services, environments, kinds, is_on, created_at, created_by, secret)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing
        """,
        ct,
        [.. Key(channel), .. Spec(channel.Spec), Value(channel.CreatedAt.ToUniversalTime()), Value(channel.CreatedBy), Value(secret.Value)]) > 0;

    public async Task<bool> ChangeAsync(Channel channel, SigningSecret? secret, CancellationToken ct)
    {
        try
        {
            // What was refused with another address or secret says nothing of this one.
            var changed = await ReadAsync(
                """
                with changed as (
                    update sluice_channel set name = $3, address = $4, team = $5, services = $6, environments = $7, kinds = $8, is_on = $9, changed_at = $10, changed_by = $11, secret = coalesce($12, secret)
                    where tenant_id = $1 and id = $2 returning tenant_id, id),
                anew as (
                    update sluice_delivery d set refusals = 0, refused_since = null from changed
                    where d.tenant_id = changed.tenant_id and d.channel = changed.id and d.status = 'waiting' and d.refusals > 0)
                select id from changed
                """,
                reader => reader.GetString(0),
                ct,
                [.. Key(channel), .. Spec(channel.Spec), Value(channel.ChangedAt!.Value.ToUniversalTime()), Text(channel.ChangedBy), Text(secret?.Value)]);
            return changed.Count > 0;
        }
        catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    public async Task<bool> DeleteAsync(TenantId tenant, string id, CancellationToken ct) =>
        await ExecuteAsync("delete from sluice_channel where tenant_id = $1 and id = $2", ct, Value(tenant.Value), Value(id)) > 0;

    public async Task<SigningSecret?> FindSecretAsync(TenantId tenant, string id, CancellationToken ct) =>
        (await ReadAsync("select secret from sluice_channel where tenant_id = $1 and id = $2", reader => new SigningSecret(reader.GetString(0)), ct, Value(tenant.Value), Value(id))).SingleOrDefault();

    public Task<IReadOnlyList<Delivery>> DeliveriesAsync(TenantId tenant, string channel, string? before, int limit, CancellationToken ct) => ReadAsync(
        $"""
        select {DeliveryColumns} from sluice_delivery where tenant_id = $1 and channel = $2
            and ($3::text is null or (created_at, id) < (select created_at, id from sluice_delivery where tenant_id = $1 and id = $3))
        order by created_at desc, id desc limit $4
        """,
        Read,
        ct,
        Value(tenant.Value),
        Value(channel),
        Text(before),
        Value(limit));

    public async Task<Delivery?> FindDeliveryAsync(TenantId tenant, string channel, string id, CancellationToken ct) =>
        (await ReadAsync($"select {DeliveryColumns} from sluice_delivery where tenant_id = $1 and channel = $2 and id = $3", Read, ct, Value(tenant.Value), Value(channel), Value(id))).SingleOrDefault();

    public async Task<bool> RetryAsync(TenantId tenant, string channel, string id, DateTimeOffset now, CancellationToken ct) => await ExecuteAsync(
        """
        update sluice_delivery set due_at = $4, ends_at = case when status = 'given_up' or ends_at <= $4 then $5 else ends_at end, status = 'waiting', refusals = 0, refused_since = null
        where tenant_id = $1 and channel = $2 and id = $3 and status <> 'delivered' and deployment is not null
        """,
        ct,
        Value(tenant.Value),
        Value(channel),
        Value(id),
        Value(now.ToUniversalTime()),
        Value((now + RetryPlan.GivesUpAfter).ToUniversalTime())) > 0;

    public Task RecordAsync(TenantId tenant, string channel, Delivery delivery, CancellationToken ct) => ExecuteAsync(
        """
        with kept as (
            insert into sluice_delivery (tenant_id, id, channel, notices, prompt, status, created_at, due_at, ends_at, attempts, last_attempt_at, status_code, problem, answer)
            select $1, $2, $3, '[]', true, $4, $5, $5, $5, 1, $5, $6, $7, $8 where exists (select 1 from sluice_channel where tenant_id = $1 and id = $3)
            returning tenant_id, channel, status)
        update sluice_channel c set failing_since = null, last_problem = null from kept where c.tenant_id = kept.tenant_id and c.id = kept.channel and kept.status = 'delivered'
        """,
        ct,
        Value(tenant.Value),
        Value(delivery.Id),
        Value(channel),
        Value(Words.Of(delivery.Status)),
        Value(delivery.CreatedAt.ToUniversalTime()),
        new NpgsqlParameter { Value = (object?)delivery.StatusCode ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer },
        Text(delivery.Problem),
        Text(delivery.Answer));

    private static NpgsqlParameter[] Key(Channel channel) => [Value(channel.Tenant.Value), Value(channel.Id)];

    private static NpgsqlParameter[] Spec(ChannelSpec spec) =>
        [Value(spec.Name), Value(spec.Address), Text(spec.Team), Texts(spec.Services), Texts(spec.Environments), Texts(spec.Kinds.Select(Words.Of)), Value(spec.IsOn)];

    private static ChannelRow ReadRow(NpgsqlDataReader reader)
    {
        const int More = ChannelReader.Count;
        var channel = ChannelReader.Read(reader) with { ChangedAt = Time(reader, More), ChangedBy = reader.IsDBNull(More + 1) ? null : reader.GetString(More + 1) };
        return new(channel, reader.GetInt32(More + 5), reader.GetInt32(More + 6), reader.GetInt32(More + 7), Time(reader, More + 2), Time(reader, More + 3), reader.IsDBNull(More + 4) ? null : reader.GetString(More + 4));
    }

    private static Delivery Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.IsDBNull(1) ? null : reader.GetString(1),
        MessageJson.IdsOf(reader.GetString(2)),
        ChannelReader.StatusOf(reader.GetString(3)),
        reader.GetFieldValue<DateTimeOffset>(4),
        reader.GetFieldValue<DateTimeOffset>(5),
        reader.GetInt32(6),
        Time(reader, 7),
        reader.IsDBNull(8) ? null : reader.GetInt32(8),
        reader.IsDBNull(9) ? null : reader.GetString(9),
        reader.IsDBNull(10) ? null : reader.GetString(10));

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params NpgsqlParameter[] values) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(sql);
        command.With(values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return (IReadOnlyList<T>)rows;
    });

    private Task<int> ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] values) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(sql);
        command.With(values);
        return await command.ExecuteNonQueryAsync(ct);
    });
}
