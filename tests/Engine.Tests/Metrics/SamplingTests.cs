using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Domain.Analysis;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Traffic;
using Sluice.Engine.Tests.Traffic.Gateway;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>The whole way: requests through a real gateway, samples in memory and in a real database.</summary>
public sealed class SamplingTests(PostgresFixture postgres) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_requests_make_exactly_so_many_in_the_samples()
    {
        const int Requests = 400;
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var plane = await StartAsync(database);
        var feed = plane.Services.GetRequiredService<ISampleFeed>();
        await plane.Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 80, stable.Address), Given.Arm(2, 20, canary.Address)), Ct);
        await FirstTickAsync(feed);
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);

        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (_, _) => await plane.AskAsync("shop"));

        await Eventually.GetAsync("all requests in samples", () => Sum(feed, sample => sample.Requests), sum => sum >= Requests);
        Assert.Equal(Requests, Sum(feed, sample => sample.Requests));
        Assert.Equal(Requests, Sum(feed, sample => sample.Latency.ToArray().Sum()));
        Assert.Equal(Sum(feed, sample => sample.Release == 2 ? sample.Requests : 0), Sum(feed, sample => sample.Errors));

        var seen = Assert.IsType<Measurement.Seen>(await plane.Services.GetRequiredService<IMetricSource>()
            .MeasureAsync(Counters.Shop, stable: 1, canary: 2, before, TimeProvider.System.GetUtcNow(), Ct));
        Assert.Equal((Requests, 1.0), ((int)(seen.Stable!.Requests + seen.Canary.Requests), seen.Canary.ErrorRate));
        await Eventually.GetAsync("all requests in the database", () => database.ScalarAsync("select coalesce(sum(requests), 0)::bigint from sluice_sample"), sum => sum is (long)Requests);
        Assert.Equal((null, null), (plane.Services.GetRequiredService<ISamplerHealth>().Current.Source, plane.Services.GetRequiredService<ISamplerHealth>().Current.Storage));
    }

    [Fact]
    public async Task A_gateway_that_dies_loses_no_request_that_it_served_later()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        await using var backend = await Backend.SayingAsync("one");
        await using var plane = await StartAsync(database, Given.FreePort());
        var feed = plane.Services.GetRequiredService<ISampleFeed>();
        await plane.Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, backend.Address)), Ct);
        await FirstTickAsync(feed);
        var pid = plane.Health.Pid!.Value;

        using (var process = Process.GetProcessById(pid))
        {
            process.Kill();
        }

        await Eventually.GetAsync("another process", () => plane.Health, health => health.IsReachable && health.Pid != pid);
        for (var i = 0; i < 10; i++)
        {
            await plane.AskAsync("shop");
        }

        await Eventually.GetAsync("all requests in samples", () => Sum(feed, sample => sample.Requests), sum => sum >= 10);
        Assert.Equal(10, Sum(feed, sample => sample.Requests));
    }

    [Fact]
    public async Task While_the_gateway_is_away_there_is_an_outage_and_no_number()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        await using var plane = await StartAsync(database);
        var feed = plane.Services.GetRequiredService<ISampleFeed>();

        await plane.Gateway.StopAsync(Ct);

        var outage = await Eventually.GetAsync("an outage", () => feed.Outage, outage => outage is not null);
        Assert.Contains("cannot be reached", outage!.Why, StringComparison.Ordinal);
        var now = TimeProvider.System.GetUtcNow();
        Assert.IsType<Measurement.Unavailable>(await plane.Services.GetRequiredService<IMetricSource>().MeasureAsync(Counters.Shop, 1, 2, now.AddMinutes(-1), now, Ct));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ControlPlane> StartAsync(TestDatabase database, int port = 0) => ControlPlane.StartAsync(_folder, port, builder =>
    {
        builder.Configuration["ConnectionStrings:Sluice"] = database.ConnectionString;
        builder.Services.AddSluiceStore(builder.Configuration);
        builder.Services.AddSampling();
    });

    // The reading that only says where counting begins must be over before requests are sent.
    private static async Task FirstTickAsync(ISampleFeed feed) =>
        await Eventually.GetAsync("the first tick of the place", () => feed.Since(Counters.Shop, DateTimeOffset.MinValue).Count, count => count > 0);

    private static long Sum(ISampleFeed feed, Func<Sample, long> value) => feed.Since(Counters.Shop, DateTimeOffset.MinValue).SelectMany(tick => tick.Samples).Sum(value);
}
