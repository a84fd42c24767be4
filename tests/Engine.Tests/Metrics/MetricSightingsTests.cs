using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Store;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

public sealed class MetricSightingsTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_had_data_is_known_after_a_restart_and_never_goes_back()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var feed = new SampleFeed(NullLogger<SampleFeed>.Instance);
        var clock = new ManualTimeProvider(Noon);
        using var first = new MetricSightings(database.DataSource, feed, clock, NullLogger<MetricSightings>.Instance);
        await database.Schema(first).ApplyAsync(Ct);
        first.See(Shop, "orders", Noon);
        first.See(Shop, "orders", Noon.AddSeconds(-9));
        await first.ExchangeAsync(Ct);
        first.See(Shop, MissingData.Requests, Noon.AddSeconds(30));
        await first.ExchangeAsync(Ct);

        using var second = new MetricSightings(database.DataSource, feed, clock, NullLogger<MetricSightings>.Instance);
        Assert.Empty(second.LastSeen(Shop));
        await second.ExchangeAsync(Ct);
        Assert.Equal(Noon, second.LastSeen(Shop)["orders"]);
        Assert.Equal(Noon.AddSeconds(30), second.LastSeen(Shop)[MissingData.Requests]);
    }
}
