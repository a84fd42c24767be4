using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Traffic;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>Samples and strata in a real database.</summary>
public sealed class SampleTableTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_come_back_as_they_were_until_their_time_is_over()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        await table.WriteAsync([Tick(1, (1, 90), (2, 0)), new(Given.Place("cart"), Noon.AddSeconds(1), [Sample(1, 7, 3, errors: 1)])], Ct);
        await table.WriteAsync([Tick(2, (1, 80), (2, 5))], Ct);

        var ticks = await table.ReadAsync(Noon, Ct).ToListAsync(Ct);
        Assert.Equal([("cart", 1.0), ("shop", 1.0), ("shop", 2.0)], ticks.Select(tick => (tick.Place.Service.Value, (tick.At - Noon).TotalSeconds)));
        Assert.Equal([(1, 80L, 80L), (2, 5L, 5L)], ticks[2].Samples.Select(s => (s.Release, s.Requests, s.Latency.Span[40])));
        Assert.Equal((1L, TimeSpan.FromSeconds(1)), (ticks[0].Samples[0].Errors, ticks[0].Samples[0].Length));

        await table.TrimAsync(Noon.AddSeconds(2), Ct);
        Assert.Equal(2L, await database.ScalarAsync("select count(*) from sluice_sample"));
    }

    [Fact]
    public async Task A_restart_finds_the_last_half_hour()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        await table.WriteAsync([Tick(-2000, (1, 1)), Tick(-10, (1, 2)), Tick(-9, (1, 3))], Ct);
        var feed = new SampleFeed(NullLogger<SampleFeed>.Instance);
        using var writer = Writer(database, table, feed);

        await writer.StartAsync(Ct);
        await writer.StopAsync(Ct);

        Assert.Equal([2, 3], feed.Since(Shop, DateTimeOffset.MinValue).Select(tick => tick.Samples[0].Requests));
        Assert.Null(feed.LastTickAt);
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_and_samples_are_stored_again_once_it_is_back()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = new SampleTable(database.DataSource);
        using var writer = Writer(database, table, new(NullLogger<SampleFeed>.Instance));
        await writer.StartAsync(Ct);

        writer.Offer([Tick(1, (1, 1))]);
        await Eventually.GetAsync("the outage", () => writer.Outage, outage => outage is not null);
        await TableAsync(database);
        writer.Offer([Tick(2, (1, 1))]);
        await Eventually.GetAsync("the end of the outage", () => writer.Outage, outage => outage is null);
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from sluice_sample"));

        await writer.StopAsync(Ct);
    }

    [Fact]
    public async Task Strata_are_kept_once_and_read_in_order_of_time()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        await TableAsync(database);
        var store = new StratumStore(database.DataSource);
        var deployment = DeploymentId.From("shop-4");
        Stratum[] strata =
        [
            Stratum(deployment, second: 10, release: 1, ArmRole.Stable, requests: 90),
            Stratum(deployment, second: 10, release: 2, ArmRole.Canary, requests: 10),
            Stratum(deployment, second: 0, release: 2, ArmRole.Canary, requests: 0),
        ];

        await store.AppendAsync(strata, state: null, Ct);
        Assert.Null(await store.FindStateAsync(TenantId.Default, deployment, Ct));
        await store.AppendAsync(strata[..1], new EvidenceState(Noon.AddSeconds(20), "second", [0.1, double.NegativeInfinity]), Ct);
        await store.AppendAsync(strata[..1], new EvidenceState(Noon.AddSeconds(10), "first", [1]), Ct);
        await store.AppendAsync([], state: null, Ct);

        var state = await store.FindStateAsync(TenantId.Default, deployment, Ct);
        Assert.Equal((Noon.AddSeconds(20), "second"), (state!.Through, state.Hash));
        Assert.Equal([0.1, double.NegativeInfinity], state.Values);
        Assert.Null(await store.FindStateAsync(new TenantId("another"), deployment, Ct));

        var read = await store.ReadAsync(TenantId.Default, deployment, Ct);
        Assert.Equal([strata[2], strata[0], strata[1]], read.Select((s, i) => s with { Latency = new[] { strata[2], strata[0], strata[1] }[i].Latency }));
        Assert.Equal(strata[0].Latency.ToArray(), read[1].Latency.ToArray());
        Assert.Empty(await store.ReadAsync(new TenantId("another"), deployment, Ct));
        Assert.Empty(await store.ReadAsync(TenantId.Default, DeploymentId.From("shop-5"), Ct));
    }

    [Fact]
    public async Task Strata_past_their_time_go_by_themselves_and_the_younger_ones_of_the_same_deployment_stay()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        var store = new StratumStore(database.DataSource);
        var (old, older) = (DeploymentId.From("shop-4"), DeploymentId.From("shop-3"));
        var past = -(int)IStratumStore.Kept.TotalSeconds;
        await store.AppendAsync([Stratum(old, past - 11, release: 2, ArmRole.Canary, requests: 10), Stratum(old, past - 10, release: 2, ArmRole.Canary, requests: 20)], state: null, Ct);
        await store.AppendAsync([Stratum(older, past - 60, release: 2, ArmRole.Canary, requests: 30)], new EvidenceState(Noon.AddSeconds(past - 50), "gone", [1]), Ct);
        Assert.Equal(2, (await store.ReadAsync(TenantId.Default, old, Ct)).Count);
        using var writer = Writer(database, table, new(NullLogger<SampleFeed>.Instance));
        await writer.StartAsync(Ct);
        writer.Offer([Tick(1, (1, 1))]);
        await Eventually.GetAsync("what is past its time to be gone", () => store.ReadAsync(TenantId.Default, older, Ct), strata => strata.Count == 0);
        await writer.StopAsync(Ct);

        Assert.Equal(20, Assert.Single(await store.ReadAsync(TenantId.Default, old, Ct)).Requests);
        Assert.Null(await store.FindStateAsync(TenantId.Default, older, Ct));
        Assert.Equal(20, Assert.Single(Intervals.From(await store.ReadAsync(TenantId.Default, old, Ct))).Canary.Requests);
    }

    [Fact]
    public async Task Strata_are_read_from_the_first_that_was_stored_since()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        await TableAsync(database);
        var store = new StratumStore(database.DataSource);
        var deployment = DeploymentId.From("shop-4");
        foreach (var second in new[] { 0, 10, 20, 30 })
        {
            await store.AppendAsync([Stratum(deployment, second, release: 2, ArmRole.Canary, requests: 10) with { RecordedAt = second == 0 ? null : Noon.AddSeconds(second + 11) }], state: null, Ct);
        }

        Assert.Equal([20, 30], await SinceAsync(31));
        Assert.Empty(await SinceAsync(42));
        Assert.Equal([0, 10, 20, 30], await SinceAsync(10));

        await store.AppendAsync([Stratum(deployment, second: 10, release: 1, ArmRole.Stable, requests: 90) with { RecordedAt = Noon.AddSeconds(60) }], state: null, Ct);
        Assert.Equal([10, 10, 20, 30], await SinceAsync(42));

        async Task<IEnumerable<double>> SinceAsync(int second) =>
            (await store.ReadSinceAsync(TenantId.Default, deployment, Noon.AddSeconds(second), Ct)).Select(stratum => (stratum.From - Noon).TotalSeconds);
    }

    private static Stratum Stratum(DeploymentId deployment, int second, int release, ArmRole role, long requests)
    {
        var sample = Sample(second, release, requests, errors: requests / 10);
        return new(Shop, deployment, Phase: 1, Noon.AddSeconds(second), Noon.AddSeconds(second + 10), release, role, Share.FromPercent(12.5m), requests, sample.Errors, 0, 2, sample.Latency);
    }

    private static async Task<SampleTable> TableAsync(TestDatabase database)
    {
        var table = new SampleTable(database.DataSource);
        await database.Schema(table, new StratumStore(database.DataSource)).ApplyAsync(Ct);
        return table;
    }

    private static SampleWriter Writer(TestDatabase database, SampleTable table, SampleFeed feed) =>
        new(table, new(database.DataSource), feed, new ManualTimeProvider(Noon), NullLogger<SampleWriter>.Instance);
}
