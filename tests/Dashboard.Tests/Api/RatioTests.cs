using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>What a reader sees of a deployment that is judged by evidence, worked out from its intervals.</summary>
public sealed class RatioTests
{
    private const string Deployment = "/api/deployments/shop-2";
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Slow_requests_are_compared_interval_by_interval_with_bounds_that_only_tighten()
    {
        await using var api = await JudgedAsync();
        await StoreAsync(api, 60);
        var answer = (await api.GetAsync(Deployment + "/latency-ratios?metric=latency_p99")).Json;
        Assert.Equal(("latency_p99", 1.0905, "known"), (answer.GetProperty("metric").GetString(), answer.GetProperty("tolerated_growth").GetDouble(), answer.GetProperty("state").GetString()));
        var columns = new[] { "unix_ms", "observed", "lower", "upper", "tolerated", "stable_bound", "canary_bound", "canary_requests", "stable_requests" }
            .ToDictionary(name => name, name => answer.GetProperty(name).EnumerateArray().ToList(), StringComparer.Ordinal);
        Assert.All(columns.Values, column => Assert.Equal(60, column.Count));
        var lower = columns["lower"].Where(at => at.ValueKind == JsonValueKind.Number).Select(at => at.GetDouble()).ToList();
        Assert.Equal(lower.Order(), lower);
        Assert.True(lower[^1] > 1, answer.ToString());
        Assert.EndsWith("times as many (99 %, valid at every look): more than is tolerated.", answer.GetProperty("sentence").GetString()!, StringComparison.Ordinal);
        Assert.Equal("latency_p99", (await api.GetAsync(Deployment + "/latency-ratios")).Json.GetProperty("metric").GetString());
        Assert.Equal(["metric"], (await api.GetAsync(Deployment + "/latency-ratios?metric=error_rate")).Fields);
    }

    [Fact]
    public async Task Without_intervals_it_says_why()
    {
        await using var api = await JudgedAsync();
        var answer = (await api.GetAsync(Deployment + "/latency-ratios")).Json;
        Assert.Equal(("none_yet", 0), (answer.GetProperty("state").GetString(), answer.GetProperty("unix_ms").GetArrayLength()));
        Assert.Equal(0, (await api.GetAsync(Deployment + "/readings?metric=queue")).Json.GetProperty("unix_ms").GetArrayLength());
    }

    [Fact]
    public async Task What_instances_tell_comes_in_its_unit()
    {
        await using var api = await JudgedAsync();
        await StoreAsync(api, 3);
        var queue = (await api.GetAsync(Deployment + "/readings?metric=queue")).Json;
        Assert.Equal("number", queue.GetProperty("unit").GetString());
        Assert.Equal([10.0, 11, 12], queue.GetProperty("stable").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal([20.0, 21, 22], queue.GetProperty("canary").EnumerateArray().Select(value => value.GetDouble()));
        var orders = (await api.GetAsync(Deployment + "/readings?metric=orders")).Json;
        Assert.Equal(("share", 0.01, 900), (orders.GetProperty("unit").GetString(), orders.GetProperty("stable")[0].GetDouble(), orders.GetProperty("stable_count")[0].GetInt32()));
        var unknown = await api.GetAsync(Deployment + "/readings?metric=packing");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "metric"), (unknown.Status, Assert.Single(unknown.Fields)));
        Assert.Contains("one of queue, orders", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(["metric"], (await api.GetAsync(Deployment + "/readings")).Fields);
        Assert.Equal(["metric"], (await api.GetAsync("/api/deployments/shop-1/readings?metric=queue")).Fields);
    }

    [Fact]
    public async Task Replay_has_it_among_its_columns_in_the_unit_of_the_chart()
    {
        await using var api = await JudgedAsync();
        await StoreAsync(api, 3);
        var columns = (await api.GetAsync(Deployment + "/review/series")).Json.GetProperty("columns");
        Assert.Equal([20.0, 21, 22], columns.GetProperty("canary.own-queue").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal([1.0, 1, 1], columns.GetProperty("stable.own-orders").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public async Task A_verdict_says_which_row_decided_by_how_much_a_gauge_differs_and_which_bounds_stand_for_a_limit()
    {
        await using var api = await JudgedAsync();
        await JudgeAsync(api);
        var verdict = (await api.GetAsync(Deployment)).Json.GetProperty("verdict");
        AssertExplained(verdict);
        Assert.Equal(verdict.GetProperty("reason").GetString() == "suspicious" ? "suspicious" : "worse", verdict.GetProperty("trace").GetProperty("rules").EnumerateArray().Last().GetProperty("rule").GetString());
    }

    [Fact]
    public async Task The_export_tells_the_same_of_every_verdict_that_was_recorded()
    {
        await using var api = await JudgedAsync();
        await JudgeAsync(api);
        var parts = (await api.GetAsync(Deployment + "/review")).Json.GetProperty("parts");
        var recorded = parts.GetProperty("verdicts").EnumerateArray().Last();
        AssertExplained(recorded);
        var version = recorded.GetProperty("version").GetInt64();
        var stored = parts.GetProperty("events").EnumerateArray().Single(e => e.GetProperty("version").GetInt64() == version);
        Assert.Contains(recorded.GetProperty("sentence").GetString()!, stored.GetProperty("data").GetProperty("verdict").GetProperty("sentence").GetString()!, StringComparison.Ordinal);
    }

    private static void AssertExplained(JsonElement verdict)
    {
        var rules = verdict.GetProperty("trace").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal("worse", rules[0].GetProperty("rule").GetString());
        Assert.True(rules[^1].GetProperty("decided").GetBoolean());
        var checks = verdict.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, StringComparer.Ordinal);
        var shift = checks["queue_vs_stable"].GetProperty("shift");
        Assert.Equal((30, 10.0), (shift.GetProperty("pairs").GetInt32(), shift.GetProperty("value").GetDouble()));
        var bounds = checks["latency_p99"].GetProperty("bounds");
        Assert.True(bounds.GetProperty("kept").GetDouble() < 300 && bounds.GetProperty("broken").GetDouble() > 300);
    }

    /// <summary>Release 2 is on its way, judged by evidence and by what instances tell.</summary>
    private static async Task<ApiHost> JudgedAsync()
    {
        var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop.Replace("\"/\"}", """
            "/"}, "metrics": [{"name": "orders", "kind": "counter_pair", "total": "a", "bad": "b"}, {"name": "queue", "kind": "gauge", "value": "q"}]
            """, StringComparison.Ordinal));
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
        await api.MustAsync("/api/services/shop/releases", ApiHost.NextRelease);
        await api.MustAsync("/api/deployments", """{"service": "shop", "release": 1, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}, "analysis": {"mode": "point"}}""");
        var first = DeploymentId.From("shop-1");
        await api.Sluice.SettleAsync(ApiHost.Tenant, first, stable: null, ApiHost.Ct);
        await api.SignalAsync(first, new DeploymentCommand.Tick());
        await api.SignalAsync(first, new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true));
        await api.MustAsync("/api/deployments", """
            {"service": "shop", "release": 2, "plan": {"kind": "phases", "phases": [{"share": 10, "hold": "10m"}, {"share": 50, "hold": "10m"}]},
             "thresholds": {"latency_p99": "300ms", "custom": [{"metric": "orders", "max": 0.2}]},
             "analysis": {"warmup": "0s", "metrics": [{"metric": "queue", "role": "signal"}]}}
            """);
        await api.Sluice.SettleAsync(ApiHost.Tenant, DeploymentId.From("shop-2"), stable: 1, ApiHost.Ct);
        return api;
    }

    private static async Task JudgeAsync(ApiHost api)
    {
        var spec = (await api.Sluice.FindDeploymentAsync(ApiHost.Tenant, DeploymentId.From("shop-2"), ApiHost.Ct))!.State.Spec;
        var ledger = new EvidenceLedger(spec.LedgerTerms, Arm(0, 10_000, 10));
        var (stable, canary) = (Arm(0, 900, 9), Arm(0, 100, 8));
        for (var i = 0; i < 30; i++)
        {
            (stable, canary) = (Arm(i, 900, 9), Arm(10 + i, 100, 8));
            ledger.Observe(new(0, s_noon.AddSeconds(10 * i), s_noon.AddSeconds(10 * (i + 1)), Share.FromPercent(10), stable, canary));
        }

        var seen = new Measurement.Seen(s_noon.AddSeconds(290), s_noon.AddSeconds(300), stable, canary, "hash");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.Judge(0, seen, ledger.Assess("hash", stable)));
    }

    private static Task StoreAsync(ApiHost api, int intervals)
    {
        var strata = Enumerable.Range(0, intervals).SelectMany(i => new[] { Of(i, 1, ArmRole.Stable, 90, Arm(i, 900, 9)), Of(i, 2, ArmRole.Canary, 10, Arm(10 + i, 100, 8)) });
        return api.Services.GetRequiredService<IStratumStore>().AppendAsync([.. strata], state: null, ApiHost.Ct);

        static Stratum Of(int i, int release, ArmRole role, decimal share, ArmWindow arm) => new(
            ApiHost.Production, DeploymentId.From("shop-2"), 0, s_noon.AddSeconds(10 * i), s_noon.AddSeconds(10 * (i + 1)), release, role, Share.FromPercent(share), arm.Requests, 0, 0, 0, arm.Latency)
        { Detail = arm.Detail };
    }

    private static ArmWindow Arm(int i, long requests, long slow)
    {
        var latency = new long[LatencyBounds.BucketCount];
        (latency[LatencyBounds.BucketOf(20)], latency[LatencyBounds.BucketOf(200)]) = (requests - slow, slow);
        return new(TimeSpan.FromSeconds(10), requests, 0, 0, 0, latency)
        {
            Detail = new() { Metrics = [new("orders", MetricKind.CounterPair) { Total = requests, Bad = requests / 100 }, new("queue", MetricKind.Gauge) { Value = 10 + i }] },
        };
    }
}
