using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Destinations;

public sealed class HealthTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_destination_that_breaks_connections_is_left_out()
    {
        await using var good = await Backend.SayingAsync("good");
        await using var bad = await Backend.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Route(Given.Arm("1", 1000, good.Address, bad.Address)));
        for (var i = 0; i < 100; i++)
        {
            using var _ = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative), Ct);
        }

        Assert.InRange((await gateway.CountersAsync("1", 100)).Errors, 1, 3);
        Assert.Equal((true, false), ((await gateway.StatusAsync()).Destinations[0].Healthy, (await gateway.StatusAsync()).Destinations[1].Healthy));
    }

    [Fact]
    public void A_destination_comes_back_after_its_time_and_one_more_failure_sends_it_out_again()
    {
        var destination = new Destination("a", "http://127.0.0.1:1");
        Assert.False(destination.Failed(now: 0, ejectedUntil: 10));
        Assert.False(destination.Failed(now: 1, ejectedUntil: 11));
        Assert.True(destination.Failed(now: 2, ejectedUntil: 12));
        Assert.False(destination.IsHealthy(11));
        Assert.True(destination.IsHealthy(12));
        Assert.True(destination.Failed(now: 12, ejectedUntil: 22));
        Assert.False(destination.IsHealthy(13));
        destination.Succeeded();
        Assert.True(destination.IsHealthy(13));
        Assert.False(destination.Failed(now: 14, ejectedUntil: 24));
    }

    [Fact]
    public async Task A_probe_takes_a_destination_out_and_in_again()
    {
        var well = true;
        await using var steady = await Backend.SayingAsync("steady");
        await using var shaky = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health" && !Volatile.Read(ref well) ? 500 : 200;
            return context.Response.WriteAsync("shaky");
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Route(Given.Arm("1", 1000, steady.Address, shaky.Address) with { Probe = new GatewayProbe("/health", 100, 5000) }));

        Volatile.Write(ref well, false);
        await Eventually.GetAsync("the shaky one is unhealthy", gateway.StatusAsync, status => !status.Destinations[1].Healthy);
        Assert.Equal(50, (await gateway.SpreadAsync(50))["steady"]);

        Volatile.Write(ref well, true);
        await Eventually.GetAsync("the shaky one is healthy", gateway.StatusAsync, status => status.Destinations[1].Healthy);
        Assert.Equal(2, (await gateway.SpreadAsync(50)).Count);
    }
}
