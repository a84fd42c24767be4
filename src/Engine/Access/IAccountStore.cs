using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Engine.Access;

/// <summary>Keeps accounts. Every member throws <see cref="Store.StoreUnavailableException"/> when the database cannot be used.</summary>
public interface IAccountStore
{
    Task<AccountSecret?> FindAsync(TenantId tenant, AccountName name, CancellationToken ct);

    /// <returns>False when the name is taken.</returns>
    Task<bool> AddAsync(Account account, string? passwordHash, CancellationToken ct);

    /// <summary>Null members stay as they are.</summary>
    /// <returns>The account after it; null when there is none.</returns>
    Task<Account?> ChangeAsync(TenantId tenant, AccountName name, AccountChange change, CancellationToken ct);

    /// <summary>Counts a wrong password; wrong ones that arrive together are all counted.</summary>
    Task<DateTimeOffset?> CountFailureAsync(TenantId tenant, AccountName name, DateTimeOffset now, CancellationToken ct);

    /// <summary>Forgets wrong passwords and notes the time.</summary>
    Task CountSignInAsync(TenantId tenant, AccountName name, DateTimeOffset now, CancellationToken ct);
}

/// <summary>What changes about an account.</summary>
/// <param name="Stamp">A new one ends every session. A new password also ends a lockout.</param>
public sealed record AccountChange(
    string? DisplayName = null, ValueList<string>? Groups = null, ValueList<RoleGrant>? Grants = null, bool? IsDisabled = null, string? PasswordHash = null, string? Stamp = null,
    bool? ShowsPresence = null);
