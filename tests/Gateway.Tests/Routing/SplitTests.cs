using Sluice.Gateway.Contract;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Routing;

public sealed class SplitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(500)]
    public async Task Real_requests_are_split_as_asked(int weight)
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await using var gateway = await RunningGateway.StartAsync(Given.Route(Given.Arm("1", 1000 - weight, stable.Address), Given.Arm("2", weight, canary.Address)));

        var spread = await gateway.SpreadAsync(2000);

        Assert.Equal(weight * 2, spread["canary"]);
        Assert.Equal(weight * 2, (await gateway.CountersAsync("2", weight * 2)).Requests);
    }

    [Fact]
    public async Task Requests_go_by_host_and_prefix_and_the_rest_is_told_that_nothing_is_there()
    {
        await using var shop = await Backend.SayingAsync("shop");
        await using var api = await Backend.StartAsync(context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, $"api {context.Request.Path}{context.Request.QueryString}"));
        await using var gateway = await RunningGateway.StartAsync(
            new GatewayRoute("shop", "127.0.0.1", "/shop", [Given.Arm("1", 1000, shop.Address)]),
            new GatewayRoute("api", null, "/api", [Given.Arm("1", 1000, api.Address)]));

        Assert.Equal("shop", await gateway.GetAsync("/shop/basket"));
        Assert.Equal("api /api/items?page=2", await gateway.GetAsync("/api/items?page=2"));
        using var nowhere = await gateway.Client.GetAsync(new Uri("/apix", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal("application/problem+json", nowhere.Content.Headers.ContentType?.MediaType);
        Assert.Contains("/apix", await nowhere.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
