using System.Security.Claims;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Access;

/// <summary>Between the web's identity and the domain's words. What somebody may do is not in their identity: it is looked up, so that it can be taken away.</summary>
public static class Principals
{
    internal const string BootstrapKind = "bootstrap";
    internal const string AccountKind = "account";
    internal const string TokenKind = "token";
    private const string TenantClaim = "sluice:tenant";
    private const string KindClaim = "sluice:kind";
    private const string StampClaim = "sluice:stamp";
    private const string TokenClaim = "sluice:token";

    /// <summary>Who the domain records as the giver of an order.</summary>
    public static Actor ToActor(this ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? Actor.Person(name)
            : throw new InvalidOperationException("Nobody is signed in; an endpoint without a policy asked for the actor.");

    /// <summary>Whose data this person or program works on.</summary>
    public static TenantId ToTenant(this ClaimsPrincipal user) =>
        user.FindFirstValue(TenantClaim) is { Length: > 0 } tenant
            ? new(tenant)
            : throw new InvalidOperationException("Nobody is signed in; an endpoint without a policy asked for the tenant.");

    /// <summary>The account behind it; null for the bootstrap administrator and for tokens.</summary>
    internal static AccountName? ToAccount(this ClaimsPrincipal user) =>
        user.HasClaim(KindClaim, AccountKind) && user.Identity?.Name is { } name ? AccountName.From(name) : null;

    internal static string? Kind(this ClaimsPrincipal user) => user.FindFirstValue(KindClaim);

    internal static string? Stamp(this ClaimsPrincipal user) => user.FindFirstValue(StampClaim);

    internal static string? TokenId(this ClaimsPrincipal user) => user.FindFirstValue(TokenClaim);

    /// <summary>Whoever holds the installation's own token, under the name that they gave.</summary>
    internal static ClaimsPrincipal Bootstrap(TenantId tenant, string name, string stamp, string scheme) => Create(tenant, name, BootstrapKind, stamp, scheme);

    internal static ClaimsPrincipal Of(Account account, string scheme) => Create(account.Tenant, account.Name.Value, AccountKind, account.Stamp, scheme);

    /// <summary>Orders of a token are its owner's, so that nobody approves with a token what they asked for in person. A colon is in no account's name.</summary>
    internal static ClaimsPrincipal Of(ApiToken token, string scheme)
    {
        var user = Create(token.Tenant, token.Owner?.Value ?? $"token:{token.Name}", TokenKind, stamp: string.Empty, scheme);
        ((ClaimsIdentity)user.Identity!).AddClaim(new(TokenClaim, token.Id));
        return user;
    }

    private static ClaimsPrincipal Create(TenantId tenant, string name, string kind, string stamp, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, name), new(TenantClaim, tenant.Value), new(KindClaim, kind), new(StampClaim, stamp)], scheme));
}
