using System.Net;
using Sluice.Domain.Notifications;

namespace Sluice.Domain.Tests.Notifications;

/// <summary>Where messages may go.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("https://hooks.example.org/sluice?x=1")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://10.1.2.3")]
    [InlineData("http://[::1]:8080/hook")]
    public void Hosts_inside_and_outside_can_be_named(string address) => Assert.Null(AddressRules.Mistake(address));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("hooks.example.org", "no address")]
    [InlineData("https://hooks.example.org/a b", "no address")]
    [InlineData("ftp://example.org/x", "ftp")]
    [InlineData("file:///etc/passwd", "no address")]
    [InlineData("https://ann:hunter2@example.org/x", "name or password")]
    [InlineData("https://example.org/x#y", "fragment")]
    [InlineData("http://169.254.169.254/latest/meta-data", "169.254.169.254")]
    [InlineData("http://0xA9FEA9FE/", "169.254.169.254")]
    [InlineData("http://[fe80::1]/", "fe80")]
    [InlineData("http://[::ffff:169.254.169.254]/", "ffff")]
    [InlineData("http://0.0.0.0/", "0.0.0.0")]
    public void What_cannot_be_used_is_said_without_what_may_be_a_secret(string address, string found)
    {
        var mistake = AddressRules.Mistake(address);
        Assert.NotNull(mistake);
        Assert.Contains(found, mistake.Value.Found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", mistake.Value.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("64:ff9b::a9fe:a9fe", true)]
    [InlineData("2002:a9fe:a9fe::1", true)]
    [InlineData("fe80::1%3", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("100.100.100.200", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("fd20:ce::254", true)]
    [InlineData("64:ff9b:1::a9fe:a9fe", true)]
    [InlineData("::ffff:0:169.254.169.254", true)]
    [InlineData("::ffff:0:192.168.1.1", false)]
    [InlineData("::169.254.169.254", true)]
    [InlineData("::10.1.2.3", false)]
    [InlineData("::", true)]
    [InlineData("::1", false)]
    [InlineData("2001:0:a9fe:a9fe::1", true)]
    [InlineData("2001:0:5ef5:79fd:0:0:5601:5601", true)]
    [InlineData("2001:0:5ef5:79fd:0:0:3ffe:fefe", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("2001:db8::1", false)]
    public void Link_local_and_metadata_addresses_are_never_connected_to_however_they_are_written(string address, bool isForbidden) =>
        Assert.Equal(isForbidden, AddressRules.IsForbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("hooks.example.org", "HOOKS.example.org", true)]
    [InlineData("hooks.example.org", "x.hooks.example.org", false)]
    [InlineData("*.example.org", "hooks.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "evilexample.org", false)]
    public void A_list_of_hosts_takes_names(string entry, string host, bool isAllowed)
    {
        Assert.True(AllowedHost.TryParse(entry, out var allowed));
        Assert.Equal(isAllowed, allowed.Allows(host));
    }

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.2.3", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("fd12::/16", "fd12::1", true)]
    public void And_networks(string entry, string address, bool isAllowed)
    {
        Assert.True(AllowedHost.TryParse(entry, out var allowed));
        Assert.Equal(isAllowed, allowed.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://example.org")]
    [InlineData("*")]
    [InlineData("10.1.2.3/99")]
    public void And_nothing_else(string entry) => Assert.False(AllowedHost.TryParse(entry, out _));
}
