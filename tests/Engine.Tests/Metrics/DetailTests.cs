using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Store;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>What is known of an arm beyond its plain counts, on its way from the sampler into evidence.</summary>
public sealed class DetailTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_window_adds_details_up()
    {
        var ring = new SampleRing(Shop);
        ring.Add(Tick(1, Detail((30, 4), (31, 1)), new InstanceCounts("b", 5, 1), new InstanceCounts("a", 7, 0)));
        ring.Add(Tick(2, Detail((30, -4), (40, 2)), new InstanceCounts("b", 1, 1)));
        ring.Add(Tick(3, Detail()));

        var arm = ring.Sum(stable: null, canary: 1, Noon, Noon.AddSeconds(3)).Canary;

        Assert.Equal([(31, 1L), (40, 2L)], Changes(arm.Detail));
        Assert.Equal([new("a", 7, 0), new("b", 6, 2)], arm.Detail.Replicas);
        Assert.Same(ArmDetail.None, ring.Sum(stable: null, canary: 1, Noon.AddSeconds(2), Noon.AddSeconds(3)).Canary.Detail);
        Assert.Equal([(30, -4L), (40, 2L)], Changes(ring.Since(Noon.AddSeconds(1))[0].Samples[0].Detail));
    }

    [Fact]
    public async Task Samples_keep_them_and_have_none_at_rest()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = new SampleTable(database.DataSource);
        await database.Schema(table).ApplyAsync(Ct);

        await table.WriteAsync([Tick(1, Detail((160, -1)), new InstanceCounts("shop-1-0", 5, 1)), Tick(2, Detail())], Ct);

        var details = await table.ReadAsync(Noon, Ct).Select(tick => tick.Samples[0].Detail).ToListAsync(Ct);
        Assert.Equal([(160, -1L)], Changes(details[0]));
        Assert.Equal([new("shop-1-0", 5, 1)], details[0].Replicas);
        Assert.True(details[1].IsNone);
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from sluice_sample where detail is null"));
    }

    [Fact]
    public async Task Strata_keep_them_for_the_same_hash()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var store = new StratumStore(database.DataSource);
        await database.Schema(store).ApplyAsync(Ct);
        var canary = new ArmWindow(TimeSpan.FromSeconds(10), 9, 1, 0, 3, Detail((40, 9)).Aging) { Detail = Detail((20, 2), (21, -2)) with { Replicas = [new("ü", 9, 1)] } };
        var deployment = DeploymentId.From("shop-4");

        await store.AppendAsync(
            [new(Shop, deployment, 0, Noon, Noon.AddSeconds(10), 2, ArmRole.Canary, Share.FromPercent(5), 9, 1, 0, 3, canary.Latency) { Detail = canary.Detail, RecordedAt = Noon.AddSeconds(11) }], state: null, Ct);

        var read = Assert.Single(Intervals.From(await store.ReadAsync(TenantId.Default, deployment, Ct)));
        Assert.Equal(Noon.AddSeconds(11), read.RecordedAt);
        Assert.Equal(Changes(canary.Detail), Changes(read.Canary.Detail));
        Assert.Equal(canary.Detail.Replicas, read.Canary.Detail.Replicas);
        Assert.Equal(EvidenceHash.Of(null, canary), EvidenceHash.Of(null, read.Canary));
    }

    [Fact]
    public void The_hash_covers_them_and_stays_as_it_was_without()
    {
        var plain = new ArmWindow(TimeSpan.FromSeconds(10), 9, 1, 0, 3, Detail((40, 9)).Aging);
        string[] hashes =
        [
            EvidenceHash.Of(plain, plain),
            EvidenceHash.Of(plain with { Detail = Detail((20, 1)) }, plain),
            EvidenceHash.Of(plain, plain with { Detail = Detail((20, 1)) }),
            EvidenceHash.Of(plain, plain with { Detail = Detail((20, 2)) }),
            EvidenceHash.Of(plain, plain with { Detail = new() { Replicas = [new("a", 9, 1)] } }),
            EvidenceHash.Of(plain, plain with { Detail = new() { Replicas = [new("b", 9, 1)] } }),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal("be3689825677d3bb", hashes[0]);
    }

    private static SampleTick Tick(double second, ArmDetail detail, params InstanceCounts[] replicas) => new(
        Shop, Noon.AddSeconds(second), [Sample(second, 1, 0) with { Detail = detail.IsNone && replicas.Length == 0 ? ArmDetail.None : detail with { Replicas = [.. replicas] } }]);

    private static ArmDetail Detail(params (int Bucket, long Change)[] changes)
    {
        var aging = new long[LatencyBounds.BucketCount];
        foreach (var (bucket, change) in changes)
        {
            aging[bucket] = change;
        }

        return changes.Length == 0 ? ArmDetail.None : new() { Aging = aging };
    }

    private static List<(int Bucket, long Change)> Changes(ArmDetail detail) =>
        [.. detail.Aging.ToArray().Select((change, bucket) => (bucket, change)).Where(at => at.change != 0)];
}
