using System.Net;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>Metrics that an environment defines, from their declaration to the deployment that is judged by them.</summary>
public sealed class OwnMetricTests
{
    private const string Metrics = """
        [{"name": "orders", "kind": "counter_pair", "total": "orders_total", "bad": "orders_failed_total{kind=\"card\"}"},
         {"name": "packing", "kind": "histogram", "path": "/stats", "histogram": "packing_seconds", "unit": "s"},
         {"name": "queue", "kind": "gauge", "value": "queue_length"}]
        """;

    [Fact]
    public async Task Declared_metrics_are_read_back_replaced_when_given_and_kept_when_not()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        Assert.Equal("applied", (await api.MustAsync("/api/services", With(Metrics))).String("effect"));
        Assert.Equal("none", (await api.PostAsync("/api/services", With(Metrics))).String("effect"));
        Assert.Equal("none", (await api.PostAsync("/api/services", ApiHost.Shop)).String("effect"));

        var metrics = (await api.GetAsync("/api/services/shop")).Json.GetProperty("environments")[0].GetProperty("metrics");
        Assert.Equal(3, metrics.GetArrayLength());
        Assert.Equal("orders_failed_total{kind=\"card\"}", metrics[0].GetProperty("bad").GetString());
        Assert.Equal(("counter_pair", "/metrics"), (metrics[0].GetProperty("kind").GetString(), metrics[0].GetProperty("path").GetString()));
        Assert.Equal(("/stats", "s"), (metrics[1].GetProperty("path").GetString(), metrics[1].GetProperty("unit").GetString()));

        await api.MustAsync("/api/services", With("[]"));
        Assert.Equal(0, (await api.GetAsync("/api/services/shop")).Json.GetProperty("environments")[0].GetProperty("metrics").GetArrayLength());
    }

    [Fact]
    public async Task All_mistakes_in_definitions_come_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await api.PostAsync("/api/services", With("""
            [{"name": "Orders", "kind": "counter_pair", "total": "orders total", "value": "x"},
             {"name": "error_rate", "kind": "histogram", "path": "stats", "histogram": "a_bucket"},
             {"name": "queue", "kind": "gauge", "value": "q", "unit": "s"},
             {"name": "queue", "kind": "gauge", "value": "q{a=~\"b\"}"},
             {"name": "same", "kind": "counter_pair", "total": "a", "bad": " a"}]
            """));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(
            [
                "environments[0].metrics[0].bad", "environments[0].metrics[0].name", "environments[0].metrics[0].total", "environments[0].metrics[0].value",
                "environments[0].metrics[1].histogram", "environments[0].metrics[1].name", "environments[0].metrics[1].path", "environments[0].metrics[1].unit",
                "environments[0].metrics[2].unit", "environments[0].metrics[3].name", "environments[0].metrics[3].value", "environments[0].metrics[4].bad",
            ],
            refused.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_kind_of_metric_may_have_a_limit_that_its_values_can_break()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", With(Metrics));
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
        var limits = await TryAsync("""[{"metric": "orders", "max": 0.02}, {"metric": "packing", "max": 250}, {"metric": "queue", "min": -5, "max": 40}, {"metric": "open_requests", "max": 100}]""");
        Assert.Equal(HttpStatusCode.Created, limits.Status);
        var wrong = await TryAsync("""[{"metric": "packing", "max": 0}, {"metric": "queue", "max": 1e16}, {"metric": "queue", "min": 9, "max": 3}, {"metric": "queue"}, {"metric": "open_requests", "min": 1}]""");
        Assert.Equal(
            ["thresholds.custom[0].max", "thresholds.custom[1].max", "thresholds.custom[2].min", "thresholds.custom[3]", "thresholds.custom[4]"],
            wrong.Fields.Order(StringComparer.Ordinal));

        Task<Answer> TryAsync(string custom) => api.PostAsync("/api/deployments", $$$"""{"service": "shop", "release": 1, "dry_run": true, "thresholds": {"custom": {{{custom}}} }}""");
    }

    [Fact]
    public async Task A_rule_that_its_metric_cannot_bear_is_refused_with_the_reason()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", With(Metrics));
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
        var refused = await api.PostAsync("/api/deployments", """
            {"service": "shop", "release": 1,
             "thresholds": {"custom": [{"metric": "packing", "min": 9}, {"metric": "orders", "max": 1.5}, {"metric": "ordres", "max": 0.1}]},
             "analysis": {"metrics": [
                {"metric": "queue", "role": "guard", "required": true, "margin": {"ratio": 2, "offset": 0.1}},
                {"metric": "packing", "role": "guard", "direction": "higher_is_better", "quantile": 2},
                {"metric": "orders", "role": "guard", "direction": "either", "tolerated_change": 0.1},
                {"metric": "ordres", "role": "guard"},
                {"metric": "error_rate", "quantile": 0.5}]}}
            """);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(
            [
                "analysis.metrics[0].margin", "analysis.metrics[0].required", "analysis.metrics[1].direction", "analysis.metrics[1].quantile",
                "analysis.metrics[2].direction", "analysis.metrics[2].tolerated_change", "analysis.metrics[3].metric", "analysis.metrics[4].quantile",
                "thresholds.custom[0].min", "thresholds.custom[1].max", "thresholds.custom[2].metric",
            ],
            refused.Fields.Order(StringComparer.Ordinal));
        Assert.Contains("a histogram has only a maximum", refused.Text, StringComparison.Ordinal);
        Assert.Contains("a gauge can look worse, and never be proven good", refused.Text, StringComparison.Ordinal);
        Assert.Contains("open_requests, orders, packing, queue", refused.Text, StringComparison.Ordinal);

        var unsaid = await api.PostAsync("/api/deployments", """{"service": "shop", "release": 1, "analysis": {"metrics": [{"metric": "orders"}]}}""");
        Assert.Equal(["analysis.metrics[0].role"], unsaid.Fields);
        var point = await api.PostAsync("/api/deployments", """{"service": "shop", "release": 1, "thresholds": {"custom": [{"metric": "orders", "max": 0.1}]}, "analysis": {"mode": "point"}}""");
        Assert.Equal(["thresholds.custom[0].metric"], point.Fields);
    }

    [Fact]
    public async Task A_metric_without_data_for_a_day_is_a_warning_before_the_start()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await api.MustAsync("/api/services", With(Metrics));
        const string Body = """
            {"service": "shop", "release": 2, "auto_start": false, "thresholds": {"custom": [{"metric": "orders", "min": 0.01, "max": 0.1}]},
             "analysis": {"metrics": [{"metric": "orders", "role": "guard", "required": true}, {"metric": "queue", "role": "information"}]}}
            """;
        var warned = (await api.MustAsync("/api/deployments", Body)).Json.GetProperty("warnings");
        Assert.Equal("orders had no data in the last 24 h: nothing can be judged by it, and a phase that must clear it waits.", Assert.Single(warned.EnumerateArray()).GetString());
        api.Sluice.Sightings["orders"] = DateTimeOffset.MaxValue;
        Assert.Empty((await api.MustAsync("/api/deployments", Body)).Json.GetProperty("warnings").EnumerateArray());
        api.Sluice.Sightings.Clear();
        Assert.Contains("No requests were counted here", (await api.MustAsync("/api/deployments", Body)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_stay_as_they_are_while_a_deployment_is_judged_by_them()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var refused = await api.PostAsync("/api/services", With(Metrics));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (refused.Status, refused.Problem));
        Assert.Contains("shop-2 is under way", refused.Text, StringComparison.Ordinal);
    }

    private static string With(string metrics) => ApiHost.Shop.Replace("\"/\"}", "\"/\"}, \"metrics\": " + metrics, StringComparison.Ordinal);
}
