using Microsoft.AspNetCore.Identity;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Audit;

namespace Sluice.Engine.Access;

/// <summary>
/// Checks names and passwords. Unknown, locked and disabled names cost the same work and get the same answer as wrong passwords, so nobody
/// can learn from it who exists.
/// </summary>
public sealed class PasswordSignIn(IAccountStore store, IPasswordHasher<Account> hasher, AccessDirectory directory, IAuditTrail audit, TimeProvider time) : IDisposable
{
    private static readonly Account s_nobody = new(
        TenantId.Default, AccountName.From("-"), "-", AccountSource.Local, [], [], string.Empty, IsDisabled: true, default, string.Empty);

    private readonly string _decoy = hasher.HashPassword(s_nobody, Stamps.Password());

    // Hashing is slow on purpose; a flood of sign-ins must leave a core to everybody else.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <returns>The account; null when the sign-in is refused.</returns>
    /// <exception cref="Store.StoreUnavailableException">Accounts cannot be read now.</exception>
    public async Task<Account?> TryAsync(TenantId tenant, string? typedName, string? password, string? address, CancellationToken ct)
    {
        var name = AccountName.Typed(typedName);
        var found = name.IsValid() ? await store.FindAsync(tenant, name, ct) : null;
        var by = new Requester(tenant, name.IsValid() ? name.Value : "unknown", "ui", address);
        var verified = await VerifyAsync(found, password ?? string.Empty, ct);
        var now = time.GetUtcNow();
        var obstacle = found switch
        {
            null => "no such account",
            { PasswordHash: null } => "the account has no password here",
            { Account.IsDisabled: true } => "the account is disabled",
            { LockedUntil: { } until } when now < until => "too many wrong passwords",
            _ when verified is PasswordVerificationResult.Failed => "wrong password",
            _ => null,
        };
        if (obstacle is not null || found is null)
        {
            if (found is { PasswordHash: not null, Account.IsDisabled: false } && !(now < found.LockedUntil))
            {
                await store.CountFailureAsync(tenant, name, now, ct);
            }

            await audit.RecordAsync(by.Entry(time, AccessActions.SignIn, "console", AuditOutcome.Refused, obstacle), ct);
            return null;
        }

        if (verified is PasswordVerificationResult.SuccessRehashNeeded)
        {
            await store.ChangeAsync(tenant, name, new(PasswordHash: hasher.HashPassword(found.Account, password!)), ct);
        }

        await store.CountSignInAsync(tenant, name, now, ct);
        await directory.RefreshAsync(ct);
        await audit.RecordAsync(by.Entry(time, AccessActions.SignIn, "console", AuditOutcome.Applied, "password"), ct);
        return found.Account;
    }

    /// <summary>Whether it is the account's password now. Counts nothing.</summary>
    public async Task<bool> IsRightAsync(TenantId tenant, AccountName name, string? password, CancellationToken ct)
    {
        var found = await store.FindAsync(tenant, name, ct);
        return await VerifyAsync(found, password ?? string.Empty, ct) is not PasswordVerificationResult.Failed && found?.PasswordHash is not null;
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<PasswordVerificationResult> VerifyAsync(AccountSecret? found, string password, CancellationToken ct)
    {
        await _hashing.WaitAsync(ct);
        try
        {
            var given = password.Length <= AccountRules.LongestPassword ? password : string.Empty;
            return hasher.VerifyHashedPassword(found?.Account ?? s_nobody, found?.PasswordHash ?? _decoy, given);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
