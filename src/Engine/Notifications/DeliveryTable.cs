using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Notifications;
using Sluice.Engine.Access;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>A message that this node, and no other, sends now.</summary>
/// <param name="DueAt">When it was to be sent.</param>
/// <param name="EndsAt">When it is given up.</param>
/// <param name="Refusals">That were before this attempt.</param>
/// <param name="BusyUntil">So long the channel is this claim's, by the clock of the database; no other claim has the same.</param>
internal sealed record Claim(TenantId Tenant, string Channel, Outgoing Message, DateTimeOffset DueAt, DateTimeOffset EndsAt, Refusals Refusals, DateTimeOffset BusyUntil);

/// <summary>A message that is given up without another attempt.</summary>
internal sealed record Late(string Id, string Channel, int Attempts, string Problem);

/// <summary>
/// What is to be sent. A node takes a channel to itself for as long as one attempt may take, so of several nodes one sends, and one message of a channel at a time;
/// what a node that dies has taken is free again after that. The time of a claim is the database's: clocks of nodes differ.
/// </summary>
internal sealed class DeliveryTable(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Longer than the longest time that an attempt may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const int MostLate = 500;

    /// <summary>Channels that were asked least recently come first, so that one with many messages comes no sooner than one with few.</summary>
    /// <param name="failing">Only channels whose last attempt failed, or only the others.</param>
    /// <param name="mostOfTenant">Of one tenant, what it has under way included.</param>
    /// <param name="busy">What tenants have under way.</param>
    public Task<IReadOnlyList<Claim>> ClaimAsync(bool failing, int most, int mostOfTenant, IReadOnlyDictionary<TenantId, int> busy, CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(
            """
            with due as (
                select c.tenant_id, c.id, d.id as delivery, d.due_at, row_number() over (partition by c.tenant_id order by c.asked_at nulls first, d.due_at, c.id) as place from sluice_channel c
                cross join lateral (
                    select x.id, x.due_at from sluice_delivery x
                    where x.tenant_id = c.tenant_id and x.channel = c.id and x.status = 'waiting' and x.due_at <= $1 order by x.due_at, x.id limit 1) d
                where c.is_on and (c.busy_until is null or c.busy_until <= now()) and (c.failing_since is not null) = $2),
            chosen as (
                select c.tenant_id, c.id as channel, due.delivery from sluice_channel c join due on due.tenant_id = c.tenant_id and due.id = c.id
                where c.is_on and (c.busy_until is null or c.busy_until <= now())
                    and due.place <= $5 - coalesce((select b.busy from unnest($6::text[], $7::int[]) as b (tenant, busy) where b.tenant = c.tenant_id), 0)
                order by c.asked_at nulls first, due.due_at limit $3 for no key update of c skip locked),
            taken as (
                update sluice_channel c set busy_until = now() + $4, asked_at = $1 from chosen where c.tenant_id = chosen.tenant_id and c.id = chosen.channel
                returning c.tenant_id, c.id, c.name, c.address, c.secret, c.busy_until, chosen.delivery)
            update sluice_delivery d set attempts = d.attempts + 1, last_attempt_at = $1 from taken
            where d.tenant_id = taken.tenant_id and d.id = taken.delivery and d.status = 'waiting'
            returning d.tenant_id, d.channel, taken.address, taken.secret, d.id, taken.name, d.created_at, d.notices, d.attempts, d.ends_at, d.refusals, taken.busy_until, d.due_at, d.refused_since
            """);
        command.With(
            Value(time.GetUtcNow()), Value(failing), Value(most), Value(Lease), Value(mostOfTenant), Value(busy.Keys.Select(tenant => tenant.Value).ToArray()), Value(busy.Values.ToArray()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claims = new List<Claim>();
        while (await reader.ReadAsync(ct))
        {
            var (tenant, channel, id) = (reader.GetString(0), reader.GetString(1), reader.GetString(4));
            var body = MessageJson.Body(id, tenant, channel, reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7), test: null);
            var refusals = new Refusals(reader.GetInt32(10), reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13));
            var message = new Outgoing(reader.GetString(2), new(reader.GetString(3)), id, body, reader.GetInt32(8));
            claims.Add(new(new(tenant), channel, message, reader.GetFieldValue<DateTimeOffset>(12), reader.GetFieldValue<DateTimeOffset>(9), refusals, reader.GetFieldValue<DateTimeOffset>(11)));
        }

        return (IReadOnlyList<Claim>)claims;
    });

    /// <summary>Gives up what was not even tried at its end: its channel was off, or no node ran. A person may have it sent for another day.</summary>
    public Task<IReadOnlyList<Late>> ExpireAsync(CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(
            """
            update sluice_delivery d set status = 'given_up', problem = coalesce(d.problem, 'It could not be sent in its time.')
            from (select tenant_id, id from sluice_delivery where status = 'waiting' and ends_at <= $1 limit $2 for update skip locked) late
            where d.tenant_id = late.tenant_id and d.id = late.id returning d.id, d.channel, d.attempts, d.problem
            """);
        command.With(Value(time.GetUtcNow() - RetryPlan.LastWithin), Value(MostLate));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var late = new List<Late>();
        while (await reader.ReadAsync(ct))
        {
            late.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3)));
        }

        return (IReadOnlyList<Late>)late;
    });

    /// <summary>
    /// Keeps what became of an attempt and lets the channel go. Of a claim whose time is over only that the message was taken is kept: the channel is another's.
    /// What a person did meanwhile stands: a message that they had sent again, or whose channel they changed, waits as they left it.
    /// </summary>
    /// <param name="refusals">With this attempt.</param>
    /// <param name="next">When it is tried again; null when it is given up, or was taken.</param>
    /// <param name="end">Why it is given up before its time, which is said of the message and not of the channel; null otherwise.</param>
    /// <returns>Whether the message is now as this attempt makes it.</returns>
    public Task<bool> FinishAsync(Claim claim, SendAnswer answer, Refusals refusals, DateTimeOffset? next, string? end, CancellationToken ct) => RunAsync(async () =>
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The channel before its messages, as who claims them does it.
        var isMine = await ExecuteAsync(
            """
            update sluice_channel set busy_until = null, last_problem = $4::text,
                failing_since = case when $4::text is null then null else coalesce(failing_since, $3) end, last_delivered_at = case when $4::text is null then $3 else last_delivered_at end
            where tenant_id = $1 and id = $2 and busy_until = $5
            """,
            connection,
            ct,
            Value(claim.Tenant.Value),
            Value(claim.Channel),
            Value(now),
            Text(answer.Problem),
            Value(claim.BusyUntil)) > 0;
        var isKept = (isMine || answer.IsTaken) && await KeepAsync(connection, claim, answer, refusals, next, end, ct);
        if (answer.IsTaken)
        {
            // It is back: what waits for a later try need not wait, but for what it said no to.
            await ExecuteAsync(
                """
                update sluice_delivery set due_at = $3 where tenant_id = $1 and channel = $2 and status = 'waiting' and attempts > 0 and due_at > $3
                    and (status_code is null or status_code >= 500 or status_code = any($4))
                """,
                connection,
                ct,
                Value(claim.Tenant.Value),
                Value(claim.Channel),
                Value(now),
                Value(Refusals.NotNow.ToArray()));
        }

        await transaction.CommitAsync(ct);
        return isKept;
    });

    /// <summary>Lets a channel go whose message was not sent to its end: this node stops.</summary>
    public Task ReleaseAsync(Claim claim, CancellationToken ct) => RunAsync(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ExecuteAsync(
            "update sluice_channel set busy_until = null where tenant_id = $1 and id = $2 and busy_until = $3", connection, ct, Value(claim.Tenant.Value), Value(claim.Channel), Value(claim.BusyUntil));
    });

    public Task PruneAsync(DateTimeOffset before, CancellationToken ct) => RunAsync(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ExecuteAsync("delete from sluice_delivery where status <> 'waiting' and created_at < $1", connection, ct, Value(before.ToUniversalTime()));
    });

    /// <returns>False when somebody had changed the message since it was claimed: of the attempt only the answer is kept then.</returns>
    private static async Task<bool> KeepAsync(NpgsqlConnection connection, Claim claim, SendAnswer answer, Refusals refusals, DateTimeOffset? next, string? end, CancellationToken ct)
    {
        var status = answer.IsTaken ? DeliveryStatus.Delivered : next is null ? DeliveryStatus.GivenUp : DeliveryStatus.Waiting;
        var isKept = await ExecuteAsync(
            """
            update sluice_delivery set status = $3, due_at = coalesce($4, due_at), status_code = $5, problem = $6, answer = $7, refusals = $8, refused_since = $9
            where tenant_id = $1 and id = $2 and status = 'waiting' and ($3 = 'delivered' or (due_at = $10 and refusals = $11))
            """,
            connection,
            ct,
            Value(claim.Tenant.Value),
            Value(claim.Message.Id),
            Value(Words.Of(status)),
            Time(next),
            Number(answer.Status),
            Text(end is null ? answer.Problem : $"{answer.Problem} {end}"),
            Text(answer.Text),
            Value(refusals.Count),
            Time(refusals.Since),
            Value(claim.DueAt),
            Value(claim.Refusals.Count)) > 0;
        if (!isKept)
        {
            await ExecuteAsync(
                "update sluice_delivery set status_code = $3, problem = $4, answer = $5 where tenant_id = $1 and id = $2 and status = 'waiting'",
                connection,
                ct,
                Value(claim.Tenant.Value),
                Value(claim.Message.Id),
                Number(answer.Status),
                Text(answer.Problem),
                Text(answer.Text));
        }

        return isKept;
    }

    private static async Task<int> ExecuteAsync(string sql, NpgsqlConnection connection, CancellationToken ct, params NpgsqlParameter[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.With(values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Time(DateTimeOffset? value) => new() { Value = (object?)value?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Number(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer };
}
