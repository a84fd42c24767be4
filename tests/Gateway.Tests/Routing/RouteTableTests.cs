using Sluice.Gateway.Contract;
using Sluice.Gateway.Routing;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Routing;

public sealed class RouteTableTests
{
    [Theory]
    [InlineData("a.test", "/", "a/")]
    [InlineData("A.Test:8080", "/x", "a/")]
    [InlineData("a.test", "/api", "a/api")]
    [InlineData("a.test", "/api/", "a/api")]
    [InlineData("a.test", "/api/x/y", "a/api")]
    [InlineData("a.test", "/apix", "a/")]
    [InlineData("a.test", "/API", "a/")]
    [InlineData("a.test", "/api/deep/er", "a/api/deep")]
    [InlineData("a.test", "/api/deeper", "a/api")]
    [InlineData("b.test", "/any", "any/any")]
    [InlineData("b.test", "/any/x/y/z/and/much/longer/than/every/prefix/that/there/is", "any/any")]
    [InlineData("b.test", "/", null)]
    [InlineData("b.test", "", null)]
    [InlineData("[::1]:5080", "/six", "six/")]
    [InlineData("a.test", "", "a/")]
    public void The_longest_prefix_of_the_host_wins(string host, string path, string? expected)
    {
        var table = Table(("a/", "a.test", "/"), ("a/api", "a.test", "/api"), ("a/api/deep", "a.test", "/api/deep"), ("any/any", null, "/any"), ("six/", "[::1]", "/"));
        Assert.Equal(expected, table.Match(host, path)?.Id);
    }

    [Fact]
    public void What_the_own_host_does_not_serve_a_route_for_any_host_may() =>
        Assert.Equal("any", Table(("own", "a.test", "/own"), ("any", null, "/")).Match("a.test", "/other")?.Id);

    private static RouteTable Table(params (string Id, string? Host, string Prefix)[] routes)
    {
        var config = new GatewayConfig(1, [.. routes.Select(route => new GatewayRoute(route.Id, route.Host, route.Prefix, [Given.Arm("1", 1000, "http://127.0.0.1:1")]))]);
        var memories = config.Routes.ToDictionary(route => route.Id, route => new RouteMemory(route.Id), StringComparer.Ordinal);
        foreach (var route in config.Routes)
        {
            memories[route.Id].Follow(route);
        }

        return new RouteTable(config, memories);
    }
}
