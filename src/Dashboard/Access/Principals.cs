using System.Security.Claims;
using Sluice.Domain;

namespace Sluice.Dashboard.Access;

/// <summary>Between the web's identity and the domain's words.</summary>
public static class Principals
{
    internal const string GroupClaim = "sluice:group";
    private const string TenantClaim = "sluice:tenant";

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

    /// <summary>The named groups that the sign-in told.</summary>
    public static ValueList<string> ToGroups(this ClaimsPrincipal user) => user.FindAll(GroupClaim).Select(claim => claim.Value).ToValueList();

    internal static ClaimsPrincipal Create(string name, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, name),
            new(ClaimTypes.Role, Policies.OperatorRole),
            new(TenantClaim, TenantId.Default.Value),
        ],
        scheme));
}
