using System.Security.Claims;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Access;

/// <summary>What somebody who is signed in may do now.</summary>
public interface IGrants
{
    /// <summary>Empty when their session, token or account is no longer good.</summary>
    ValueList<RoleGrant> Of(ClaimsPrincipal user);

    /// <summary>The named groups that have a say at gates; a token's are its owner's.</summary>
    ValueList<string> GroupsOf(ClaimsPrincipal user);

    /// <summary>Whether the session or token is still good, with or without a role.</summary>
    bool IsAlive(ClaimsPrincipal user);
}

/// <summary>Looks it up in the directory at every question, so that what was taken away is gone in open pages and connections too.</summary>
internal sealed class Grants(AccessDirectory directory, AccessToken bootstrap, TenantChoice tenants, TimeProvider time) : IGrants
{
    private static readonly ValueList<RoleGrant> s_everything = [new RoleGrant(Role.Administrator)];

    public ValueList<RoleGrant> Of(ClaimsPrincipal user) => Find(user) ?? [];

    public bool IsAlive(ClaimsPrincipal user) => Find(user) is not null;

    public ValueList<string> GroupsOf(ClaimsPrincipal user)
    {
        var name = user.Kind() switch
        {
            Principals.AccountKind => user.ToAccount(),
            Principals.TokenKind => directory.Now.FindToken(user.TokenId() ?? string.Empty)?.Owner,
            _ => null,
        };
        return name is { } account && IsAlive(user) ? FindAccount(user.ToTenant(), account)?.Groups ?? [] : [];
    }

    private ValueList<RoleGrant>? Find(ClaimsPrincipal user) => user.Identity?.IsAuthenticated != true || !tenants.Knows(user.ToTenant()) ? null : user.Kind() switch
    {
        Principals.BootstrapKind => bootstrap.IsStamp(user.Stamp()) ? s_everything : null,
        Principals.AccountKind => FindAccount(user.ToTenant(), AccountName.From(user.Identity.Name ?? string.Empty)) is { } account
            && string.Equals(account.Stamp, user.Stamp(), StringComparison.Ordinal) ? account.Grants : null,
        Principals.TokenKind => OfToken(user),
        _ => null,
    };

    private ValueList<RoleGrant>? OfToken(ClaimsPrincipal user)
    {
        if (directory.Now.FindToken(user.TokenId() ?? string.Empty) is not { } token || !token.IsGood(time.GetUtcNow()))
        {
            return null;
        }

        return token.Owner is not { } owner
            ? token.Grants
            : FindAccount(token.Tenant, owner) is { } account ? GrantMeet.Of(token.Grants, account.Grants) : null;
    }

    private Account? FindAccount(TenantId tenant, AccountName name) => directory.Now.Find(tenant, name) is { IsDisabled: false } account ? account : null;
}
