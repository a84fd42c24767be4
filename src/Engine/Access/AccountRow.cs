using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Engine.Access;

/// <summary>From a row to an account.</summary>
internal static class AccountRow
{
    public const string Columns = "tenant_id, name, display_name, source, groups, grants, stamp, disabled, created_at, created_by, last_sign_in_at, shows_presence";
    public const int Count = 12;

    public static Account Read(NpgsqlDataReader row) => new(
        new TenantId(row.GetString(0)),
        AccountName.From(row.GetString(1)),
        row.GetString(2),
        Enum.Parse<AccountSource>(row.GetString(3).Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true),
        row.GetFieldValue<string[]>(4).ToValueList(),
        AccessStatement.Grants(row.GetFieldValue<string[]>(5)),
        row.GetString(6),
        row.GetBoolean(7),
        row.GetFieldValue<DateTimeOffset>(8),
        row.GetString(9))
    {
        LastSignInAt = TimeOrNull(row, 10),
        ShowsPresence = row.GetBoolean(11),
    };

    public static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    public static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
