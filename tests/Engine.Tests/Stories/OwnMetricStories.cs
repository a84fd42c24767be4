using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>What instances tell about themselves decides, with real shops behind the real gateway.</summary>
public sealed class OwnMetricStories(SharedEngine shared)
{
    private static readonly ValueList<MetricDefinition> s_metrics =
    [
        new("orders", MetricKind.CounterPair) { Total = "shop_orders_total", Bad = "shop_orders_failed_total" },
        new("packing", MetricKind.Histogram) { Histogram = "shop_packing_seconds", Unit = TimeUnit.S },
        new("queue", MetricKind.Gauge) { Value = "shop_packing_queue" },
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_that_fail_behind_good_answers_send_the_release_back()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine, replicas: 2, metrics: s_metrics);
        await using var buyers = shop.Buy();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ORDER_FAILURE_RATE", "0.4")), Judged(new("orders", MetricRole.Guard, Required: true), new("queue", MetricRole.Signal, Required: false)));
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await buyers.LeaveAsync();

        Assert.Equal(0, buyers.Errors);
        Assert.Empty(buyers.Broken);
        var verdict = (await shop.EventsAsync(id)).OfType<VerdictChanged>().Last().Verdict;
        Assert.Equal(VerdictReason.Regression, verdict.Reason);
        Assert.Contains("that orders of the canary is above ", verdict.Sentence, StringComparison.Ordinal);
        Assert.Contains("Share of the verdict: orders ", verdict.Sentence, StringComparison.Ordinal);

        // What was stored gives the same evidence, bit for bit.
        var deployment = await shop.DeploymentAsync(id);
        var intervals = Intervals.From(await engine.Strata.ReadAsync(TenantId.Default, id, Ct));
        Assert.Contains(intervals, interval => interval.Canary.Detail.Metric("queue") is { Value: >= 0 });
        var ledger = new EvidenceLedger(deployment.Spec.LedgerTerms, intervals[0].Stable!);
        Assert.Equal(verdict.Hash, Intervals.Replay(intervals, ledger));
        var state = new double[ledger.StateLength];
        ledger.Save(state);
        Assert.Equal((await engine.Strata.FindStateAsync(TenantId.Default, id, Ct))!.Values, state);
    }

    [Fact]
    public async Task Orders_that_take_longer_to_pack_send_the_release_back()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine, metrics: s_metrics);
        await using var buyers = shop.Buy();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_PACKING_MS", "200")), Judged(new MetricRule("packing", MetricRole.Guard, Required: false) { Quantile = 0.9 }));
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        Assert.Contains("that packing of the canary is above ", (await shop.EventsAsync(id)).OfType<VerdictChanged>().Last().Verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_stays_beyond_its_limit_sends_the_release_back()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine, metrics: s_metrics);
        await using var buyers = shop.Buy();

        // With all of the evidence on the limit, about twenty values convict.
        MetricRule[] shown = [.. MetricRule.Usual.Select(rule => rule with { Role = MetricRole.Information, Required = false }), new("queue", MetricRole.Information, Required: false)];
        var judged = Judged(shown);
        var request = judged with { Thresholds = new() { Custom = [new("queue", null, 20)] }, Analysis = judged.Analysis with { ConfidenceLevel = 0.9 } };
        var id = await shop.DeployAsync(Shop("2", ("SHOP_QUEUE_LENGTH", "40")), request);
        await shop.UntilAsync(id, d => d.Status.IsTerminal, "goes back", TimeSpan.FromMinutes(2));
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        var verdict = (await shop.EventsAsync(id)).OfType<VerdictChanged>().Last().Verdict;
        Assert.Equal(VerdictReason.SloBreach, verdict.Reason);
        Assert.Contains("that queue of the canary is above its limit of 20", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_stops_holds_and_heals()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine, metrics: s_metrics);
        await using var buyers = shop.Buy();
        var id = await shop.DeployAsync(Shop("2"), Judged(new MetricRule("orders", MetricRole.Guard, Required: true) { Margin = new Margin(1, 0.2) }));
        await shop.UntilAsync(id, d => d.Verdict?.Checks.FirstOrDefault(check => check.Metric == "orders") is { CanaryRequests: > 0 }, "has counted orders");
        await shop.SetFaultsAsync(release: 2, new { hide_metrics = true });
        var held = await shop.UntilAsync(id, d => d.Verdict?.Reason == VerdictReason.SourceError, "holds because its source is gone");
        Assert.Matches(@"^Holding: orders could not be read \(GET http://127\.0\.0\.1:\d+/metrics answered 503\)\.$", held.Verdict!.Sentence);
        Assert.Equal(CheckOutcome.SourceError, held.Verdict.Checks.Single(check => check.Metric == "orders").Outcome);
        Assert.Equal(20, held.Asked.Canary.Percent);
        await shop.SetFaultsAsync(release: 2, new { hide_metrics = false });
        await shop.UntilAsync(id, d => d.Verdict is { Reason: not VerdictReason.SourceError }, "is judged again");
    }

    private static DeploymentRequest Judged(params ReadOnlySpan<MetricRule> rules) => Quick(20, 100) with
    {
        Plan = new(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.FromHours(1) }, new(100) { Hold = TimeSpan.FromSeconds(1) }] },
        Thresholds = new(),
        Analysis = AnalysisSettings.Usual with { Interval = TimeSpan.FromSeconds(1), Evidence = new() { Warmup = TimeSpan.Zero, Metrics = ValueList.Create(rules) } },
    };
}
