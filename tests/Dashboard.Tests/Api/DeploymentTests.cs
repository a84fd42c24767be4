using System.Net;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Tests.Api;

public sealed class DeploymentTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_new_deployment_says_what_may_surprise(string dryRun)
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var body = $$"""{"service": "shop", "release": 2, "auto_start": false, "dry_run": {{dryRun}}, "analysis": {"enabled": false}, "rollback": {"on_error_rate": 0.1} }""";
        var answer = await api.PostAsync("/api/deployments", body);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var warning = Assert.Single(answer.Json.GetProperty("warnings").EnumerateArray()).GetString();
        Assert.StartsWith("analysis.enabled is false", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_reads_as_promised()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        api.Sluice.See(new PlaceStatus(ApiHost.Production, DateTimeOffset.UnixEpoch) { ServedCanary = Share.FromPercent(9.5m) });
        var deployment = (await api.GetAsync("/api/deployments/shop-2")).Json;

        Assert.Equal("shop-2", deployment.GetProperty("id").GetString());
        Assert.Equal("shop", deployment.GetProperty("service").GetString());
        Assert.Equal("production", deployment.GetProperty("environment").GetString());
        Assert.Equal(1, deployment.GetProperty("from_release").GetInt32());
        Assert.Equal(2, deployment.GetProperty("to_release").GetInt32());
        Assert.Equal("canary", deployment.GetProperty("strategy").GetString());
        Assert.Equal("running", deployment.GetProperty("status").GetString());
        Assert.Equal("hold", deployment.GetProperty("stage").GetString());
        Assert.Equal(JsonValueKind.Null, deployment.GetProperty("reason").ValueKind);
        Assert.StartsWith("Release 2 has 10 % of the traffic. Next: at ", deployment.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, deployment.GetProperty("progress").GetInt32());

        var phase = deployment.GetProperty("phase");
        Assert.Equal((0, 3, 10m), (phase.GetProperty("index").GetInt32(), phase.GetProperty("count").GetInt32(), phase.GetProperty("share").GetDecimal()));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", phase.GetProperty("due_at").GetString());
        var split = deployment.GetProperty("split");
        Assert.Equal((90m, 10m), Shares(split.GetProperty("asked")));
        Assert.Equal((90m, 10m), Shares(split.GetProperty("set")));
        Assert.Equal((90.5m, 9.5m), Shares(split.GetProperty("served")));
        Assert.Equal([10m, 50m, 100m], deployment.GetProperty("phases").EnumerateArray().Select(p => p.GetProperty("share").GetDecimal()));
        Assert.Equal("10m", deployment.GetProperty("phases")[0].GetProperty("hold").GetString());

        var actions = deployment.GetProperty("allowed_actions").EnumerateArray().ToDictionary(a => a.GetProperty("action").GetString()!, a => a, StringComparer.Ordinal);
        Assert.Equal(JsonValueKind.Null, actions["promote"].GetProperty("reason_if_not").ValueKind);
        Assert.Equal(2, actions["abort"].GetProperty("level").GetInt32());
        Assert.Equal("It is not paused.", actions["resume"].GetProperty("reason_if_not").GetString());
        Assert.Equal(JsonValueKind.Null, deployment.GetProperty("open_gate").ValueKind);
    }

    [Fact]
    public async Task Who_takes_part_and_who_stays_is_told_with_what_was_counted()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        const string Body = """
            {"service": "shop", "release": 2, "auto_start": false, "strategy": "ab",
             "plan": {"phases": [{"share": 50}], "match": [{"by": "header", "name": "X-Group", "value": "beta"}], "sticky": {"by": "own_cookie"}}}
            """;
        var answer = await api.PostAsync("/api/deployments", Body);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(2, answer.Json.GetProperty("warnings").EnumerateArray().Count(warning => warning.GetString()!.StartsWith("plan.", StringComparison.Ordinal)));
        var deployment = (await api.GetAsync("/api/deployments/shop-3")).Json;
        Assert.Equal("ab", deployment.GetProperty("strategy").GetString());
        var users = deployment.GetProperty("users");
        Assert.Equal("own_cookie", users.GetProperty("sticky").GetProperty("by").GetString());
        Assert.Equal(("X-Group", "beta"), (users.GetProperty("match")[0].GetProperty("name").GetString(), users.GetProperty("match")[0].GetProperty("value").GetString()));
        Assert.Equal(JsonValueKind.Null, users.GetProperty("counted").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("users").ValueKind);
    }

    [Theory]
    [InlineData("mirror")]
    [InlineData("shadow")]
    public async Task What_is_copied_is_told_with_a_warning(string strategy)
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync(
            "/api/deployments",
            $$$$"""{"service": "shop", "release": 2, "auto_start": false, "strategy": "{{{{strategy}}}}", "plan": {"phases": [{"share": 20}], "mirror": {"unsafe_methods": true}}}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Contains(answer.Json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.StartsWith("plan.mirror.unsafe_methods is true", StringComparison.Ordinal));
        var deployment = (await api.GetAsync("/api/deployments/shop-3")).Json;
        Assert.Equal("mirror", deployment.GetProperty("strategy").GetString());
        var mirror = deployment.GetProperty("mirror");
        Assert.Equal((true, 65536, 0), (mirror.GetProperty("unsafe_methods").GetBoolean(), mirror.GetProperty("max_body").GetInt32(), mirror.GetProperty("asked").GetInt32()));
        Assert.Equal(JsonValueKind.Null, mirror.GetProperty("counted").ValueKind);
        var phases = deployment.GetProperty("phases");
        Assert.Equal((0, 20), (phases[0].GetProperty("share").GetInt32(), phases[0].GetProperty("mirror").GetInt32()));
        Assert.Equal((100, JsonValueKind.Null), (phases[1].GetProperty("share").GetInt32(), phases[1].GetProperty("mirror").ValueKind));
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("mirror").ValueKind);
    }

    [Fact]
    public async Task The_state_at_an_event_is_what_it_was()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var then = (await api.GetAsync("/api/deployments/shop-2?at=2")).Json;
        Assert.Equal(("running", "gate", 2L), (then.GetProperty("status").GetString(), then.GetProperty("stage").GetString(), then.GetProperty("version").GetInt64()));
        Assert.Empty(then.GetProperty("allowed_actions").EnumerateArray());
        Assert.Equal("pending", (await api.GetAsync("/api/deployments/shop-2?at=1")).String("status"));

        var beyond = await api.GetAsync("/api/deployments/shop-2?at=99");
        Assert.Equal(["at"], beyond.Fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync("/api/deployments/shop-2?at=0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/deployments/shop-9?at=1")).Status);
    }

    [Fact]
    public async Task Lists_are_filtered_and_come_in_pages()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var all = (await api.GetAsync("/api/deployments?limit=1")).Json;
        Assert.Equal(2, all.GetProperty("total").GetInt32());
        Assert.Equal("shop-2", all.GetProperty("items")[0].GetProperty("id").GetString());
        var rest = (await api.GetAsync($"/api/deployments?limit=1&cursor={all.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal("shop-1", rest.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next_cursor").ValueKind);

        Assert.Equal(["shop-2"], await IdsAsync(api, "active=true"));
        Assert.Equal(["shop-1"], await IdsAsync(api, "active=false"));
        Assert.Equal(["shop-1"], await IdsAsync(api, "status=succeeded,failed"));
        Assert.Equal(["shop-2"], await IdsAsync(api, "status=running&service=shop&environment=production"));
        Assert.Empty(await IdsAsync(api, "service=nobody"));
    }

    [Fact]
    public async Task Another_tenants_deployment_looks_like_one_that_does_not_exist()
    {
        await using var api = await ApiHost.StartAsync();
        var (other, eve) = (new TenantId("other"), new CommandContext(Actor.Person("eve")));
        var spec = new EnvironmentSpec(ApiHost.Production.Environment, new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, null, "/"));
        await api.Sluice.DeclareServiceAsync(other, ServiceName.From("theirs"), [spec], eve, ApiHost.Ct);
        await api.Sluice.CreateDeploymentAsync(other, new DeploymentRequest(ServiceName.From("theirs"), null, null, new ReleaseSpec { Command = ["x"] }), eve, ApiHost.Ct);
        Assert.NotNull(await api.Sluice.FindDeploymentAsync(other, DeploymentId.From("theirs-1"), ApiHost.Ct));

        foreach (var path in new[] { "", "?at=1", "/events", "/metrics", "/instances", "/instances/x/log" })
        {
            var foreign = await api.GetAsync("/api/deployments/theirs-1" + path);
            var missing = await api.GetAsync("/api/deployments/nobody-1" + path);
            Assert.Equal((HttpStatusCode.NotFound, "not_found"), (foreign.Status, foreign.Problem));
            Assert.Equal(missing.Text.Replace("nobody", "theirs", StringComparison.Ordinal), foreign.Text);
        }

        foreach (var command in new[] { "abort", "roll_back", "retry" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"/api/deployments/theirs-1/{command}", "{}")).Status);
        }

        Assert.Equal(0, (await api.GetAsync("/api/deployments")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_second_deployment_is_told_who_holds_the_place_or_waits()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var busy = await api.PostAsync("/api/deployments", """{"service": "shop", "release": 1}""");
        Assert.Equal((HttpStatusCode.Conflict, "busy"), (busy.Status, busy.Problem));
        Assert.Equal("shop-2", busy.String("holder"));
        Assert.Equal("shop-2", busy.Json.GetProperty("deployment").GetProperty("id").GetString());

        var queued = await api.MustAsync("/api/deployments", """{"service": "shop", "release": 1, "queue": true}""");
        Assert.Equal("shop-3", queued.String("deployment"));
        var waiting = (await api.GetAsync("/api/deployments/shop-3")).Json;
        Assert.Equal(("pending", "queued"), (waiting.GetProperty("status").GetString(), waiting.GetProperty("reason").GetString()));
        Assert.Equal("Waiting for shop-2 to end. Next: it starts by itself when the place is free.", waiting.GetProperty("sentence").GetString());
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(ApiHost api, string query) =>
        [.. (await api.GetAsync("/api/deployments?" + query)).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private static (decimal Stable, decimal Canary) Shares(JsonElement shares) => (shares.GetProperty("stable").GetDecimal(), shares.GetProperty("canary").GetDecimal());
}
