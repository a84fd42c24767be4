using Sluice.Gateway.Contract;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.State;

public sealed class SwapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Swaps_under_load_lose_no_request_and_after_the_answer_none_goes_to_weight_0()
    {
        await using var blue = await Backend.SayingAsync("blue");
        await using var green = await Backend.SayingAsync("green");
        await using var gateway = await RunningGateway.StartAsync(Weights(0));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var load = Enumerable.Range(0, 16).Select(_ => LoadAsync(gateway, enough.Token)).ToList();

        GatewayRoute Weights(int green1000) => Given.Route(Given.Arm("blue", 1000 - green1000, blue.Address), Given.Arm("green", green1000, green.Address));
        int[] steps = [1, 500, 1000, 0, 1000, 0, 250, 1000, 0];
        for (var i = 0; i < 45; i++)
        {
            var weight = steps[i % steps.Length];
            await gateway.ApplyAsync(Given.Config(2 + i, Weights(weight)));
            if (weight is 0 or 1000)
            {
                // What was on its way at the answer is among the open ones; once these ended the closed side is still.
                var (closed, release) = weight == 0 ? (green, "green") : (blue, "blue");
                await Eventually.GetAsync($"{release} is empty", gateway.StatusAsync, status => status.Destinations.Single(destination => string.Equals(destination.Id, $"{release}-1", StringComparison.Ordinal)).Open == 0);
                var before = closed.Requests;
                for (var n = 0; n < 20; n++)
                {
                    Assert.Equal(weight == 0 ? "blue" : "green", await gateway.GetAsync());
                }

                Assert.Equal(before, closed.Requests);
            }
        }

        await enough.CancelAsync();
        var sent = (await Task.WhenAll(load)).Sum();
        Assert.True(sent > 100, $"Only {sent} requests under load.");
        var status = await Eventually.GetAsync("nothing is open", gateway.StatusAsync, status => status.Destinations.All(destination => destination.Open == 0));
        Assert.Equal(0, status.Counters.Sum(counters => counters.Errors));
        Assert.Equal(blue.Requests + green.Requests, status.Counters.Sum(counters => counters.Requests));
    }

    [Fact]
    public async Task A_draining_destination_gets_nothing_new_and_its_open_requests_go_on()
    {
        using var go = new SemaphoreSlim(0);
        await using var leaving = await Backend.StartAsync(context => go.WaitAsync(context.RequestAborted));
        await using var staying = await Backend.SayingAsync("staying");
        await using var gateway = await RunningGateway.StartAsync(Given.Only(leaving.Address));
        var open = gateway.GetAsync();
        await Eventually.GetAsync("one open request", () => Task.FromResult(leaving.Requests), requests => requests == 1);

        await gateway.ApplyAsync(Given.Config(2, Given.Route(new GatewayArm("1", 1000, [new("1-1", leaving.Address, Draining: true), new("1-2", staying.Address)]))));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("staying", await gateway.GetAsync());
        }

        var draining = (await gateway.StatusAsync()).Destinations[0];
        Assert.Equal((true, 1, 1), (draining.Draining, draining.Open, draining.Requests));
        go.Release();
        Assert.Equal("", await open);
        await Eventually.GetAsync("the destination is empty", gateway.StatusAsync, status => status.Destinations[0].Open == 0);
    }

    private static async Task<int> LoadAsync(RunningGateway gateway, CancellationToken enough)
    {
        var sent = 0;
        while (!enough.IsCancellationRequested)
        {
            await gateway.GetAsync();
            sent++;
        }

        return sent;
    }
}
