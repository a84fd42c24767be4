using Sluice.Domain;

namespace Sluice.Engine.Preferences;

/// <summary>What people have chosen for themselves: small texts by name. No events are made of it, for nothing is decided by it.</summary>
public interface IPreferenceStore
{
    /// <returns>Null when nothing was chosen.</returns>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<string?> ReadAsync(TenantId tenant, string person, string name, CancellationToken ct);

    /// <summary>Takes the place of what was chosen before.</summary>
    /// <param name="text">At most <see cref="Preference.Longest"/> characters; null to forget it.</param>
    /// <exception cref="ArgumentException">The text is too long.</exception>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached; nothing was kept.</exception>
    Task WriteAsync(TenantId tenant, string person, string name, string? text, CancellationToken ct);
}

/// <summary>What a preference may be.</summary>
public static class Preference
{
    public const int Longest = 16_384;
}
