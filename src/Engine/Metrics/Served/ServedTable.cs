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
    private const string Columns = "tenant_id, service, environment, starts, minutes";

    public string Name => "served minutes";

    // Written in order of time and read by place: the key is the only index.
    public string Sql => """
        create table if not exists sluice_served (
            tenant_id text not null,
            service text not null,
            environment text not null,
            starts timestamptz not null,
            hour boolean not null,
            minutes bytea not null,
            constraint sluice_served_pkey primary key (tenant_id, service, environment, starts, hour));
        """;

    /// <summary>All places in one statement. What is there already stays as it is: a write whose answer was lost may be repeated, and two nodes count the same requests.</summary>
    public async Task WriteAsync(IReadOnlyList<(PlaceKey Place, ServedMinute Minute)> minutes, CancellationToken ct)
    {
        if (minutes.Count == 0)
        {
            return;
        }

        await using var command = database.CreateCommand(
            $"insert into sluice_served ({Columns}, hour) select *, false from unnest($1, $2, $3, $4, $5) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. minutes.Select(one => one.Place.Tenant.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. minutes.Select(one => one.Place.Service.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. minutes.Select(one => one.Place.Environment.Value)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. minutes.Select(one => one.Minute.From.ToUniversalTime())] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. minutes.Select(one => PackedMinute.Pack(one.Minute))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes one row of the minutes of each hour that ended before an instant, for all places in one statement.</summary>
    public async Task FoldAsync(DateTimeOffset before, CancellationToken ct)
    {
        var hour = new DateTimeOffset(before.UtcTicks - (before.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        await using var command = database.CreateCommand(
            """
            with old as (delete from sluice_served where starts < $1 and not hour returning tenant_id, service, environment, starts, minutes)
            insert into sluice_served as had (tenant_id, service, environment, starts, hour, minutes)
            select tenant_id, service, environment, date_trunc('hour', starts, 'UTC'), true, string_agg(minutes, ''::bytea order by starts) from old group by 1, 2, 3, 4
            on conflict (tenant_id, service, environment, starts, hour) do update set minutes = had.minutes || excluded.minutes
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = hour });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Hours go whole.</summary>
    public async Task TrimAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from sluice_served where starts < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() - TimeSpan.FromHours(1) });
        await command.ExecuteNonQueryAsync(ct);
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
