using System.Net;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>Plans of teams, by the API. The caller is ada, and an administrator.</summary>
public sealed class TeamPlanTests
{
    private const string Careful = "/api/teams/payments/plans/careful";
    private const string Proposal = """{"body": {"thresholds": {"error_rate": 0.01}, "plan": {"kind": "linear", "steps": 4}}, "note": "Small steps."}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_is_proposed_by_one_approved_by_another_and_made_the_default()
    {
        await using var api = await ApiHost.StartAsync();
        var proposed = await api.PostAsync(Careful, Proposal);
        Assert.Equal((HttpStatusCode.Created, "applied"), (proposed.Status, proposed.String("effect")));
        var version = Assert.Single(proposed.Json.GetProperty("plan").GetProperty("versions").EnumerateArray());
        Assert.Equal(("proposed", "Small steps.", "ada", 1), (Text(version, "state"), Text(version, "note"), Text(version, "proposed_by"), version.GetProperty("version").GetInt32()));
        Assert.Equal(["plan", "thresholds"], version.GetProperty("body").EnumerateObject().Select(field => field.Name));

        var own = await api.PostAsync(Careful + "/versions/1/approve", "{}");
        Assert.Equal((HttpStatusCode.Conflict, "illegal"), (own.Status, own.Problem));
        Assert.Contains("somebody else", own.String("detail"), StringComparison.Ordinal);

        await ByBenAsync(api, new PlanCommand.Approve(new("payments", "careful"), 1));
        var chosen = await api.MustAsync(Careful + "/make_default", """{"seen": 0}""");
        Assert.True(chosen.Json.GetProperty("plan").GetProperty("is_default").GetBoolean());
        var item = Assert.Single((await api.GetAsync("/api/teams/payments/plans")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("careful", 1, true), (Text(item, "name"), item.GetProperty("in_force").GetInt32(), item.GetProperty("is_default").GetBoolean()));
        var read = (await api.GetAsync(Careful)).Json.GetProperty("versions")[0];
        Assert.Equal(("in_force", "ben"), (Text(read, "state"), Text(read.GetProperty("decided"), "by")));
        Assert.Equal((2, 3), (item.GetProperty("revision").GetInt32(), item.GetProperty("default_revision").GetInt32()));
        Assert.Equal("none", (await api.PostAsync(Careful + "/make_default", "{}")).String("effect"));
        await api.MustAsync(Careful + "/drop_default", "{}");
        Assert.True((await api.MustAsync(Careful + "/retire", "{}")).Json.GetProperty("plan").GetProperty("is_retired").GetBoolean());
        Assert.Empty((await api.GetAsync("/api/teams/search/plans")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_another_proposed_is_rejected_with_a_reason_and_ones_own_withdrawn()
    {
        await using var api = await ApiHost.StartAsync();
        await ByBenAsync(api, new PlanCommand.Propose(new("payments", "careful"), "{}", null));
        Assert.Equal(["reason"], (await api.PostAsync(Careful + "/versions/1/reject", "{}")).Fields);
        var rejected = await api.MustAsync(Careful + "/versions/1/reject", """{"reason": "too bold"}""");
        Assert.Equal("too bold", Text(rejected.Json.GetProperty("plan").GetProperty("versions")[0].GetProperty("decided"), "reason"));
        await api.MustAsync(Careful, Proposal);
        var stale = await api.PostAsync(Careful + "/versions/2/withdraw", """{"seen": 1}""");
        Assert.Equal((HttpStatusCode.Conflict, "illegal"), (stale.Status, stale.Problem));
        await api.MustAsync(Careful + "/versions/2/withdraw", """{"seen": 3}""");
        foreach (var missing in new[] { "/api/teams/payments/plans/bold/retire", Careful + "/versions/9/approve", Careful + "/versions/x/approve", "/api/teams/A%20B/plans/careful/retire" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync(missing, "{}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/teams/payments/plans/bold")).Status);
    }

    [Fact]
    public async Task All_mistakes_of_a_body_come_in_one_answer_by_the_rules_of_a_deployment()
    {
        await using var api = await ApiHost.StartAsync();
        var body = """
            {"note": 7, "spare": 1, "body": {"service": "shop", "environment": "production", "release": 2, "start_at": "2026-12-24T16:00:00Z", "colour": "red",
             "plan": {"kind": "linear", "steps": 0, "preview_check": {"command": ["x"], "env": {"TOKEN": "s"}}}, "thresholds": {"error_rate": 2}, "analysis": {"interval": "0s", "mode": "point"}, "rollback": {"on_metric_failure": ["latency_p95"]}}}
            """;
        var refused = await api.PostAsync(Careful, body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (refused.Status, refused.Problem));
        Assert.Superset(
            new HashSet<string>(["note", "spare", "body.service", "body.environment", "body.release", "body.start_at", "body.colour", "body.plan.steps", "body.thresholds.error_rate", "body.analysis.interval", "body.rollback.on_metric_failure[0]"], StringComparer.Ordinal),
            refused.Fields.ToHashSet(StringComparer.Ordinal));
        Assert.Contains("each deployment says its own", refused.Text, StringComparison.Ordinal);
        Assert.Equal(["body"], (await api.PostAsync(Careful, """{"body": {}}""")).Fields);
        Assert.Equal(["body"], (await api.PostAsync(Careful, "{}")).Fields);
        Assert.Equal(["body.plan.preview_check.env"], (await api.PostAsync(Careful, """{"body": {"strategy": "blue_green", "plan": {"kind": "switch", "preview_check": {"command": ["x"], "env": {"TOKEN": "s"}}}}}""")).Fields);
        Assert.Empty((await api.GetAsync("/api/teams/payments/plans")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(["name"], (await api.PostAsync("/api/teams/payments/plans/Careful", Proposal)).Fields);
    }

    [Fact]
    public async Task A_body_may_be_YAML_and_own_metrics_are_those_of_the_teams_services()
    {
        await using var api = await ApiHost.StartAsync();
        var yaml = "body:\n  strategy: ab\n  plan:\n    kind: phases\n    phases:\n      - share: 50\n        hold: 10m\n    match:\n      - by: header\n        name: X-Beta\n";
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(Careful, yaml, "application/yaml")).Status);
        await api.MustAsync("/api/teams/payments/plans/own", Limit("queue_length"));
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.PostAsync("/api/services/shop/profile", """{"team": "payments"}""");
        Assert.Equal(["body.thresholds.custom[0].metric"], (await api.PostAsync("/api/teams/payments/plans/own", Limit("queue_depth"))).Fields);

        static string Limit(string metric) => $$$"""{"body": {"thresholds": {"custom": [{"metric": "{{{metric}}}", "max": 3}]}, "analysis": {"mode": "point"} } }""";
    }

    [Fact]
    public async Task A_deployment_says_what_it_began_with_and_keeps_a_plan_of_its_own()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.PostAsync("/api/services/shop/profile", """{"team": "payments"}""");
        await api.MustAsync(Careful, Proposal);
        Assert.Equal(["template.name"], (await api.PostAsync("/api/deployments", Begun("careful", 1))).Fields);
        await ByBenAsync(api, new PlanCommand.Approve(new("payments", "careful"), 1));
        Assert.Equal(["template.version"], (await api.PostAsync("/api/deployments", Begun("careful", 2))).Fields);
        Assert.Equal(["template.version"], (await api.PostAsync("/api/deployments", """{"service": "shop", "release": 2, "auto_start": false, "template": {"name": "careful"}}""")).Fields);
        var made = await api.MustAsync("/api/deployments", Begun("careful", 1));
        var deployment = (await api.GetAsync($"/api/deployments/{made.String("deployment")}")).Json;
        Assert.Equal(("payments", "careful", 1), (Text(deployment.GetProperty("template"), "team"), Text(deployment.GetProperty("template"), "name"), deployment.GetProperty("template").GetProperty("version").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/deployments/shop-1")).Json.GetProperty("template").ValueKind);

        static string Begun(string name, int version) => $$$"""{"service": "shop", "release": 2, "auto_start": false, "plan": {"kind": "linear", "steps": 2}, "template": {"name": "{{{name}}}", "version": {{{version}}} } }""";
    }

    private static async Task ByBenAsync(ApiHost api, PlanCommand command) =>
        Assert.IsType<CommandAnswer.Applied>(await api.Sluice.SendAsync(ApiHost.Tenant, command, new CommandContext(Actor.Person("ben")), Ct));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
