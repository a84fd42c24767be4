using System.Net;
using Sluice.Domain.Analysis;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Counting;

public sealed class CounterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Errors_are_the_destinations_and_client_errors_the_clients()
    {
        await using var backend = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        foreach (var status in new[] { 200, 204, 301, 404, 429, 500, 503 })
        {
            using var answer = await gateway.Client.GetAsync(new Uri($"/{status}", UriKind.Relative), Ct);
            Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        }

        var counters = await gateway.CountersAsync("1", 7);
        Assert.Equal((7, 2, 2, 0, 0, 7), (counters.Requests, counters.Errors, counters.ClientErrors, counters.Timeouts, counters.Resets, counters.Latency.Sum()));
        await Eventually.GetAsync("the destination counted seven requests, two of them errors", gateway.StatusAsync, status => status.Destinations[0] is { Ended: 7, Errors: 2 });
    }

    [Fact]
    public async Task Refused_and_broken_connections_are_502_and_resets()
    {
        var gone = await Backend.SayingAsync("gone");
        var address = gone.Address;
        await gone.DisposeAsync();
        await using var breaking = await Backend.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Route(Given.Arm("gone", 500, address), Given.Arm("breaking", 500, breaking.Address)));

        for (var i = 0; i < 1000; i++)
        {
            using var answer = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        }

        // Both are dead, and each still gets its share: a dead release shows as its own errors.
        foreach (var release in new[] { "gone", "breaking" })
        {
            var counters = await gateway.CountersAsync(release, 500);
            Assert.Equal((500, 500, 500), (counters.Requests, counters.Errors, counters.Resets));
        }

        await Eventually.GetAsync("so does each destination", gateway.StatusAsync, status => status.Destinations.All(destination => destination is { Ended: 500, Errors: 500 }));
    }

    [Fact]
    public async Task Open_requests_are_counted_by_age_and_latency_when_they_ended()
    {
        using var go = new SemaphoreSlim(0);
        await using var backend = await Backend.StartAsync(context => go.WaitAsync(context.RequestAborted));
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        var asked = Enumerable.Range(0, 5).Select(_ => gateway.GetAsync()).ToList();

        var old = await Eventually.GetAsync("five requests older than 100 ms", async () => (await gateway.StatusAsync()).Counters[0], counters => counters is { Open: 5, OpenByAge.Length: > 0 }
            && counters.OpenFirst > LatencyBounds.BucketOf(100));
        Assert.Equal(5, old.OpenByAge.Sum());
        go.Release(5);
        await Task.WhenAll(asked);

        var ended = await gateway.CountersAsync("1", 5);
        Assert.Equal((0, 5), (ended.Open, ended.Latency.Sum()));
        Assert.True(ended.LatencyFirst > LatencyBounds.BucketOf(100));
    }

    [Fact]
    public async Task Counters_go_on_through_changes_and_leave_with_the_route()
    {
        await using var backend = await Backend.SayingAsync("hello");
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));
        await gateway.GetAsync();
        await gateway.CountersAsync("1", 1);

        await gateway.ApplyAsync(Given.Config(2, Given.Route(Given.Arm("1", 0), Given.Arm("2", 1000, backend.Address))));
        await gateway.ApplyAsync(Given.Config(3, Given.Route(Given.Arm("2", 1000, backend.Address))));
        await gateway.GetAsync();
        Assert.Equal(1, (await gateway.CountersAsync("1", 1)).Requests);
        Assert.Equal(1, (await gateway.CountersAsync("2", 1)).Requests);

        await gateway.ApplyAsync(Given.Config(4, Given.Only(backend.Address)));
        await gateway.GetAsync();
        Assert.Equal(2, (await gateway.CountersAsync("1", 2)).Requests);

        await gateway.ApplyAsync(Given.Config(5));
        Assert.Empty((await gateway.StatusAsync()).Counters);
    }

    [Fact]
    public void Counting_does_not_allocate()
    {
        var counters = new ArmCounters("a", "1");
        var destination = new Destination("a", "http://127.0.0.1:1");
        counters.Record(Outcome.Timeout, 12.5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counters.Record(Outcome.Timeout, i);
            destination.Count(Outcome.Timeout.IsError());
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Counting_from_many_threads_loses_nothing()
    {
        var counters = new ArmCounters("a", "1");
        var destination = new Destination("a", "http://127.0.0.1:1");
        Parallel.For(0, 100_000, i =>
        {
            counters.Record((Outcome)(i % 5), i % 7);
            destination.Count(((Outcome)(i % 5)).IsError());
        });
        Assert.Equal(
            (100_000, 60_000, 20_000, 20_000, 20_000, 100_000),
            (counters.Requests, counters.Errors, counters.Timeouts, counters.Resets, counters.ClientErrors, counters.ReadLatency().Sum()));
        Assert.Equal((100_000, 60_000), (destination.Ended, destination.Errors));
    }
}
