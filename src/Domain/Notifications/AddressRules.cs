using System.Net;
using System.Net.Sockets;

namespace Sluice.Domain.Notifications;

/// <summary>Which addresses messages may go to. The machines of the network are reached from here, so this bounds what an administrator of a tenant can make the product ask.</summary>
public static class AddressRules
{
    private const string Remedy = "an address such as https://hooks.example.org/sluice";

    /// <summary>Link-local, where clouds answer with credentials of the machine; their other such addresses; and what is no machine at all.</summary>
    private static readonly IPNetwork[] s_never =
    [
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fd00:ec2::/32"), IPNetwork.Parse("fd20:ce::254/128"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("::/128"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("255.255.255.255/32"),
        // Where in such an address the one of IPv4 stands is up to the network.
        IPNetwork.Parse("64:ff9b:1::/48"),
    ];

    /// <summary>Addresses of IPv6 that end in one of IPv4: translated in two ways, and compatible. Mapped ones are in no network of IPv6.</summary>
    private static readonly IPNetwork[] s_endInOne = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("::ffff:0:0:0/96"), IPNetwork.Parse("::/96")];

    private static readonly IPNetwork s_teredo = IPNetwork.Parse("2001::/32");
    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");

    /// <returns>What was found, without what might be a secret in it, and what would be right; null when the address can be used.</returns>
    public static (string Found, string Remedy)? Mistake(string text)
    {
        if (text.Length == 0)
        {
            return ("nothing", Remedy);
        }

        if (text.Length > ChannelRules.LongestAddress || text.Any(c => c is <= ' ' or > '~') || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            return (FormattableString.Invariant($"{text.Length} characters that are no address"), Remedy);
        }

        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            return (address.Scheme + "://…", "http:// or https://");
        }

        var host = address.GetLeftPart(UriPartial.Scheme) + address.Authority[(address.Authority.LastIndexOf('@') + 1)..];
        if (address.UserInfo.Length > 0)
        {
            return (host + " with a name or password before it", "no name or password in the address; the receiver knows us by the signature");
        }

        if (address.Fragment.Length > 0)
        {
            return (host + " with a fragment", "an address without #");
        }

        return IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var number) && IsForbidden(number) ? (host, "no link-local, metadata, multicast or unspecified address") : null;
    }

    /// <summary>Never to be connected to, whatever name led there.</summary>
    public static bool IsForbidden(IPAddress address) => Meant(address).Any(meant => s_never.Any(network => network.BaseAddress.AddressFamily == meant.AddressFamily && network.Contains(meant)));

    /// <summary>The address, or those of IPv4 that one of IPv6 stands for, where it stands for some.</summary>
    private static IPAddress[] Meant(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return [address];
        }

        // The scope is of no meaning for a comparison, and one that has it is in no network.
        var bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes);
        if (plain.Equals(IPAddress.IPv6Loopback))
        {
            return [plain];
        }

        if (plain.IsIPv4MappedToIPv6 || s_endInOne.Any(network => network.Contains(plain)))
        {
            return [new(bytes.AsSpan(12))];
        }

        if (s_teredo.Contains(plain))
        {
            // Its relay, and the machine behind it with every bit turned over.
            return [new(bytes.AsSpan(4, 4)), new([.. bytes[12..].Select(part => (byte)~part)])];
        }

        return [s_sixToFour.Contains(plain) ? new(bytes.AsSpan(2, 4)) : plain];
    }
}
