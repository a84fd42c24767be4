using Npgsql;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary>How one reader of the events is doing.</summary>
/// <param name="Position">The last position whose effects are committed. For people who run the product, never for clients.</param>
/// <param name="Lag">Events after it.</param>
/// <param name="LastSuccess">When it last moved or was up to date in this process; null before the first time.</param>
/// <param name="Error">Why it stands still; null while it works.</param>
public sealed record ProjectionStatus(string Name, long Position, long Lag, DateTimeOffset? LastSuccess, string? Error)
{
    /// <summary>How long the oldest of these events has been waiting; zero when there is none.</summary>
    public TimeSpan Behind { get; init; }
}

/// <summary>The state of every read model and every other reader of the events, for health.</summary>
public interface IProjectionStatuses
{
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<ProjectionStatus>> ReadAsync(CancellationToken ct);
}

internal sealed class ProjectionStatuses(IEnumerable<Subscription> subscriptions, NpgsqlDataSource database, TimeProvider time) : IProjectionStatuses
{
    private readonly Subscription[] _subscriptions = [.. subscriptions];

    public async Task<IReadOnlyList<ProjectionStatus>> ReadAsync(CancellationToken ct)
    {
        try
        {
            // From the table and not from memory: another node may have moved the cursor.
            await using var command = database.CreateCommand(
                """
                select reader.place, reader.position, (select count(*) from mt_events where seq_id > reader.position),
                    (select timestamp from mt_events where seq_id > reader.position order by seq_id limit 1) from (
                    select asked.place, coalesce(c.position, 0) as position
                    from unnest($1) with ordinality as asked (name, place) left join sluice_cursor c on c.name = asked.name) reader
                order by reader.place
                """);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. _subscriptions.Select(subscription => subscription.Name)] });
            await using var reader = await command.ExecuteReaderAsync(ct);
            var statuses = new List<ProjectionStatus>();
            while (await reader.ReadAsync(ct))
            {
                var status = _subscriptions[reader.GetInt64(0) - 1].Status;
                statuses.Add(new(status.Name, reader.GetInt64(1), reader.GetInt64(2), status.LastSuccess, status.Error) { Behind = await reader.IsDBNullAsync(3, ct) ? TimeSpan.Zero : Since(reader.GetFieldValue<DateTimeOffset>(3)) });
            }

            return statuses;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    /// <summary>Events carry the clock of the node that wrote them, which may be a little ahead of this one's.</summary>
    private TimeSpan Since(DateTimeOffset at) => time.GetUtcNow() is var now && now > at ? now - at : TimeSpan.Zero;
}
