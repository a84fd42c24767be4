using System.Net;
using System.Text.Json;

namespace Sluice.Dashboard.Tests.Api;

public sealed class RollingTests
{
    private const string Preview = "/api/deployments/preview";

    [Fact]
    public async Task What_would_be_done_is_answered_in_order_and_nothing_is_created()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync(Preview, """{"service": "shop", "strategy": "rolling", "plan": {"parallelism": 2, "hold": "30s"}, "release": {"command": ["run"], "replicas": 3} }""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var done = answer.Json.GetProperty("operations").EnumerateArray().Select(o => $"{o.GetProperty("kind").GetString()} {o.GetProperty("release").GetInt32()} {o.GetProperty("instances").GetInt32()}").ToList();
        Assert.Equal("start 3 2", done[0]);
        Assert.Contains(done, operation => operation.StartsWith("stop 1", StringComparison.Ordinal));
        Assert.Equal([2, 3], answer.Json.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("instances").GetInt32()));
        Assert.Contains("shop-2", answer.Json.GetProperty("would_wait").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await api.GetAsync("/api/deployments")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Every_mistake_in_a_preview_comes_in_one_answer()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync(Preview, """{"service": "shop", "release": 9, "strategy": "rolling", "plan": {"parallelism": 0, "max_surge": "some", "order": "any"}, "thresholds": {"error_rate": 2}, "colour": 1}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(["colour", "plan.max_surge", "plan.order", "plan.parallelism", "release", "thresholds.error_rate"], answer.Fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        foreach (var replicas in new[] { "0", "2000000000" })
        {
            var strange = await api.PostAsync(Preview, $$"""{"service": "shop", "strategy": "rolling", "release": {"command": ["run"], "replicas": {{replicas}}} }""");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "release.replicas"), (strange.Status, Assert.Single(strange.Fields)));
        }

        Assert.Equal(["service"], (await api.PostAsync(Preview, """{"service": "nobody", "release": 1}""")).Fields);
    }

    [Fact]
    public async Task A_rolling_deployment_says_how_many_instances_each_phase_has()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var created = await api.MustAsync("/api/deployments", """{"service": "shop", "strategy": "rolling", "auto_start": false, "release": {"command": ["run"], "replicas": 2} }""");
        var deployment = (await api.GetAsync($"/api/deployments/{created.Json.GetProperty("deployment").GetString()}")).Json;
        Assert.Equal("rolling", deployment.GetProperty("strategy").GetString());
        Assert.Equal([1, 2], deployment.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("instances").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("phases")[0].GetProperty("instances").ValueKind);
    }

    [Fact]
    public async Task Recreating_is_said_to_have_downtime()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var created = await api.MustAsync("/api/deployments", """{"service": "shop", "strategy": "recreate", "auto_start": false, "release": 2}""");
        Assert.Contains(created.Json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("downtime", StringComparison.Ordinal));
    }
}
