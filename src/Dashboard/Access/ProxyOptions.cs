using System.Net;
using Microsoft.Extensions.Options;

namespace Sluice.Dashboard.Access;

/// <summary>The section <c>Access:Proxy</c>: a reverse proxy in front that knows who people are. Off while no address is given.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Access:Proxy";

    /// <summary>Addresses or networks (CIDR) from which the headers are believed.</summary>
    public string[] Addresses { get; set; } = [];

    public string UserHeader { get; set; } = "X-Forwarded-User";

    /// <summary>The name to show; optional.</summary>
    public string NameHeader { get; set; } = "X-Forwarded-Preferred-Username";

    /// <summary>Groups, with commas between.</summary>
    public string GroupsHeader { get; set; } = "X-Forwarded-Groups";

    /// <summary>Group to roles, such as <c>operator@shop approver</c>.</summary>
    public Dictionary<string, string> Roles { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Roles of everybody whom the proxy lets through.</summary>
    public string? DefaultRoles { get; set; }

    public bool IsOn => Addresses.Length > 0;

    public bool Trusts(IPAddress? address)
    {
        var from = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return from is not null && Addresses.Any(text => TryNetwork(text, out var network) && network.BaseAddress.AddressFamily == from.AddressFamily && network.Contains(from));
    }

    public static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        if (!IPAddress.TryParse(text, out var single))
        {
            return false;
        }

        network = new IPNetwork(single, single.GetAddressBytes().Length * 8);
        return true;
    }
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var address in options.Addresses.Where(address => !ProxyOptions.TryNetwork(address, out _)))
        {
            result.AddError($"{ProxyOptions.Section}:Addresses must hold addresses or networks, but holds '{address}'. Write 10.0.0.7 or 10.0.0.0/24, with no bit set behind the prefix.");
        }

        foreach (var (key, header) in new[] { ("UserHeader", options.UserHeader), ("NameHeader", options.NameHeader), ("GroupsHeader", options.GroupsHeader) })
        {
            if (header.Length == 0 || !header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                result.AddError($"{ProxyOptions.Section}:{key} must be a header's name, but is '{header}'. Write letters, digits and hyphens, such as X-Forwarded-User.");
            }
        }

        foreach (var mistake in GroupRoles.Mistakes(ProxyOptions.Section, options.Roles, options.DefaultRoles))
        {
            result.AddError(mistake);
        }

        return result.Build();
    }
}
