using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Audit;

namespace Sluice.Engine.Access;

/// <summary>What somebody trusted says about a person.</summary>
public sealed record ExternalPerson(TenantId Tenant, AccountSource Source, string Name, string? DisplayName, ValueList<string> Groups, ValueList<RoleGrant> Grants);

/// <summary>Lets in people that a proxy or a provider of sign-ins vouches for. Their account is made at the first time, and their grants follow theirs.</summary>
public sealed class ExternalSignIn(IAccountStore store, AccessDirectory directory, IAuditTrail audit, TimeProvider time)
{
    // A proxy vouches with every request; one entry for each would bury the log.
    private static readonly TimeSpan s_sameVisit = TimeSpan.FromHours(12);

    /// <param name="isVisit">True when it stands for a visit of many requests, and is recorded once for all of them.</param>
    /// <returns>The account, or why not.</returns>
    /// <exception cref="Store.StoreUnavailableException">Nothing is known about the person, and the database cannot be used.</exception>
    public async Task<(Account? Account, string? Obstacle)> AdmitAsync(ExternalPerson person, bool isVisit, string? address, CancellationToken ct)
    {
        var name = AccountName.Typed(person.Name);
        var display = Display(person, name);
        if (AccountRules.Check(name, display, person.Groups, person.Grants) is [var error, ..])
        {
            return await RefuseAsync(person, name, $"{error.Field}: found {error.Found}, expected {error.Remedy}", address, ct);
        }

        var account = (await directory.ReadAsync(ct)).Find(person.Tenant, name) ?? (await store.FindAsync(person.Tenant, name, ct))?.Account;
        var now = time.GetUtcNow();
        if (account is null)
        {
            account = new(person.Tenant, name, display, person.Source, person.Groups, person.Grants, Stamps.Next(), IsDisabled: false, now, Words.Of(person.Source));
            if (!await store.AddAsync(account, passwordHash: null, ct))
            {
                account = (await store.FindAsync(person.Tenant, name, ct))!.Account;
            }
        }

        if (account.Source != person.Source)
        {
            return await RefuseAsync(person, name, $"the name belongs to an account that comes in another way ({Words.Of(account.Source)})", address, ct);
        }

        if (account.IsDisabled)
        {
            return await RefuseAsync(person, name, "the account is disabled", address, ct);
        }

        if (account.Groups.Equals(person.Groups) && account.Grants.Equals(person.Grants) && isVisit && now - account.LastSignInAt < s_sameVisit)
        {
            return (account, null);
        }

        account = await store.ChangeAsync(person.Tenant, name, new(display, person.Groups, person.Grants), ct) ?? account;
        await store.CountSignInAsync(person.Tenant, name, now, ct);
        await directory.RefreshAsync(ct);
        await audit.RecordAsync(By(person, name, address).Entry(time, AccessActions.SignIn, "console", AuditOutcome.Applied, Words.Of(person.Source)), ct);
        return (account, null);
    }

    private static string Display(ExternalPerson person, AccountName name)
    {
        var text = new string([.. (person.DisplayName ?? string.Empty).Where(c => !char.IsControl(c))]).Trim();
        return text.Length == 0 ? name.Value : text[..Math.Min(text.Length, AccountRules.LongestDisplayName)];
    }

    private async Task<(Account?, string?)> RefuseAsync(ExternalPerson person, AccountName name, string why, string? address, CancellationToken ct)
    {
        await audit.RecordAsync(By(person, name, address).Entry(time, AccessActions.SignIn, "console", AuditOutcome.Refused, why), ct);
        return (null, why);
    }

    private static Requester By(ExternalPerson person, AccountName name, string? address) => new(person.Tenant, name.IsValid() ? name.Value : "unknown", "ui", address);
}
