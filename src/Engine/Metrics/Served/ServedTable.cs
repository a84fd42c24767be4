using Npgsql;
using NpgsqlTypes;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics.Served;

/// <summary>
/// The days in a table of their own. A minute comes as a row; once its hour is long over, the rows of the hour become one, for a row and its key take more than what is in it.
/// </summary>
internal sealed class ServedTable(NpgsqlDataSource database) : ISchemaPart, IServedHistory
{
    /// <summary>Rows that one statement folds or deletes: it ends in time also where the database is slow, and what it did stays done.</summary>
    private const int Most = 6_000;

    public string Name => "served minutes";

    // Written in order of time and read by place; only minutes, the few rows of the last hours, are looked for by time.
    public string Sql => """
        create table if not exists sluice_served (
            tenant_id text not null,
            service text not null,
            environment text not null,
            starts timestamptz not null,
            hour boolean not null,
            length_ms integer,
            minutes bytea not null,
            constraint sluice_served_pkey primary key (tenant_id, service, environment, starts, hour));
        create index if not exists sluice_served_minutes on sluice_served (starts) where not hour;
        """;

    /// <summary>
    /// All places in one statement. A write whose answer was lost may be repeated. Two nodes count the same requests: the count that is closer to a whole minute stays, whoever comes first.
    /// </summary>
    public async Task WriteAsync(IReadOnlyList<(PlaceKey Place, ServedMinute Minute)> minutes, CancellationToken ct)
    {
        if (minutes.Count == 0)
        {
            return;
        }

        await using var command = database.CreateCommand(
            """
            insert into sluice_served as had (tenant_id, service, environment, starts, length_ms, minutes, hour)
            select *, false from unnest($1, $2, $3, $4, $5, $6) order by 1, 2, 3, 4
            on conflict (tenant_id, service, environment, starts, hour) do update set length_ms = excluded.length_ms, minutes = excluded.minutes
            where abs(excluded.length_ms - 60000) < abs(had.length_ms - 60000)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. minutes.Select(one => one.Place.Tenant.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. minutes.Select(one => one.Place.Service.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. minutes.Select(one => one.Place.Environment.Value)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. minutes.Select(one => one.Minute.From.ToUniversalTime())] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. minutes.Select(one => (int)Math.Round(one.Minute.Window.Length.TotalMilliseconds))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. minutes.Select(one => PackedMinute.Pack(one.Minute))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes one row of the minutes of each hour that ended before an instant.</summary>
    public async Task FoldAsync(DateTimeOffset before, CancellationToken ct)
    {
        while (await FoldOldestAsync(before, ct) > 0)
        {
            // Each part is done for good.
        }
    }

    /// <summary>Some places of the oldest hour that is not folded yet.</summary>
    /// <returns>How many minutes; none when nothing is left.</returns>
    internal async Task<long> FoldOldestAsync(DateTimeOffset before, CancellationToken ct)
    {
        var hour = new DateTimeOffset(before.UtcTicks - (before.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        await using var command = database.CreateCommand(
            """
            with oldest as (select date_trunc('hour', min(starts), 'UTC') as begins from sluice_served where not hour and starts < $1),
            old as (
                delete from sluice_served where not hour and ctid = any(array(
                    select one.ctid from sluice_served one, oldest where not one.hour and one.starts >= oldest.begins and one.starts < oldest.begins + interval '1 hour'
                    order by one.tenant_id, one.service, one.environment, one.starts limit $2))
                returning tenant_id, service, environment, starts, minutes),
            folded as (
                insert into sluice_served as had (tenant_id, service, environment, starts, hour, minutes)
                select tenant_id, service, environment, date_trunc('hour', starts, 'UTC'), true, string_agg(minutes, ''::bytea order by starts) from old group by 1, 2, 3, 4
                on conflict (tenant_id, service, environment, starts, hour) do update set minutes = had.minutes || excluded.minutes)
            select count(*) from old
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = hour });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Most });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Hours go whole.</summary>
    public async Task TrimAsync(DateTimeOffset before, CancellationToken ct)
    {
        int gone;
        do
        {
            await using var command = database.CreateCommand("delete from sluice_served where ctid = any(array(select ctid from sluice_served where starts < $1 limit $2))");
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() - TimeSpan.FromHours(1) });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Most });
            gone = await command.ExecuteNonQueryAsync(ct);
        }
        while (gone == Most);
    }

    public async Task<IEnumerable<ServedMinute>> ReadAsync(PlaceKey place, DateTimeOffset from, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(
                "select starts, minutes from sluice_served where tenant_id = $1 and service = $2 and environment = $3 and starts >= $4 order by starts, hour desc");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place.Tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place.Service.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place.Environment.Value });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = from.ToUniversalTime() - TimeSpan.FromHours(1) });
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<(DateTimeOffset At, byte[] Minutes)>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add((reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<byte[]>(1)));
            }

            return Minutes(rows, from);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    /// <summary>An hour's row may stand beside minutes of it that came late, and some of them may be in both: what was there first counts.</summary>
    private static IEnumerable<ServedMinute> Minutes(IReadOnlyList<(DateTimeOffset At, byte[] Minutes)> rows, DateTimeOffset from) =>
        rows.GroupBy(row => row.At.UtcTicks / TimeSpan.TicksPerHour)
            .SelectMany(hour => hour.SelectMany(row => PackedMinute.Unpack(row.At, row.Minutes)).Where(minute => minute.From >= from).OrderBy(minute => minute.From).DistinctBy(minute => minute.From));
}
