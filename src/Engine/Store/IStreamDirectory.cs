using System.Runtime.CompilerServices;
using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Store;

/// <summary>Which streams there are, and where the feed of all events stands.</summary>
internal interface IStreamDirectory
{
    /// <summary>Every stream of a type, whole, in one pass: reading ten thousand one by one takes minutes on a busy machine.</summary>
    /// <param name="streamType">Marten's aggregate alias, such as <c>service</c>.</param>
    IAsyncEnumerable<WholeStream> ReadAsync(string streamType, CancellationToken ct);

    /// <summary>A position below which nothing new can appear any more, near the end.</summary>
    Task<long> FinalPositionAsync(CancellationToken ct);
}

/// <param name="Events">In order; null when one of them is of a kind that this program does not know.</param>
internal sealed record WholeStream(TenantId Tenant, string Stream, IReadOnlyList<Recorded>? Events);

internal sealed class StreamDirectory(NpgsqlDataSource database, EventCatalogue catalogue) : IStreamDirectory
{
    public async IAsyncEnumerable<WholeStream> ReadAsync(string streamType, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select e.seq_id, e.version, e.timestamp, e.type, e.data, e.tenant_id, e.stream_id
            from mt_streams s join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id
            where s.type = $1 and not s.is_archived and e.is_archived = false and e.type <> 'tombstone'
            order by e.tenant_id, e.stream_id, e.version
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamType });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (current, events) = ((WholeStream?)null, new List<Recorded>());
        while (await reader.ReadAsync(ct))
        {
            var (tenant, stream) = (new TenantId(reader.GetString(5)), reader.GetString(6));
            if (current is null || current.Stream != stream || current.Tenant != tenant)
            {
                if (current is not null)
                {
                    yield return current;
                }

                current = new(tenant, stream, events = []);
            }

            if (catalogue.ReaderOf(reader.GetString(3)) is { } kind)
            {
                events.Add(EventRow.Read(reader, kind, tenant, stream));
            }
            else
            {
                current = current with { Events = null };
            }
        }

        if (current is not null)
        {
            yield return current;
        }
    }

    /// <summary>Durable readers have been there, so it is final; without any, the beginning.</summary>
    public async Task<long> FinalPositionAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select coalesce(max(position), 0) from sluice_cursor");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
