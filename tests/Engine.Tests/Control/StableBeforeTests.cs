using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Control;
using Sluice.Engine.Metrics;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Control;

public sealed class StableBeforeTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly SampleFeed _feed = new(NullLogger<SampleFeed>.Instance);
    private DateTimeOffset _now = Noon;

    [Fact]
    public async Task Every_sample_of_the_last_stretches_is_in_one_of_them()
    {
        Serve(seconds: 300, second => [new("a", 1, 0), new("b", second, 0)]);
        var stretches = (await SeenAsync())!.Detail.Stretches;

        Assert.InRange(stretches.Count, 28, 31);
        Assert.Equal(Enumerable.Range(0, 300).Sum(), stretches.Sum(stretch => stretch.Single(counts => counts.Id == "b").Requests));
        Assert.All(stretches.Skip(1), stretch => Assert.InRange(stretch.Single(counts => counts.Id == "a").Requests, 8, 10));
    }

    [Fact]
    public async Task The_number_of_stretches_is_bounded_and_a_pause_in_counting_is_left_out()
    {
        Serve(seconds: 1000, _ => [new("a", 1, 0)]);
        _now += TimeSpan.FromSeconds(600);
        Serve(seconds: 100, _ => [new("a", 1, 0)]);
        Assert.InRange((await SeenAsync())!.Detail.Stretches.Count, 55, 65);
        Assert.InRange((await SeenAsync(TimeSpan.FromSeconds(1)))!.Detail.Stretches.Count, 90, 120);
    }

    [Fact]
    public async Task Dependence_between_requests_is_known_before_the_first_interval_is_judged()
    {
        Serve(seconds: 600, second => [new("a", 50, second % 7 == 0 ? 20 : 0), new("b", 50, second % 7 == 3 ? 20 : 0)]);
        var settings = AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero } };
        var ledger = new EvidenceLedger(new(new(), new(), settings, Horizon: 360, Share.FromPercent(5)), (await SeenAsync())!);
        Assert.Equal(DesignEffectSource.WithinStrata, ledger.Assess("", null).Dependence!.Source);
    }

    [Fact]
    public async Task What_was_seen_comes_back_from_the_strata_as_it_was()
    {
        Serve(seconds: 60, second => [new("a", 5, second % 2)]);
        var seen = await SeenAsync();
        Assert.Equal(seen!.Detail.Stretches, StoredDetail.FromJson(StoredDetail.ToJson(seen.Detail)).Stretches);
    }

    [Fact]
    public async Task Without_a_stable_arm_or_a_source_there_is_nothing()
    {
        Assert.Null(await SeenAsync());
        Serve(seconds: 60, _ => [new("a", 5, 0)]);
        Assert.Null(await SeenAsync(stable: null));
    }

    private Task<ArmWindow?> SeenAsync(TimeSpan? interval = null, int? stable = 1) =>
        new StableBefore(new GatewayMetricSource(_feed), Shop, stable, canary: 2).SeenAsync(_now, interval ?? s_interval, TestContext.Current.CancellationToken);

    /// <summary>Samples that take a little more than a second, as they do.</summary>
    private void Serve(int seconds, Func<int, InstanceCounts[]> instances)
    {
        for (var second = 0; second < seconds; second++)
        {
            _now += TimeSpan.FromMilliseconds(1003);
            var replicas = instances(second);
            var sample = new Sample(_now, TimeSpan.FromMilliseconds(1003), 1, replicas.Sum(r => r.Requests), replicas.Sum(r => r.Errors), 0, 0, ReadOnlyMemory<long>.Empty)
            {
                Detail = new() { Replicas = [.. replicas] },
            };
            _feed.Publish([new(Shop, _now, [sample])], _now);
        }
    }
}
