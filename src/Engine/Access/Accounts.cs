using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Audit;

namespace Sluice.Engine.Access;

/// <summary>Changes of accounts: checked, kept, recorded, and acting at once. Who may make them is decided before.</summary>
public sealed class Accounts(IAccountStore store, IPasswordHasher<Account> hasher, PasswordSignIn passwords, AccessDirectory directory, IAuditTrail audit, TimeProvider time)
{
    private const string Local = "an account with a password here; the others change where they come from";

    /// <summary>With a password of its own making when none is given; it is in the answer.</summary>
    public async Task<AccessAnswer> CreateAsync(
        Requester by, AccountName name, string displayName, ValueList<string> groups, ValueList<RoleGrant> grants, string? password, CancellationToken ct)
    {
        var display = displayName.Trim() is { Length: > 0 } given ? given : name.Value;
        var secret = string.IsNullOrEmpty(password) ? Stamps.Password() : password;
        var errors = AccountRules.Check(name, display, groups, grants).Concat(AccountRules.CheckPassword(secret, name)).ToValueList();
        if (errors.Count > 0)
        {
            return new AccessAnswer.Refused(errors);
        }

        var account = new Account(by.Tenant, name, display, AccountSource.Local, groups, grants, Stamps.Next(), IsDisabled: false, time.GetUtcNow(), by.Name);
        if (!await store.AddAsync(account, hasher.HashPassword(account, secret), ct))
        {
            return AccessAnswer.No("name", name.Value, "a name that no account has");
        }

        await TellAsync(by.Entry(time, AccessActions.CreateAccount, name.Value, AuditOutcome.Applied, diff: Diff(before: null, account)), ct);
        return new AccessAnswer.Done(string.IsNullOrEmpty(password) ? secret : null);
    }

    public async Task<AccessAnswer> ChangeAsync(
        Requester by, AccountName name, string displayName, ValueList<string> groups, ValueList<RoleGrant> grants, bool isDisabled, CancellationToken ct)
    {
        if (await store.FindAsync(by.Tenant, name, ct) is not { Account: var before })
        {
            return Unknown(name);
        }

        var after = before with { DisplayName = displayName.Trim(), Groups = groups, Grants = grants, IsDisabled = isDisabled };
        var errors = AccountRules.Check(name, after.DisplayName, groups, grants);
        if (errors.Count > 0)
        {
            return new AccessAnswer.Refused(errors);
        }

        if (before.IsAdministrator && !after.IsAdministrator && await IsLastAdministratorAsync(by.Tenant, name, ct))
        {
            await audit.RecordAsync(by.Entry(time, AccessActions.ChangeAccount, name.Value, AuditOutcome.Refused, "the last administrator", Diff(before, after)), ct);
            return AccessAnswer.No("grants", "the last administrator", "another administrator first");
        }

        // Only a disabled account's sessions end; lost roles act within open ones.
        var stamp = isDisabled && !before.IsDisabled ? Stamps.Next() : null;
        await store.ChangeAsync(by.Tenant, name, new(after.DisplayName, groups, grants, isDisabled, Stamp: stamp), ct);
        await TellAsync(by.Entry(time, AccessActions.ChangeAccount, name.Value, AuditOutcome.Applied, diff: Diff(before, after)), ct);
        return new AccessAnswer.Done();
    }

    /// <summary>A new password in the answer; every session ends.</summary>
    public async Task<AccessAnswer> ResetPasswordAsync(Requester by, AccountName name, CancellationToken ct)
    {
        if (await store.FindAsync(by.Tenant, name, ct) is not { Account: var account })
        {
            return Unknown(name);
        }

        if (account.Source is not AccountSource.Local)
        {
            return AccessAnswer.No("name", Words.Of(account.Source), Local);
        }

        var secret = Stamps.Password();
        await store.ChangeAsync(by.Tenant, name, new(PasswordHash: hasher.HashPassword(account, secret), Stamp: Stamps.Next()), ct);
        await TellAsync(by.Entry(time, AccessActions.ResetPassword, name.Value, AuditOutcome.Applied), ct);
        return new AccessAnswer.Done(secret);
    }

    /// <summary>By its owner, who proves the old one; every session ends.</summary>
    public async Task<AccessAnswer> ChangePasswordAsync(Requester by, AccountName name, string? old, string? wanted, CancellationToken ct)
    {
        if (await store.FindAsync(by.Tenant, name, ct) is not { Account: var account, PasswordHash: not null })
        {
            return AccessAnswer.No("name", name.Value, Local);
        }

        var errors = AccountRules.CheckPassword(wanted ?? string.Empty, name);
        if (!await passwords.IsRightAsync(by.Tenant, name, old, ct))
        {
            await audit.RecordAsync(by.Entry(time, AccessActions.ChangePassword, name.Value, AuditOutcome.Refused, "wrong password"), ct);
            errors = errors.Add(new("old_password", "another one", "the password that is good now"));
        }

        if (errors.Count > 0)
        {
            return new AccessAnswer.Refused(errors);
        }

        await store.ChangeAsync(by.Tenant, name, new(PasswordHash: hasher.HashPassword(account, wanted!), Stamp: Stamps.Next()), ct);
        await TellAsync(by.Entry(time, AccessActions.ChangePassword, name.Value, AuditOutcome.Applied), ct);
        return new AccessAnswer.Done();
    }

    public async Task<AccessAnswer> SignOutEverywhereAsync(Requester by, AccountName name, CancellationToken ct)
    {
        if (await store.ChangeAsync(by.Tenant, name, new(Stamp: Stamps.Next()), ct) is null)
        {
            return Unknown(name);
        }

        await TellAsync(by.Entry(time, AccessActions.SignOutEverywhere, name.Value, AuditOutcome.Applied), ct);
        return new AccessAnswer.Done();
    }

    /// <summary>By its owner: whether others see what they look at. Not a right, so it is not in the audit log.</summary>
    public async Task<AccessAnswer> ShowPresenceAsync(TenantId tenant, AccountName name, bool shows, CancellationToken ct)
    {
        if (await store.ChangeAsync(tenant, name, new(ShowsPresence: shows), ct) is null)
        {
            return Unknown(name);
        }

        await directory.RefreshAsync(ct);
        return new AccessAnswer.Done();
    }

    private static AccessAnswer.Refused Unknown(AccountName name) => AccessAnswer.No("name", name.Value, "the name of an account");

    private async Task<bool> IsLastAdministratorAsync(TenantId tenant, AccountName name, CancellationToken ct)
    {
        await directory.RefreshAsync(ct);
        return !directory.Now.Accounts(tenant).Any(account => account.IsAdministrator && account.Name != name);
    }

    private async Task TellAsync(AuditEntry entry, CancellationToken ct)
    {
        await directory.RefreshAsync(ct);
        await audit.RecordAsync(entry, ct);
    }

    private static string Diff(Account? before, Account after) => JsonSerializer.Serialize(new { before = before is null ? null : Shown(before), after = Shown(after) });

    private static object Shown(Account account) => new
    {
        display_name = account.DisplayName,
        groups = account.Groups,
        grants = account.Grants.Select(grant => grant.ToString()),
        disabled = account.IsDisabled,
    };
}
