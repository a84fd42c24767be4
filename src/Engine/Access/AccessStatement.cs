using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Store;

namespace Sluice.Engine.Access;

/// <summary>Runs statements on accounts and tokens; what changes who may do what also moves the number that all nodes look at.</summary>
internal static class AccessStatement
{
    public const string Changed = "update sluice_access_change set number = number + 1";

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };

    public static NpgsqlParameter Texts(IEnumerable<string>? values) =>
        new() { Value = (object?)values?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text };

    public static string[] Texts(ValueList<RoleGrant> grants) => [.. grants.Select(grant => grant.ToString())];

    // What a newer program wrote and this one does not know gives nothing here.
    public static ValueList<RoleGrant> Grants(string[] texts) =>
        texts.Select(text => GrantText.TryParse(text, out var grant) ? grant : null).OfType<RoleGrant>().ToValueList();

    public static void With(this NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }
    }

    public static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    /// <summary>Both or neither; the number moves only when the statement changed something.</summary>
    public static Task<bool> ChangeAsync(this NpgsqlDataSource database, string sql, IEnumerable<NpgsqlParameter> values, CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand($"with done as ({sql} returning 1) {Changed} where exists (select 1 from done)");
        command.With([.. values]);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    });
}
