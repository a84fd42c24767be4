using Microsoft.Extensions.Options;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Access;

/// <summary>The section <c>Sluice:Tenants</c>: who shares this installation without seeing each other. Without any, everything is of one tenant.</summary>
internal sealed class TenantsOptions
{
    public const string Section = "Sluice:Tenants";

    /// <summary>Whether <see cref="TenantChoice.Header"/> may name the tenant, beside hosts.</summary>
    public bool Header { get; set; }

    public TenantSettings[] Named { get; set; } = [];
}

/// <summary>One tenant besides the default one.</summary>
internal sealed class TenantSettings
{
    /// <summary>Stored with everything of theirs, so it never changes.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The hosts of the console's addresses that are theirs, without port.</summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>Whom a proxy or provider names comes in only with one of these groups; empty: nobody does.</summary>
    public string[] Groups { get; set; } = [];
}

internal sealed class TenantsOptionsValidator : IValidateOptions<TenantsOptions>
{
    public ValidateOptionsResult Validate(string? name, TenantsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        var (names, hosts) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (key, tenant) in options.Named.Select((tenant, i) => (FormattableString.Invariant($"{TenantsOptions.Section}:Named:{i}"), tenant)))
        {
            if (!Slug.IsValid(tenant.Name))
            {
                result.AddError($"{key}:Name must be a name, but is '{tenant.Name}'. Write {Slug.Remedy}.");
            }
            else if (!names.Add(tenant.Name))
            {
                result.AddError($"{key}:Name must be of one tenant only, but '{tenant.Name}' is there twice. Put their hosts together.");
            }

            foreach (var host in tenant.Hosts)
            {
                if (Uri.CheckHostName(host) is UriHostNameType.Unknown)
                {
                    result.AddError($"{key}:Hosts must hold hosts, but holds '{host}'. Write acme.example, without scheme, port and path.");
                }
                else if (!hosts.Add(host))
                {
                    result.AddError($"{key}:Hosts must be of one tenant only, but '{host}' is there twice. Give each tenant a host of its own.");
                }
            }

            if (tenant.Hosts.Length == 0 && !options.Header)
            {
                result.AddError($"{key}:Hosts must hold a host, but is empty, and no other way leads to '{tenant.Name}'. Add one, or set {TenantsOptions.Section}:Header to true.");
            }

            foreach (var group in tenant.Groups.Where(string.IsNullOrWhiteSpace))
            {
                result.AddError($"{key}:Groups must hold names of groups, but holds '{group}'. Remove it.");
            }
        }

        if (options.Header && options.Named.Length == 0)
        {
            result.AddError($"{TenantsOptions.Section}:Header is true, but {TenantsOptions.Section}:Named is empty. Name tenants, or remove it.");
        }

        return result.Build();
    }
}
