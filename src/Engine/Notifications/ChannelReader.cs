using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Notifications;

namespace Sluice.Engine.Notifications;

/// <summary>Channels as their table has them.</summary>
internal static class ChannelReader
{
    public const int Count = 11;

    /// <summary>Of <c>sluice_channel c</c>, without the secret.</summary>
    public const string Columns = "c.tenant_id, c.id, c.name, c.address, c.team, c.services, c.environments, c.kinds, c.is_on, c.created_at, c.created_by";

    private static readonly Dictionary<string, NotificationKind> s_kinds = Enum.GetValues<NotificationKind>().ToDictionary(Words.Of, StringComparer.Ordinal);
    private static readonly Dictionary<string, DeliveryStatus> s_statuses = Enum.GetValues<DeliveryStatus>().ToDictionary(Words.Of, StringComparer.Ordinal);

    public static Channel Read(NpgsqlDataReader reader) => new(
        new TenantId(reader.GetString(0)),
        reader.GetString(1),
        new ChannelSpec(reader.GetString(2), reader.GetString(3))
        {
            Team = reader.IsDBNull(4) ? null : reader.GetString(4),
            Services = reader.GetFieldValue<string[]>(5).ToValueList(),
            Environments = reader.GetFieldValue<string[]>(6).ToValueList(),
            // A kind that a newer program wrote is none here.
            Kinds = reader.GetFieldValue<string[]>(7).Where(s_kinds.ContainsKey).Select(word => s_kinds[word]).ToValueList(),
            IsOn = reader.GetBoolean(8),
        },
        reader.GetFieldValue<DateTimeOffset>(9),
        reader.GetString(10));

    public static DeliveryStatus StatusOf(string word) => s_statuses[word];
}
