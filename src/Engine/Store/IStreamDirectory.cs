using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Store;

/// <summary>Which streams there are, and where the feed of all events stands.</summary>
internal interface IStreamDirectory
{
    /// <param name="streamType">Marten's aggregate alias, such as <c>service</c>.</param>
    Task<IReadOnlyList<(TenantId Tenant, string Stream)>> ListAsync(string streamType, CancellationToken ct);

    /// <summary>A position below which nothing new can appear any more, near the end.</summary>
    Task<long> FinalPositionAsync(CancellationToken ct);
}

internal sealed class StreamDirectory(NpgsqlDataSource database) : IStreamDirectory
{
    public async Task<IReadOnlyList<(TenantId Tenant, string Stream)>> ListAsync(string streamType, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select tenant_id, id from mt_streams where type = $1 and not is_archived");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamType });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var streams = new List<(TenantId, string)>();
        while (await reader.ReadAsync(ct))
        {
            streams.Add((new(reader.GetString(0)), reader.GetString(1)));
        }

        return streams;
    }

    /// <summary>Durable readers have been there, so it is final; without any, the beginning.</summary>
    public async Task<long> FinalPositionAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select coalesce(max(position), 0) from sluice_cursor");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
