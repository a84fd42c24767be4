using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using Sluice.Domain;

namespace Sluice.Dashboard.Access;

/// <summary>
/// Whose data a request is about. Its host or header chooses only where somebody signs in; who is in already stays where they are, and
/// is a stranger at the address of another tenant.
/// </summary>
internal sealed class TenantChoice
{
    public const string Header = "X-Sluice-Tenant";

    private readonly bool _hasHeader;
    private readonly FrozenDictionary<string, TenantId> _hosts;
    private readonly FrozenDictionary<string, TenantSettings> _named;

    public TenantChoice(IOptions<TenantsOptions> options)
    {
        var given = options.Value;
        _hasHeader = given.Header;
        _named = given.Named.ToFrozenDictionary(tenant => tenant.Name, StringComparer.Ordinal);
        _hosts = given.Named.SelectMany(tenant => tenant.Hosts, (tenant, host) => (host, new TenantId(tenant.Name))).ToFrozenDictionary(pair => pair.host, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Where the request wants to sign in. Null when it names a tenant that there is not, or two.</summary>
    public TenantId? Of(HttpContext context) => Asked(context) switch
    {
        (false, _) => TenantId.Default,
        (_, var tenant) => tenant,
    };

    /// <summary>Whether somebody who is signed in may be where the request is. An answer of no is the same for a tenant that there is not.</summary>
    public bool Fits(ClaimsPrincipal user, HttpContext context) => Asked(context) is var (isNamed, tenant) && (!isNamed || tenant == user.ToTenant());

    /// <summary>Whether a person that others vouch for belongs to the tenant: roles alone do not tell, they are mapped alike for all.</summary>
    public bool Admits(TenantId tenant, IEnumerable<string> groups) =>
        tenant == TenantId.Default
        || (_named.TryGetValue(tenant.Value, out var settings) && groups.Select(group => group.Trim()).Intersect(settings.Groups, StringComparer.OrdinalIgnoreCase).Any());

    /// <summary>Whether there is such a tenant now; one that was taken out of the settings is gone with all who work for it.</summary>
    public bool Knows(TenantId tenant) => tenant == TenantId.Default || _named.ContainsKey(tenant.Value);

    private (bool IsNamed, TenantId? Tenant) Asked(HttpContext context)
    {
        var byHost = _hosts.TryGetValue(context.Request.Host.Host.TrimEnd('.'), out var host) ? host : (TenantId?)null;
        if (!_hasHeader || !context.Request.Headers.TryGetValue(Header, out var header))
        {
            return (byHost is not null, byHost);
        }

        var byHeader = header is [{ } name] && _named.ContainsKey(name) ? new TenantId(name) : (TenantId?)null;
        return (true, byHost is null || byHost == byHeader ? byHeader : null);
    }
}
