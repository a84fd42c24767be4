using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Sluice.Domain.Notifications;

/// <summary>One entry of the list that bounds where messages may go: <c>hooks.example.org</c>, <c>*.example.org</c>, <c>10.1.0.0/16</c> or <c>10.1.2.3</c>.</summary>
public sealed record AllowedHost
{
    public const string Remedy = "a host such as hooks.example.org, *.example.org, an address such as 10.1.2.3 or a network such as 10.1.0.0/16";

    private AllowedHost(string? name, IPNetwork? network) => (Name, Network) = (name, network);

    /// <summary>In lower case; with a leading dot for everything below it.</summary>
    public string? Name { get; }

    public IPNetwork? Network { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out AllowedHost? host)
    {
        var name = text.ToLowerInvariant();
        if (IPAddress.TryParse(name, out var address))
        {
            host = new(name: null, new IPNetwork(address, address.GetAddressBytes().Length * 8));
        }
        else if (IPNetwork.TryParse(name, out var network))
        {
            host = new(name: null, network);
        }
        else
        {
            var plain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
            host = Uri.CheckHostName(plain) == UriHostNameType.Dns ? new(name.StartsWith('*') ? name[1..] : name, network: null) : null;
        }

        return host is not null;
    }

    /// <param name="name">The host as it stands in the address.</param>
    public bool Allows(string name) => Name is { } own && (own[0] == '.' ? name.EndsWith(own, StringComparison.OrdinalIgnoreCase) : name.Equals(own, StringComparison.OrdinalIgnoreCase));

    /// <param name="address">What the host's name stands for.</param>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Network is { } network && network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain);
    }
}
