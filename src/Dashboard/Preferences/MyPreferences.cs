using System.Text.Json;
using Sluice.Dashboard.Access;
using Sluice.Engine.Preferences;

namespace Sluice.Dashboard.Preferences;

/// <summary>What the person at work has chosen, kept on the server under their account.</summary>
public sealed class MyPreferences(IPreferenceStore store, CurrentActor current)
{
    /// <summary>An account and a holder of the installation's token may bear the same name.</summary>
    private string Person => current.Account is { } account ? $"account:{account.Value}" : $"name:{current.Actor.Name}";

    /// <returns>Null when nothing was chosen, or something that this program cannot read.</returns>
    /// <exception cref="Engine.Store.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<T?> ReadAsync<T>(string name, CancellationToken ct)
        where T : class
    {
        try
        {
            return await store.ReadAsync(current.Tenant, Person, name, ct) is { } text ? JsonSerializer.Deserialize<T>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="value">Null to forget it.</param>
    /// <exception cref="ArgumentException">It is too long to be kept.</exception>
    /// <exception cref="Engine.Store.StoreUnavailableException">The database cannot be reached; nothing was kept.</exception>
    public Task WriteAsync<T>(string name, T? value, CancellationToken ct)
        where T : class =>
        store.WriteAsync(current.Tenant, Person, name, value is null ? null : JsonSerializer.Serialize(value), ct);
}
