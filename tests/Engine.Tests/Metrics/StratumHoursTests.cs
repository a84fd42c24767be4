using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Store;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>What is left of strata past their time, in a real database.</summary>
public sealed class StratumHoursTests(PostgresFixture postgres)
{
    private static readonly DeploymentId s_deployment = DeploymentId.From("shop-4");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Strata_past_their_time_become_one_for_each_hour_phase_and_arm()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var store = await StoreAsync(database);
        await store.AppendAsync(
            [
                Stratum(-10, release: 1, ArmRole.Stable, share: 90, requests: 90), Stratum(-10, release: 2, ArmRole.Canary, share: 10, requests: 10),
                Stratum(0, release: 1, ArmRole.Stable, share: 90, requests: 180), Stratum(0, release: 2, ArmRole.Canary, share: 10, requests: 20),
                Stratum(10, release: 1, ArmRole.Stable, share: 70, requests: 140), Stratum(10, release: 2, ArmRole.Canary, share: 30, requests: 60),
                Stratum(20, release: 2, ArmRole.Canary, share: 50, requests: 7) with { Phase = 2 },
                Stratum(0, release: 1, ArmRole.Stable, share: 100, requests: 999) with { Phase = Interval.BeforeTheCanary },
            ],
            state: null,
            Ct);
        await store.TrimAsync(Noon.AddHours(1) + IStratumStore.Kept, Ct);

        Assert.Empty(await store.ReadAsync(TenantId.Default, s_deployment, Ct));
        var hours = Intervals.From(await store.ReadHoursAsync(TenantId.Default, s_deployment, Ct));
        Assert.Equal(
            [(1, -10.0, 0.0, 10m, 90L, 10L, 1L), (1, 0, 20, 20, 320, 80, 8), (2, 20, 30, 50, 0, 7, 0)],
            hours.Select(hour => (hour.Phase, (hour.From - Noon).TotalSeconds, (hour.To - Noon).TotalSeconds, hour.CanaryShare.Percent, hour.Stable?.Requests ?? 0, hour.Canary.Requests, hour.Canary.Errors)));
        Assert.Equal(80, hours[1].Canary.Latency.Span[40]);
        Assert.Empty(await store.ReadHoursAsync(new TenantId("another"), s_deployment, Ct));
    }

    [Fact]
    public async Task What_comes_late_is_added_to_its_hour_and_an_hour_that_is_not_over_waits()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var store = await StoreAsync(database);
        await store.AppendAsync([Stratum(0, release: 2, ArmRole.Canary, share: 10, requests: 10)], state: null, Ct);
        await store.TrimAsync(Noon.AddMinutes(59) + IStratumStore.Kept, Ct);
        Assert.Empty(await store.ReadHoursAsync(TenantId.Default, s_deployment, Ct));

        await store.TrimAsync(Noon.AddHours(1) + IStratumStore.Kept, Ct);
        await store.AppendAsync([Stratum(10, release: 2, ArmRole.Canary, share: 10, requests: 5), Stratum(3600, release: 2, ArmRole.Canary, share: 10, requests: 3)], state: null, Ct);
        foreach (var _ in new[] { "once", "again" })
        {
            await store.TrimAsync(Noon.AddHours(2) + IStratumStore.Kept, Ct);
            Assert.Equal([15, 3], (await store.ReadHoursAsync(TenantId.Default, s_deployment, Ct)).Select(hour => hour.Requests));
        }

        await store.TrimAsync(Noon.AddMinutes(30) + IStratumStore.KeptHours, Ct);
        Assert.Equal([3], (await store.ReadHoursAsync(TenantId.Default, s_deployment, Ct)).Select(hour => hour.Requests));
    }

    [Fact]
    public async Task Who_was_away_for_long_catches_up_a_quarter_of_a_day_at_a_time()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var store = await StoreAsync(database);
        await store.AppendAsync([.. new[] { 0, 21_599, 21_600, 172_800 }.Select(second => Stratum(second, release: 2, ArmRole.Canary, share: 10, requests: 10))], state: null, Ct);
        foreach (var turned in new[] { 2, 3, 4, 4 })
        {
            await store.TrimAsync(Noon.AddDays(9) + IStratumStore.Kept, Ct);
            Assert.Equal((turned, 4 - turned), ((await store.ReadHoursAsync(TenantId.Default, s_deployment, Ct)).Count, (await store.ReadAsync(TenantId.Default, s_deployment, Ct)).Count));
        }
    }

    [Fact]
    public async Task What_cannot_be_understood_stays_and_keeps_nothing_else()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var store = await StoreAsync(database);
        await store.AppendAsync([Stratum(0, release: 2, ArmRole.Canary, share: 10, requests: 10) with { Deployment = DeploymentId.From("shop-3") }, Stratum(10, release: 2, ArmRole.Canary, share: 10, requests: 5)], state: null, Ct);
        await database.ScalarAsync("update sluice_stratum set role = 'nobody' where deployment = 'shop-3' returning 1");
        var failure = await Assert.ThrowsAsync<AggregateException>(() => store.TrimAsync(Noon.AddHours(1) + IStratumStore.Kept, Ct));
        Assert.Contains("shop-3", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, Assert.Single(await store.ReadHoursAsync(TenantId.Default, s_deployment, Ct)).Requests);
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from sluice_stratum"));
    }

    [Fact]
    public void Own_metrics_are_added_and_gauges_averaged_while_single_instances_go()
    {
        Stratum[] strata =
        [
            Stratum(0, release: 2, ArmRole.Canary, share: 10, requests: 10) with { Detail = Detail(bad: 1, total: 10, gauge: 2) },
            Stratum(10, release: 2, ArmRole.Canary, share: 10, requests: 10) with { Detail = Detail(bad: 2, total: 30, gauge: 4) },
        ];
        var hour = Assert.Single(StratumHours.Of(strata));
        Assert.Equal((3L, 40L), (hour.Detail.Metric("orders")!.Bad, hour.Detail.Metric("orders")!.Total));
        Assert.Equal(3, hour.Detail.Metric("queue")!.Value);
        Assert.Empty(hour.Detail.Replicas);

        // What comes to an hour later weighs as much as it is long.
        var late = Stratum(20, release: 2, ArmRole.Canary, share: 10, requests: 10) with { Detail = Detail(bad: 0, total: 5, gauge: 9) };
        var both = Assert.Single(StratumHours.Of([hour, late]));
        Assert.Equal((45L, 5.0), (both.Detail.Metric("orders")!.Total, both.Detail.Metric("queue")!.Value));
    }

    private static ArmDetail Detail(long bad, long total, double gauge) => new()
    {
        Metrics = [new ArmMetric("orders", MetricKind.CounterPair) { Total = total, Bad = bad }, new ArmMetric("queue", MetricKind.Gauge) { Value = gauge }],
        Replicas = [new InstanceCounts("shop-2-0", total, bad)],
    };

    private static Stratum Stratum(int second, int release, ArmRole role, decimal share, long requests)
    {
        var sample = Sample(second, release, requests, errors: requests / 10);
        return new(Shop, s_deployment, Phase: 1, Noon.AddSeconds(second), Noon.AddSeconds(second + 10), release, role, Share.FromPercent(share), requests, sample.Errors, 0, 2, sample.Latency);
    }

    private static async Task<StratumStore> StoreAsync(TestDatabase database)
    {
        var store = new StratumStore(database.DataSource);
        await database.Schema(store).ApplyAsync(Ct);
        return store;
    }
}
