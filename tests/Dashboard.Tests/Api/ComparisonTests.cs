using System.Net;
using System.Text.Json;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ComparisonTests
{
    private const string Boxes = """
        { "name": "boxes", "environments": [ { "name": "production", "runtime": { "kind": "container" }, "router": { "path_prefix": "/boxes" } } ] }
        """;

    [Fact]
    public async Task Two_releases_are_compared_field_by_field_without_a_secret()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Boxes);
        await api.MustAsync("/api/services/boxes/releases", """{ "image": "boxes:1", "env": { "KEY": "hunter1" } }""");
        await api.MustAsync("/api/services/boxes/releases", """{ "image": "boxes:1", "env": { "KEY": "hunter1" }, "container": { "memory": "64MiB" }, "notes": "less" }""");
        await api.MustAsync("/api/services/boxes/releases", """{ "image": "boxes:1", "env": { "KEY": "hunter2" }, "container": { "memory": "64MiB" } }""");

        var same = (await api.GetAsync("/api/services/boxes/releases/1/comparison?running=1")).Json;
        Assert.Equal(("up_to_date", true), (same.GetProperty("verdict").GetString(), same.GetProperty("changes_nothing").GetBoolean()));
        var limits = (await api.GetAsync("/api/services/boxes/releases/2/comparison?running=1")).Json;
        Assert.Equal("needs_update", limits.GetProperty("verdict").GetString());
        Assert.Contains("the instances are replaced", limits.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        var answer = await api.GetAsync("/api/services/boxes/releases/3/comparison?running=1");
        Assert.Equal("needs_recreate", answer.Json.GetProperty("verdict").GetString());
        Assert.Equal(
            [("container.memory", "needs_update"), ("env.KEY", "needs_recreate")],
            answer.Json.GetProperty("differences").EnumerateArray().Select(d => (d.GetProperty("field").GetString()!, d.GetProperty("needs").GetString()!)));
        Assert.DoesNotContain("hunter", answer.Text, StringComparison.Ordinal);
        Assert.Contains("notes", answer.Json.GetProperty("not_compared").EnumerateArray().Select(field => field.GetString()));
    }

    [Fact]
    public async Task A_comparison_with_nothing_is_refused()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "running"), Refused(await api.GetAsync("/api/services/shop/releases/1/comparison")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "running"), Refused(await api.GetAsync("/api/services/shop/releases/1/comparison?running=zero")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "with"), Refused(await api.GetAsync("/api/services/shop/releases/1/comparison?running=1&with=1")));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/services/shop/releases/1/comparison?running=9")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/services/shop/releases/9/comparison?running=1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/services/nobody/releases/1/comparison?running=1")).Status);
    }

    [Fact]
    public async Task A_release_that_runs_the_same_is_warned_about_ends_at_once_and_says_why()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/abort", """{"reason": "make room"}""");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllStable, Verified: true));
        var created = await api.MustAsync("/api/deployments", $$$"""{"service": "shop", "release": {{{ApiHost.Release}}}, "analysis": {"mode": "point"}, "rollback": {"on_error_rate": 0.05}}""");
        Assert.StartsWith("The release runs the same as release 1", Assert.Single(created.Json.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        await api.SignalAsync(DeploymentId.From("shop-3"), new DeploymentCommand.ReportStable(new(1, ["a"])));

        var ended = (await api.GetAsync("/api/deployments/shop-3")).Json;
        Assert.Equal(("succeeded", true), (ended.GetProperty("status").GetString(), ended.GetProperty("no_op").GetBoolean()));
        Assert.Equal("Release 3 runs the same as release 1, which is live.", ended.GetProperty("reason").GetString());
        Assert.Equal("Release 3 runs the same as release 1, which is live. Nothing had to change, and nothing was started.", ended.GetProperty("sentence").GetString());
        Assert.True(ended.GetProperty("comparison").GetProperty("changes_nothing").GetBoolean());
        Assert.Equal(1, (await api.GetAsync("/api/services/shop")).Json.GetProperty("environments")[0].GetProperty("live").GetInt32());
    }

    [Fact]
    public async Task Who_insists_is_warned_and_recorded()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
        var created = await api.MustAsync(
            "/api/deployments", """{"service": "shop", "release": 1, "auto_start": false, "force_recreate": true, "skip_health": true, "analysis": {"mode": "point"}, "rollback": {"on_error_rate": 0.05}}""");
        Assert.Equal(["force_recreate:", "skip_health:"], created.Json.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!.Split(' ')[0]));

        var shown = (await api.GetAsync("/api/deployments/shop-1")).Json;
        Assert.Equal((true, true, "ada"), (shown.GetProperty("force_recreate").GetBoolean(), shown.GetProperty("skip_health").GetBoolean(), shown.GetProperty("created_by").GetString()));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("comparison").ValueKind);
        var events = (await api.GetAsync("/api/deployments/shop-1/events")).Text;
        Assert.Contains("forceRecreate", events.Replace("force_recreate", "forceRecreate", StringComparison.Ordinal), StringComparison.Ordinal);
        var wrong = await api.PostAsync("/api/deployments", """{"service": "shop", "release": 1, "force_recreate": "yes", "skip_health": 1}""");
        Assert.Equal(["force_recreate", "skip_health"], wrong.Fields.Order(StringComparer.Ordinal));
    }

    private static (HttpStatusCode Status, string Field) Refused(Answer answer) => (answer.Status, Assert.Single(answer.Fields.Distinct()));
}
