using System.Text;
using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Tests.Admin;

public sealed class MirrorReaderTests
{
    private const string Good = """
        {"revision":3,"routes":[{"id":"a","pathPrefix":"/","arms":[
          {"release":"1","weight":1000,"destinations":[{"id":"x","address":"http://127.0.0.1:1"}]},
          {"release":"2","weight":0,"destinations":[{"id":"y","address":"http://127.0.0.1:2"}]},
          {"release":"3","weight":0,"destinations":[]}],
          "mirror":{"to":"2","share":50,"unsafeMethods":true,"maxBodyBytes":1000,"timeoutMs":2000}}]}
        """;

    [Fact]
    public void What_was_written_is_read_again_and_a_route_without_copies_looks_as_before()
    {
        var config = ConfigReader.Read(Encoding.UTF8.GetBytes(Good), out var refusal)!;
        Assert.Empty(refusal.Mistakes);
        Assert.Equal(new GatewayMirror("2", 50) { UnsafeMethods = true, MaxBodyBytes = 1000, TimeoutMs = 2000 }, config.Routes[0].Mirror);
        var json = JsonSerializer.Serialize(config, GatewayJson.Options);
        Assert.Equal(json, JsonSerializer.Serialize(ConfigReader.Read(Encoding.UTF8.GetBytes(json), out _), GatewayJson.Options));
        var plain = config with { Routes = [config.Routes[0] with { Mirror = null }] };
        Assert.DoesNotContain("mirror", JsonSerializer.Serialize(plain, GatewayJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_the_usual()
    {
        var usual = Good.Replace(",\"unsafeMethods\":true,\"maxBodyBytes\":1000,\"timeoutMs\":2000", "", StringComparison.Ordinal);
        Assert.Equal(new GatewayMirror("2", 50), ConfigReader.Read(Encoding.UTF8.GetBytes(usual), out _)!.Routes[0].Mirror);
    }

    [Theory]
    [InlineData("\"to\":\"2\"", "\"to\":\"9\"", "routes[0].mirror.to", "9")]
    [InlineData("\"to\":\"2\"", "\"to\":\"1\"", "routes[0].mirror.to", "1")]
    [InlineData("\"to\":\"2\"", "\"to\":\"3\"", "routes[0].mirror.to", "3")]
    [InlineData("\"share\":50", "\"share\":0", "routes[0].mirror.share", "0")]
    [InlineData("\"share\":50", "\"share\":1001", "routes[0].mirror.share", "1001")]
    [InlineData("\"unsafeMethods\":true", "\"unsafeMethods\":1", "routes[0].mirror.unsafeMethods", "1")]
    [InlineData("\"maxBodyBytes\":1000", "\"maxBodyBytes\":262145", "routes[0].mirror.maxBodyBytes", "262145")]
    [InlineData("\"timeoutMs\":2000", "\"timeoutMs\":0", "routes[0].mirror.timeoutMs", "0")]
    [InlineData("\"mirror\":{", "\"users\":{\"canary\":\"2\",\"stable\":\"1\",\"sticky\":{\"by\":\"own_cookie\"}},\"mirror\":{", "routes[0].mirror", "users told apart")]
    public void A_mistake_is_named_alone_with_field_and_value(string right, string wrong, string field, string found)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        Assert.Equal((field, found), Refused.Only(Good.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Copies_are_compared_with_one_release_that_serves_all()
    {
        var shared = Good.Replace("\"weight\":1000", "\"weight\":900", StringComparison.Ordinal)
            .Replace("\"weight\":0,\"destinations\":[]", "\"weight\":100,\"destinations\":[{\"id\":\"z\",\"address\":\"http://127.0.0.1:3\"}]", StringComparison.Ordinal);
        Assert.Equal(("routes[0].mirror", "users shared out between releases"), Refused.Only(shared));
    }
}
