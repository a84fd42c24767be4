using Sluice.Domain;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Engine.Metrics.Sources;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>How each source of measurements is, and what it says when it is asked, with a real shop behind the real gateway.</summary>
public sealed class MetricSourceStories(SharedEngine shared)
{
    private static readonly ValueList<MetricDefinition> s_metrics =
    [
        new("orders", MetricKind.CounterPair) { Total = "shop_orders_total", Bad = "shop_orders_failed_total" },
        new("queue", MetricKind.Gauge) { Value = "shop_packing_queue" },
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_source_says_how_it_is_and_answers_when_it_is_asked()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine, metrics: s_metrics);
        await using (var buyers = shop.Buy())
        {
            await Eventually.Get(() => Of(engine, shop), of => of.Count == 2 && of.All(source => source is { State: SourceState.Well, LastGood: not null, Error: null, Within: not null }), "both sources are well");
            await buyers.LeaveAsync();
        }

        var sources = engine.Sources;
        var counted = Assert.IsType<SourceAnswer.Counted>(await sources.AskAsync(new(SourceKind.Counts, shop.Place), Ct));
        Assert.Equal(("1", true), (Assert.Single(counted.Releases).Release, counted.Releases[0].Requests > 0));
        var told = Assert.IsType<SourceAnswer.Told>(await sources.AskAsync(new(SourceKind.OwnMetrics, shop.Place), Ct));
        Assert.Equal(["orders", "queue"], told.Metrics.Select(metric => metric.Metric).Order());
        Assert.All(told.Metrics, metric => Assert.Equal((true, null), (metric.Reading is not null, metric.Why)));

        await shop.SetFaultsAsync(release: 1, new { hide_metrics = true });
        told = Assert.IsType<SourceAnswer.Told>(await sources.AskAsync(new(SourceKind.OwnMetrics, shop.Place), Ct));
        Assert.All(told.Metrics, metric => Assert.EndsWith("/metrics answered 503", metric.Why, StringComparison.Ordinal));
        await Eventually.Get(() => Of(engine, shop), of => of.Any(source => source.State == SourceState.Ill && source.Error!.EndsWith("answered 503", StringComparison.Ordinal)), "the metrics are ill");
    }

    [Fact]
    public async Task The_shares_that_the_router_was_told_are_known_with_since_when_and_it_does_as_told()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine);
        await shop.UntilStatusAsync(status => status.Applied is { Shares: [{ Release: 1 }] } applied && applied.DriftFrom(status.Set).Count == 0, "is served as told");
    }

    private static Task<List<SourceStatus>> Of(EngineHost engine, ShopService shop) => Task.FromResult<List<SourceStatus>>([.. engine.Sources.All(shop.Tenant).Where(source => source.Key.Place == shop.Place)]);
}
