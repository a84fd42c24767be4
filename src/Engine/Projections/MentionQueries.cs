using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary>Answers from the mentions' table.</summary>
internal sealed class MentionQueries(NpgsqlDataSource database) : IMentionQueries
{
    public async Task<IReadOnlyList<MentionRow>> LatestAsync(TenantId tenant, string name, int most, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(
                "select deployment, version, at, by, note from sluice_mention where tenant_id = $1 and names @> to_jsonb($2::text) order by at desc, id desc limit $3");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name.ToLowerInvariant() });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<MentionRow>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add(MentionReadModel.ReadRow(reader, 0));
            }

            return rows;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }
}
