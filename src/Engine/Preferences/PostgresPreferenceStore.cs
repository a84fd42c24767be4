using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Engine.Preferences;

/// <summary>Preferences in a table of their own.</summary>
internal sealed class PostgresPreferenceStore(NpgsqlDataSource database) : IPreferenceStore
{
    public async Task<string?> ReadAsync(TenantId tenant, string person, string name, CancellationToken ct) =>
        await RunAsync("select data from sluice_preference where tenant_id = $1 and person = $2 and name = $3", command => command.ExecuteScalarAsync(ct), tenant.Value, person, name) as string;

    public Task WriteAsync(TenantId tenant, string person, string name, string? text, CancellationToken ct)
    {
        if (text is { Length: > Preference.Longest })
        {
            throw new ArgumentException($"A preference has at most {Preference.Longest} characters; this one has {text.Length}.", nameof(text));
        }

        return text is null
            ? RunAsync("delete from sluice_preference where tenant_id = $1 and person = $2 and name = $3", command => command.ExecuteNonQueryAsync(ct), tenant.Value, person, name)
            : RunAsync(
                """
                insert into sluice_preference (tenant_id, person, name, data) values ($1, $2, $3, $4)
                on conflict (tenant_id, person, name) do update set data = excluded.data
                """,
                command => command.ExecuteNonQueryAsync(ct),
                tenant.Value,
                person,
                name,
                text);
    }

    private async Task<T> RunAsync<T>(string sql, Func<NpgsqlCommand, Task<T>> run, params string[] values)
    {
        try
        {
            await using var command = database.CreateCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            }

            return await run(command);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }
}
