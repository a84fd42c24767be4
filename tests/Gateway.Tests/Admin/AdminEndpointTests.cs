using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Admin;

public sealed class AdminEndpointTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic eDp5")]
    public async Task Without_the_token_nothing_is_said_and_nothing_done(string? authorization)
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Admin.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        using var status = await gateway.Admin.GetAsync(new Uri("/status", UriKind.Relative), Ct);
        using var config = await gateway.PutAsync("{\"revision\":1,\"routes\":[]}");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (status.StatusCode, config.StatusCode));
        Assert.Equal("application/problem+json", status.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Traffic_never_reaches_the_door()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Client.DefaultRequestHeaders.Authorization = gateway.Admin.DefaultRequestHeaders.Authorization;
        gateway.Client.DefaultRequestHeaders.Host = new Uri(gateway.Contact.Admin).Authority;
        using var answer = await gateway.Client.GetAsync(new Uri("/status", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("no_route", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task What_is_not_json_is_400_and_what_is_too_large_413()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var notJson = await gateway.PutAsync("{\"revision\":");
        using var tooLarge = await gateway.PutAsync(new string(' ', (16 * 1024 * 1024) + 1));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge), (notJson.StatusCode, tooLarge.StatusCode));
    }

    [Fact]
    public async Task A_refused_configuration_changes_nothing_and_names_its_mistakes()
    {
        await using var backend = await Backend.SayingAsync("still here");
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        using var answer = await gateway.PutAsync("{\"revision\":2,\"routes\":[{\"id\":\"x\",\"pathPrefix\":\"/\",\"arms\":[]}],\"extra\":1}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStringAsync(Ct), GatewayJson.Options)!;
        Assert.Equal("extra routes[0].arms", string.Join(' ', problem.Mistakes!.Select(mistake => mistake.Field)));
        Assert.Equal("still here", await gateway.GetAsync());
        Assert.Equal(1, (await gateway.StatusAsync()).Config.Revision);
    }

    [Fact]
    public async Task An_older_revision_and_the_same_one_with_other_content_are_refused_and_the_same_again_is_fine()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var config = Given.Config(5, Given.Only("http://127.0.0.1:1"));
        await gateway.ApplyAsync(config);
        await gateway.ApplyAsync(config);
        foreach (var wrong in new[] { config with { Revision = 4 }, Given.Config(5, Given.Only("http://127.0.0.1:2")) })
        {
            using var answer = await gateway.PutAsync(JsonSerializer.Serialize(wrong, GatewayJson.Options));
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Equal(5, JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStringAsync(Ct), GatewayJson.Options)!.Revision);
        }

        Assert.Equal("http://127.0.0.1:1", (await gateway.StatusAsync()).Config.Routes[0].Arms[0].Destinations[0].Address);
    }
}
