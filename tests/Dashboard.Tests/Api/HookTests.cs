using System.Net;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;

namespace Sluice.Dashboard.Tests.Api;

public sealed class HookTests
{
    private static readonly DeploymentId s_id = DeploymentId.From("shop-2");

    [Fact]
    public async Task A_command_before_the_start_is_read_back_and_the_preview_lists_it_first()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/services/shop/releases", """
            { "command": ["./shop"], "pre_deploy": { "command": ["./migrate", "up"], "env": { "LEVEL": "7" }, "timeout": "2m" } }
            """);
        var hook = (await api.GetAsync("/api/services/shop/releases/3")).Json.GetProperty("pre_deploy");
        Assert.Equal(["./migrate", "up"], hook.GetProperty("command").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(("7", "2m", false), (hook.GetProperty("env").GetProperty("LEVEL").GetString(), hook.GetProperty("timeout").GetString(), hook.GetProperty("privileged").GetBoolean()));

        var preview = (await api.PostAsync("/api/deployments/preview", """{ "service": "shop", "release": 3 }""")).Json;
        Assert.Equal(["run_hook", "start"], preview.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("kind").GetString()).Take(2));
    }

    [Fact]
    public async Task A_check_on_the_preview_is_planned_between_start_and_switch_and_told_without_values()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        await api.SignalAsync(s_id, new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllStable, Verified: true));
        const string Order = """{ "service": "shop", "release": { "command": ["./shop", "new"] }, "strategy": "blue_green", "plan": { "preview_check": { "command": ["./smoke"], "env": { "LOGIN": "hunter-2-hunter" }, "timeout": "2m" } } }""";
        var preview = (await api.PostAsync("/api/deployments/preview", Order)).Json;
        Assert.Equal(["start", "check_preview", "shift", "stop"], preview.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("kind").GetString()));

        await api.MustAsync("/api/deployments", Order);
        var id = DeploymentId.From("shop-3");
        await api.SignalAsync(id, new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/deployments/shop-3/preview_check/log")).Status);
        await api.SignalAsync(id, new DeploymentCommand.ReportCanaryReady(1));
        Assert.Equal("running", (await api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("preview_check").GetProperty("state").GetString());
        await api.SignalAsync(id, new DeploymentCommand.ReportHook(1, new HookEnd.Exited(3, WasStopped: false) { LastLines = ["no login for hunter-2-hunter"] }) { Stage = HookStage.Preview });

        Assert.Equal(3, (await api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("preview_check").GetProperty("exit_code").GetInt32());
        Assert.Equal(["no login for •••"], (await api.GetAsync("/api/deployments/shop-3/preview_check/log")).Json.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        var events = (await api.GetAsync("/api/deployments/shop-3/events")).Json.GetRawText();
        Assert.Contains("LOGIN", events, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_in_a_check_on_the_preview_come_in_one_answer()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync("/api/deployments", """
            { "service": "shop", "release": 1, "strategy": "blue_green", "plan": { "preview_check": { "env": { "A=B": "1" }, "user": "app", "timeout": "3d" } } }
            """);
        Assert.Equal(["plan.preview_check.command", "plan.preview_check.env", "plan.preview_check.timeout", "plan.preview_check.user"], answer.Fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var canary = await api.PostAsync("/api/deployments", """{ "service": "shop", "release": 1, "plan": { "preview_check": { "command": ["./smoke"] } } }""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "plan.preview_check"), (canary.Status, Assert.Single(canary.Fields)));
    }

    [Fact]
    public async Task Every_mistake_comes_in_one_answer()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync("/api/services/shop/releases", """
            { "command": ["./shop"], "pre_deploy": { "env": { "A=B": "1" }, "user": "app", "privileged": true, "timeout": "3d", "shell": "bash" } }
            """);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(
            ["pre_deploy.command", "pre_deploy.env", "pre_deploy.privileged", "pre_deploy.shell", "pre_deploy.timeout", "pre_deploy.user"],
            answer.Fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task How_it_is_and_what_it_wrote_are_told_and_in_doubt_it_is_ordered_again()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        await api.SignalAsync(s_id, new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllStable, Verified: true));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/deployments/shop-2/hook/log")).Status);

        await api.MustAsync("/api/deployments", """{ "service": "shop", "release": { "command": ["./shop", "new"], "pre_deploy": { "command": ["./migrate"] } } }""");
        var id = DeploymentId.From("shop-3");
        await api.SignalAsync(id, new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        Assert.Equal(("running", "apply"), (await HookAsync("state"), (await api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("stage").GetString()));

        await api.SignalAsync(id, new DeploymentCommand.ReportHook(1, new HookEnd.Lost("it is gone") { LastLines = ["halfway"] }));
        Assert.Equal("unknown", await HookAsync("state"));
        var operations = (await api.GetAsync("/api/deployments/shop-3/operations")).Json.GetProperty("operations").EnumerateArray().Select(one => $"{one.GetProperty("kind").GetString()} {one.GetProperty("state").GetString()}");
        Assert.Equal(["run_hook failed", "start planned"], operations.Take(2));
        Assert.Equal(["halfway"], (await api.GetAsync("/api/deployments/shop-3/hook/log?lines=5")).Json.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync("/api/deployments/shop-3/hook/log?lines=0")).Status);

        var version = (await api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("version").GetInt64();
        await api.MustAsync("/api/deployments/shop-3/run_hook_again", $$"""{ "expected_version": {{version}} }""");
        Assert.Equal(2, (await api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("hook").GetProperty("attempt").GetInt32());

        async Task<string?> HookAsync(string field) => (await api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("hook").GetProperty(field).GetString();
    }
}
