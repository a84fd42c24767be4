using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Routing;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Routing;

public sealed class UserSharingTests
{
    private static readonly GatewaySticky s_byHeader = new("header", "X-User");

    [Fact]
    public void As_the_share_grows_nobody_leaves_the_canary_and_as_it_falls_nobody_joins() =>
        Prop.ForAll(Shares().ToArbitrary(), Names().ToArbitrary(), (shares, names) =>
        {
            var before = new HashSet<string>(StringComparer.Ordinal);
            foreach (var share in shares.Order())
            {
                var route = Serve(share, s_byHeader);
                var now = names.Where(name => OnCanary(route, name)).ToHashSet(StringComparer.Ordinal);
                if (!before.IsSubsetOf(now))
                {
                    return false;
                }

                before = now;
            }

            return shares.Max() < 1000 || before.SetEquals(names);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(255)]
    [InlineData(999)]
    [InlineData(1000)]
    public void Over_many_users_the_share_is_what_was_asked_for(int share)
    {
        const int Users = 50_000;
        var route = Serve(share, s_byHeader);
        var canary = Enumerable.Range(0, Users).Count(i => OnCanary(route, $"user-{i}"));

        // Five standard deviations: users are drawn once, so this either always holds or never.
        var deviation = Math.Sqrt(Users * (share / 1000.0) * (1 - (share / 1000.0)));
        Assert.InRange(canary, (Users * share / 1000.0) - (5 * deviation), (Users * share / 1000.0) + (5 * deviation));
    }

    [Fact]
    public void Requests_without_the_value_are_shared_out_as_without_stickiness()
    {
        var route = Serve(255, s_byHeader);
        Assert.Equal(255, Enumerable.Range(0, 1000).Count(_ => ArmOf(route, new(), out string? _) == "2"));
    }

    [Theory]
    [InlineData("a=1; cart=x7; b=2", true)]
    [InlineData("cart=x7", true)]
    [InlineData("cart=x7;cart=other", true)]
    [InlineData("carts=x7; mycart=x7", false)]
    [InlineData("CART=x7", false)]
    [InlineData("cart=", false)]
    [InlineData("cart", false)]
    [InlineData(";;=;", false)]
    [InlineData("", false)]
    public void A_cookie_is_found_among_others_and_only_by_its_whole_name(string header, bool found) =>
        Assert.Equal(found ? "x7" : "", Cookies.Find(header, "cart").ToString());

    [Fact]
    public void A_user_without_the_gateways_cookie_gets_one_that_leads_to_the_same_release()
    {
        var route = Serve(500, new("own_cookie"));
        for (var i = 0; i < 200; i++)
        {
            var first = ArmOf(route, new(), out var fresh);
            Assert.True(UserCookie.IsOurs(fresh));
            Assert.Equal(first, ArmOf(route, new() { ["Cookie"] = $"x=y; {UserCookie.Name}={fresh}" }, out var again));
            Assert.Null(again);
        }
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void A_value_that_no_gateway_made_is_replaced(string value)
    {
        ArmOf(Serve(500, new("own_cookie")), new() { ["Cookie"] = $"{UserCookie.Name}={value}" }, out var fresh);
        Assert.NotNull(fresh);
    }

    [Theory]
    [InlineData("X-Group: beta", true)]
    [InlineData("x-group: beta", true)]
    [InlineData("X-Group: Beta", false)]
    [InlineData("X-Group: betas", false)]
    [InlineData("Cookie: region=eu-west", true)]
    [InlineData("Cookie: region=us-eu", false)]
    [InlineData("X-Staff: 1", true)]
    [InlineData("X-Staff: ", false)]
    [InlineData("X-Other: beta", false)]
    public void One_rule_that_holds_is_enough_to_take_part(string header, bool takesPart)
    {
        var route = Serve(1000, sticky: null, new("header", "X-Group") { Value = "beta" }, new("cookie", "region") { Prefix = "eu-" }, new("header", "X-Staff"));
        var (name, value) = (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        Assert.Equal(takesPart ? "2" : "1", ArmOf(route, new() { [name] = value }, out _));
    }

    [Fact]
    public void Of_several_lines_of_a_header_one_is_enough() =>
        Assert.Equal("2", ArmOf(Serve(1000, sticky: null, new GatewayMatch("header", "X-Group") { Value = "beta" }), new() { ["X-Group"] = new(["alpha", "beta"]) }, out _));

    [Fact]
    public void A_known_user_costs_no_allocation()
    {
        var route = Serve(500, new("cookie", "cart"), new GatewayMatch("header", "X-Group") { Prefix = "b" });
        IHeaderDictionary headers = new HeaderDictionary { ["Cookie"] = "a=b; cart=77", ["X-Group"] = "beta" };
        route.ArmFor(headers, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            route.ArmFor(headers, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Gen<int[]> Shares() => Gen.Choose(0, 1000).ArrayOf(6);

    private static Gen<string[]> Names() => Gen.Choose(0, int.MaxValue).Select(n => $"u{n}").ArrayOf(50);

    private static bool OnCanary(ServedRoute route, string user) => ArmOf(route, new() { ["X-User"] = user }, out _) == "2";

    private static string ArmOf(ServedRoute route, HeaderDictionary headers, out string? fresh) => route.ArmFor(headers, out fresh).Release;

    private static ServedRoute Serve(int share, GatewaySticky? sticky, params GatewayMatch[] match)
    {
        var config = Given.Route(Given.Arm("1", 1000 - share, "http://127.0.0.1:1"), Given.Arm("2", share, "http://127.0.0.1:2")) with
        {
            Users = new("2", "1") { Sticky = sticky, Match = match.Length == 0 ? null : match },
        };
        var memory = new RouteMemory(config.Id);
        memory.Follow(config);
        return new RouteTable(new GatewayConfig(1, [config]), new Dictionary<string, RouteMemory>(StringComparer.Ordinal) { [config.Id] = memory }).Match("any", "/")!;
    }
}
