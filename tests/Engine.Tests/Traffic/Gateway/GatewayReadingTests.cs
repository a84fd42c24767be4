using System.Text.Json;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Traffic.Gateway;

public sealed class GatewayReadingTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    [Fact]
    public void A_gateway_of_an_earlier_version_knows_nothing_of_users_and_is_read_all_the_same()
    {
        const string Status = """
            {"pid":7,"run":"r","now":"2026-01-05T08:00:00Z","counters":[],"destinations":[],
             "config":{"revision":3,"routes":[{"id":"*DEFAULT*/shop/production","pathPrefix":"/shop","arms":[{"release":"1","weight":1000,"destinations":[]}],"limits":{"timeoutMs":1,"maxBodyBytes":1}}]}}
            """;
        var reading = new GatewayReading(JsonSerializer.Deserialize<GatewayStatus>(Status, s_json)!);
        Assert.False(reading.Knows(GatewayFeatures.Users));
        var shop = reading.Of(Given.Place("shop"));
        Assert.Null(shop.Users);
        Assert.Null(shop.UserCounts);
        Assert.Equal(Share.All, shop.ShareOf(1));
    }

    [Fact]
    public void Users_that_we_have_no_word_for_are_not_what_was_wanted()
    {
        var users = new UserRouting(new(UserKey.Cookie, "cart"), [new(UserKey.Header, "X-Group")]);
        var route = Given.Route("shop", Given.Arm(1, 50), Given.Arm(2, 50)) with { Users = users };
        var told = GatewayUserRouting.From(route)!;
        Assert.Equal(users, GatewayUserRouting.Of(told));
        Assert.NotEqual(users, GatewayUserRouting.Of(told with { Sticky = new("ip", "cart") }));
        Assert.False(GatewayUserRouting.AreSame(told, told with { Match = [new("header", "X-Other")] }));
        Assert.False(GatewayUserRouting.AreSame(told, b: null));
    }

    [Fact]
    public void Without_two_arms_there_is_nobody_to_tell_apart()
    {
        var users = new UserRouting(new(UserKey.OwnCookie), []);
        Assert.Null(GatewayUserRouting.From(Given.Route("shop", Given.Arm(1, 100)) with { Users = users }));
        var leaving = Given.Arm(3, 0) with { Role = ArmRole.Canary };
        var told = GatewayUserRouting.From(Given.Route("shop", Given.Arm(1, 50), Given.Arm(2, 50), leaving) with { Users = users })!;
        Assert.Equal(("2", "1"), (told.Canary, told.Stable));
    }
}
