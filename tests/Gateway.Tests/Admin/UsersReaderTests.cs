using System.Text;
using System.Text.Json;
using Sluice.Gateway.Admin;

namespace Sluice.Gateway.Tests.Admin;

public sealed class UsersReaderTests
{
    private const string Good = """
        {"revision":3,"routes":[{"id":"a","pathPrefix":"/","arms":[
          {"release":"1","weight":900,"destinations":[{"id":"x","address":"http://127.0.0.1:1"}]},
          {"release":"2","weight":100,"destinations":[{"id":"y","address":"http://127.0.0.1:2"}]},
          {"release":"3","weight":0,"destinations":[]}],
          "users":{"canary":"2","stable":"1","sticky":{"by":"cookie","name":"cart"},"match":[{"by":"header","name":"X-Group","value":"beta"}]}}]}
        """;

    [Fact]
    public void What_was_written_is_read_again_and_a_route_without_users_looks_as_before()
    {
        var config = ConfigReader.Read(Encoding.UTF8.GetBytes(Good), out var refusal)!;
        Assert.Empty(refusal.Mistakes);
        var json = JsonSerializer.Serialize(config, GatewayJson.Options);
        Assert.Equal(json, JsonSerializer.Serialize(ConfigReader.Read(Encoding.UTF8.GetBytes(json), out _), GatewayJson.Options));
        var plain = config with { Routes = [config.Routes[0] with { Users = null }] };
        Assert.DoesNotContain("users", JsonSerializer.Serialize(plain, GatewayJson.Options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"canary\":\"2\"", "\"canary\":\"9\"", "routes[0].users.canary", "9")]
    [InlineData("\"canary\":\"2\"", "\"canary\":2", "routes[0].users.canary", "2")]
    [InlineData("\"stable\":\"1\"", "\"stable\":\"2\"", "routes[0].users.canary", "2")]
    [InlineData("\"by\":\"cookie\"", "\"by\":\"ip\"", "routes[0].users.sticky.by", "ip")]
    [InlineData("\"name\":\"cart\"", "\"name\":\"my cart\"", "routes[0].users.sticky.name", "my cart")]
    [InlineData(",\"name\":\"cart\"", "", "routes[0].users.sticky.name", "nothing")]
    [InlineData("\"by\":\"cookie\"", "\"by\":\"own_cookie\"", "routes[0].users.sticky.name", "cart")]
    [InlineData("[{\"by\":\"header\",\"name\":\"X-Group\",\"value\":\"beta\"}]", "[]", "routes[0].users.match", "an empty list")]
    [InlineData("\"name\":\"X-Group\"", "\"name\":\"Authorization\"", "routes[0].users.match[0].name", "Authorization")]
    [InlineData("\"value\":\"beta\"", "\"regex\":\".*\"", "routes[0].users.match[0].regex", "\".*\"")]
    [InlineData("\"value\":\"beta\"", "\"value\":\"beta\",\"prefix\":\"b\"", "routes[0].users.match[0].prefix", "b")]
    [InlineData("\"weight\":100", "\"weight\":50", "routes[0].arms", "950")]
    [InlineData("\"sticky\":{\"by\":\"cookie\",\"name\":\"cart\"},\"match\":[{\"by\":\"header\",\"name\":\"X-Group\",\"value\":\"beta\"}]", "\"sticky\":null", "routes[0].users", "neither sticky nor match")]
    public void A_mistake_is_named_alone_with_field_and_value(string right, string wrong, string field, string found)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        Assert.Equal((field, found), Refused.Only(Good.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_shared_out_to_a_third_release_and_stable_can_take_what_does_not_match()
    {
        var third = Good.Replace("\"weight\":100", "\"weight\":99", StringComparison.Ordinal)
            .Replace("\"weight\":0,\"destinations\":[]", "\"weight\":1,\"destinations\":[{\"id\":\"z\",\"address\":\"http://127.0.0.1:3\"}]", StringComparison.Ordinal);
        Assert.Equal(("routes[0].users", "3"), Refused.Only(third));
        var nobody = Good.Replace("\"weight\":900,\"destinations\":[{\"id\":\"x\",\"address\":\"http://127.0.0.1:1\"}]", "\"weight\":0,\"destinations\":[]", StringComparison.Ordinal)
            .Replace("\"weight\":100", "\"weight\":1000", StringComparison.Ordinal);
        Assert.Equal(("routes[0].users.stable", "1"), Refused.Only(nobody));
    }
}
