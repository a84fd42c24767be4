using System.Text;
using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Admin;

public sealed class ConfigReaderTests
{
    private const string Good = """
        {"revision":3,"routes":[{"id":"a","host":"a.test","pathPrefix":"/","arms":[
          {"release":"1","weight":900,"destinations":[{"id":"x","address":"http://127.0.0.1:1"}]},
          {"release":"2","weight":100,"destinations":[{"id":"y","address":"http://127.0.0.1:2","draining":false}],"probe":{"path":"/health"}}],
          "limits":{"timeoutMs":1000}}]}
        """;

    [Fact]
    public void What_was_written_is_read_again()
    {
        var config = ConfigReader.Read(Encoding.UTF8.GetBytes(Good), out _)!;
        var again = ConfigReader.Read(JsonSerializer.SerializeToUtf8Bytes(config, GatewayJson.Options), out var refusal);
        Assert.Empty(refusal.Mistakes);
        Assert.Equal(JsonSerializer.Serialize(config, GatewayJson.Options), JsonSerializer.Serialize(again, GatewayJson.Options));
        Assert.Equal(1000, config.Routes[0].Limits.TimeoutMs);
        Assert.Equal(2000, config.Routes[0].Arms[1].Probe!.IntervalMs);
    }

    [Theory]
    [InlineData("\"revision\":3", "\"revision\":-1", "revision", "-1")]
    [InlineData("\"revision\":3", "\"revision\":\"3\"", "revision", "\"3\"")]
    [InlineData("\"revision\":3,", "", "revision", "nothing")]
    [InlineData("\"revision\":3", "\"revision\":3,\"version\":1", "version", "1")]
    [InlineData("\"revision\":3", "\"revision\":3,\"revision\":4", "revision", "4")]
    [InlineData("\"id\":\"a\"", "\"id\":\"\"", "routes[0].id", "nothing")]
    [InlineData("\"id\":\"a\"", "\"id\":7", "routes[0].id", "7")]
    [InlineData("\"host\":\"a.test\"", "\"host\":\"http://a.test\"", "routes[0].host", "http://a.test")]
    [InlineData("\"host\":\"a.test\"", "\"host\":\"a.test:80\"", "routes[0].host", "a.test:80")]
    [InlineData("\"host\":\"a.test\"", "\"host\":\"*.test\"", "routes[0].host", "*.test")]
    [InlineData("\"pathPrefix\":\"/\"", "\"pathPrefix\":\"api\"", "routes[0].pathPrefix", "api")]
    [InlineData("\"pathPrefix\":\"/\"", "\"pathPrefix\":\"/api/\"", "routes[0].pathPrefix", "/api/")]
    [InlineData("\"pathPrefix\":\"/\"", "\"pathPrefix\":\"/a/../b\"", "routes[0].pathPrefix", "/a/../b")]
    [InlineData("\"pathPrefix\":\"/\"", "\"pathPrefix\":\"/a?b\"", "routes[0].pathPrefix", "/a?b")]
    [InlineData("\"weight\":900", "\"weight\":901", "routes[0].arms", "1001")]
    [InlineData("\"weight\":900", "\"weight\":899", "routes[0].arms", "999")]
    [InlineData("\"weight\":900", "\"weight\":-1", "routes[0].arms[0].weight", "-1")]
    [InlineData("\"weight\":900", "\"weight\":90.5", "routes[0].arms[0].weight", "90.5")]
    [InlineData("\"release\":\"2\"", "\"release\":\"1\"", "routes[0].arms[1].release", "1")]
    [InlineData("{\"id\":\"x\",\"address\":\"http://127.0.0.1:1\"}", "", "routes[0].arms[0].destinations", "0, all draining")]
    [InlineData("\"draining\":false", "\"draining\":true", "routes[0].arms[1].destinations", "1, all draining")]
    [InlineData("\"draining\":false", "\"draining\":0", "routes[0].arms[1].destinations[0].draining", "0")]
    [InlineData("\"id\":\"y\"", "\"id\":\"x\"", "routes[0].arms[1].destinations[0].id", "x")]
    [InlineData("http://127.0.0.1:2", "127.0.0.1:2", "routes[0].arms[1].destinations[0].address", "127.0.0.1:2")]
    [InlineData("http://127.0.0.1:2", "ftp://127.0.0.1:2", "routes[0].arms[1].destinations[0].address", "ftp://127.0.0.1:2")]
    [InlineData("http://127.0.0.1:2", "http://127.0.0.1:2/?a=b", "routes[0].arms[1].destinations[0].address", "http://127.0.0.1:2/?a=b")]
    [InlineData("\"path\":\"/health\"", "\"path\":\"health\"", "routes[0].arms[1].probe.path", "health")]
    [InlineData("\"path\":\"/health\"", "\"path\":\"/health\",\"intervalMs\":1", "routes[0].arms[1].probe.intervalMs", "1")]
    [InlineData("\"timeoutMs\":1000", "\"timeoutMs\":0", "routes[0].limits.timeoutMs", "0")]
    [InlineData("\"timeoutMs\":1000", "\"maxBodyBytes\":-1", "routes[0].limits.maxBodyBytes", "-1")]
    [InlineData("\"limits\":{\"timeoutMs\":1000}", "\"limits\":5", "routes[0].limits", "5")]
    public void A_mistake_is_named_alone_with_field_and_value(string right, string wrong, string field, string found)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        Assert.Equal((field, found), Refused.Only(Good.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void All_mistakes_come_together()
    {
        var config = Given.Config(
            1,
            new("a", null, "/x", [Given.Arm("1", 1000, "http://127.0.0.1:1")]),
            new("a", null, "/x", [Given.Arm("1", 500, "nowhere"), Given.Arm("2", 400)]));
        ConfigReader.Read(JsonSerializer.SerializeToUtf8Bytes(config, GatewayJson.Options), out var refusal);
        Assert.Equal(
            "routes[1].id routes[1].pathPrefix routes[1].arms[0].destinations[0].address routes[1].arms[1].destinations routes[1].arms",
            string.Join(' ', refusal.Mistakes.Select(mistake => mistake.Field)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    public void Anything_but_an_object_is_one_mistake(string json)
    {
        Assert.Null(ConfigReader.Read(Encoding.UTF8.GetBytes(json), out var refusal));
        Assert.Equal(("", json), (Assert.Single(refusal.Mistakes).Field, refusal.Mistakes[0].Found));
    }
}
