using System.Text.Json;
using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Store;

/// <summary>The columns that every read of events begins with: seq_id, version, timestamp, type, data.</summary>
internal static class EventRow
{
    public static Recorded Read(NpgsqlDataReader row, EventReader kind, TenantId tenant, string stream)
    {
        var version = row.GetInt64(1);
        try
        {
            return new(tenant, stream, version, row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(2), kind.Read(row.GetFieldValue<byte[]>(4)));
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException($"Stream {stream} has an event '{row.GetString(3)}' at version {version} that cannot be read: {ex.Message}", ex);
        }
    }
}
