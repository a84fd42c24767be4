using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Access;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>A message that this node, and no other, sends now.</summary>
/// <param name="EndsAt">When it is given up.</param>
internal sealed record Claim(TenantId Tenant, string Channel, Outgoing Message, DateTimeOffset EndsAt);

/// <summary>
/// What is to be sent. A node takes a channel to itself for as long as one attempt may take, so of several nodes one sends, and one message of a channel at a time;
/// what a node that dies has taken is free again after that.
/// </summary>
internal sealed class DeliveryTable(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Longer than the longest time that an attempt may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <param name="failing">Only channels whose last attempt failed, or only the others.</param>
    public Task<IReadOnlyList<Claim>> ClaimAsync(bool failing, int most, CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(
            """
            with chosen as (
                select c.tenant_id, c.id as channel, d.id as delivery from sluice_channel c
                cross join lateral (
                    select x.id, x.due_at from sluice_delivery x
                    where x.tenant_id = c.tenant_id and x.channel = c.id and x.status = 'waiting' and x.due_at <= $1 order by x.due_at, x.id limit 1) d
                where c.is_on and (c.busy_until is null or c.busy_until <= $1) and (c.failing_since is not null) = $2
                order by d.due_at limit $3 for no key update of c skip locked),
            taken as (
                update sluice_channel c set busy_until = $4 from chosen where c.tenant_id = chosen.tenant_id and c.id = chosen.channel
                returning c.tenant_id, c.id, c.name, c.address, c.secret, chosen.delivery)
            update sluice_delivery d set attempts = d.attempts + 1, last_attempt_at = $1 from taken
            where d.tenant_id = taken.tenant_id and d.id = taken.delivery and d.status = 'waiting'
            returning d.tenant_id, d.channel, taken.address, taken.secret, d.id, taken.name, d.created_at, d.notices, d.attempts, d.ends_at
            """);
        var now = time.GetUtcNow();
        command.With(Value(now), Value(failing), Value(most), Value(now + Lease));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claims = new List<Claim>();
        while (await reader.ReadAsync(ct))
        {
            var (tenant, channel, id) = (reader.GetString(0), reader.GetString(1), reader.GetString(4));
            var body = MessageJson.Body(id, tenant, channel, reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7), test: null);
            claims.Add(new(new(tenant), channel, new(reader.GetString(2), new(reader.GetString(3)), id, body, reader.GetInt32(8)), reader.GetFieldValue<DateTimeOffset>(9)));
        }

        return (IReadOnlyList<Claim>)claims;
    });

    /// <summary>Keeps what became of an attempt and lets the channel go.</summary>
    /// <param name="next">When it is tried again; null when it is given up, or was taken.</param>
    public Task FinishAsync(Claim claim, SendAnswer answer, DateTimeOffset? next, CancellationToken ct) => RunAsync(async () =>
    {
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();
        var status = answer.IsTaken ? DeliveryStatus.Delivered : next is null ? DeliveryStatus.GivenUp : DeliveryStatus.Waiting;
        var delivery = new NpgsqlBatchCommand("update sluice_delivery set status = $3, due_at = coalesce($4, due_at), status_code = $5, problem = $6, answer = $7 where tenant_id = $1 and id = $2 and status = 'waiting'");
        AddTo(delivery, Value(claim.Tenant.Value), Value(claim.Message.Id), Value(Words.Of(status)), Time(next), Number(answer.Status), Text(answer.Problem), Text(answer.Text));
        batch.BatchCommands.Add(delivery);
        var channel = new NpgsqlBatchCommand(
            """
            update sluice_channel set busy_until = null, last_problem = $4::text,
                failing_since = case when $4::text is null then null else coalesce(failing_since, $3) end, last_delivered_at = case when $4::text is null then $3 else last_delivered_at end
            where tenant_id = $1 and id = $2
            """);
        AddTo(channel, Value(claim.Tenant.Value), Value(claim.Channel), Value(now), Text(answer.Problem));
        batch.BatchCommands.Add(channel);
        if (answer.IsTaken)
        {
            // It is back: what waits for a later try need not wait.
            var others = new NpgsqlBatchCommand("update sluice_delivery set due_at = $3 where tenant_id = $1 and channel = $2 and status = 'waiting' and attempts > 0 and due_at > $3");
            AddTo(others, Value(claim.Tenant.Value), Value(claim.Channel), Value(now));
            batch.BatchCommands.Add(others);
        }

        return await batch.ExecuteNonQueryAsync(ct);
    });

    /// <summary>Lets a channel go whose message was not sent to its end: this node stops.</summary>
    public Task ReleaseAsync(Claim claim, CancellationToken ct) =>
        ExecuteAsync("update sluice_channel set busy_until = null where tenant_id = $1 and id = $2", ct, Value(claim.Tenant.Value), Value(claim.Channel));

    public Task PruneAsync(DateTimeOffset before, CancellationToken ct) =>
        ExecuteAsync("delete from sluice_delivery where status <> 'waiting' and created_at < $1", ct, Value(before.ToUniversalTime()));

    private Task<int> ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] values) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(sql);
        command.With(values);
        return await command.ExecuteNonQueryAsync(ct);
    });

    private static void AddTo(NpgsqlBatchCommand command, params ReadOnlySpan<NpgsqlParameter> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }
    }

    private static NpgsqlParameter Time(DateTimeOffset? value) => new() { Value = (object?)value?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Number(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer };
}
