using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>The sample, loaded from its file as an installation would, through the edge of the API.</summary>
public sealed class CustomStrategyTests
{
    private const string Fake = """{"service": "shop", "release": 1, "strategy": "fake"}""";

    private static readonly string s_file =
        typeof(CustomStrategyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Doubling").Value!;

    [Fact]
    public async Task A_deployment_starts_with_the_plan_that_the_strategy_wrote_and_keeps_who_wrote_it()
    {
        await using var api = await WithShopAsync();
        await api.MustAsync("/api/deployments", """{"service": "shop", "release": 1, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}, "analysis": {"mode": "point"}}""");
        await api.Sluice.SettleAsync(ApiHost.Tenant, DeploymentId.From("shop-1"), stable: null, ApiHost.Ct);
        await api.SignalAsync(DeploymentId.From("shop-1"), new DeploymentCommand.Tick());
        await api.SignalAsync(DeploymentId.From("shop-1"), new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllCanary, Verified: true));
        const string Body = """
            {"service": "shop", "release": 2, "strategy": "doubling", "parameters": {"first": 20, "hold": "2m", "ask": "half"}, "plan": {"promotion_gate": true, "sticky": {"by": "own_cookie"}}}
            """;
        var preview = (await api.PostAsync("/api/deployments/preview", Body)).Json;
        Assert.Equal([20m, 40m, 80m, 100m], preview.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("share").GetDecimal()));
        Assert.Equal("doubling", preview.GetProperty("custom_strategy").GetProperty("name").GetString());

        await api.MustAsync("/api/deployments", Body);
        var made = (await api.GetAsync("/api/deployments/shop-2")).Json;
        Assert.Equal("canary", made.GetProperty("strategy").GetString());
        Assert.Equal([(20m, false), (40m, false), (80m, true), (100m, false)], made.GetProperty("phases").EnumerateArray().Select(phase => (phase.GetProperty("share").GetDecimal(), phase.GetProperty("gate").GetBoolean())));
        Assert.Equal("own_cookie", made.GetProperty("users").GetProperty("sticky").GetProperty("by").GetString());
        var writer = made.GetProperty("custom_strategy");
        Assert.Equal("doubling", writer.GetProperty("name").GetString());
        Assert.NotEmpty(writer.GetProperty("version").GetString()!);
        Assert.Equal(
            ["first=20", "factor=2", "hold=2m", "ask=half", "long_end=false"],
            writer.GetProperty("parameters").EnumerateObject().Select(parameter => $"{parameter.Name}={parameter.Value.GetString()}"));
    }

    [Fact]
    public async Task All_mistakes_come_together_with_the_place_the_value_and_what_would_be_right()
    {
        await using var api = await WithShopAsync();
        var answer = await api.PostAsync("/api/deployments", """
            {"service": "shop", "release": 7, "strategy": "doubling", "thresholds": {"error_rate": 2},
             "parameters": {"first": 60, "hold": "soon", "ask": "sometimes", "long_end": 1, "second": 2}, "plan": {"phases": [{"share": 1}]}}
            """);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(
            ["parameters.ask", "parameters.first", "parameters.hold", "parameters.long_end", "parameters.second", "plan.phases", "release", "thresholds.error_rate"],
            answer.Fields.Order(StringComparer.Ordinal));
        Assert.Contains("a number from 0.1 to 50", answer.Text, StringComparison.Ordinal);
        Assert.Contains("one of never, half, each", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_release_to_write_for_that_is_said_and_an_unknown_service_too()
    {
        await using var api = await WithShopAsync();
        Assert.Equal(["strategy", "release"], (await api.PostAsync("/api/deployments/preview", """{"service": "shop", "release": 7, "strategy": "doubling"}""")).Fields);
        Assert.Equal(["service"], (await api.PostAsync("/api/deployments", """{"service": "nobody", "release": 1, "strategy": "doubling"}""")).Fields);
    }

    [Fact]
    public async Task An_unknown_strategy_is_refused_with_those_there_are()
    {
        await using var api = await WithShopAsync();
        var answer = await api.PostAsync("/api/deployments", """{"service": "shop", "release": 1, "strategy": "tripling", "parameters": {"first": 1}}""");
        Assert.Equal(["strategy", "parameters"], answer.Fields);
        Assert.Contains("recreate, mirror, doubling", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_the_built_in_ones_the_custom_ones_with_their_parameters_and_why_others_are_missing()
    {
        await using var api = await ApiHost.StartAsync("--Strategies:Assemblies:0", s_file, "--Strategies:Assemblies:1", "/nowhere/gone.dll");
        var list = (await api.GetAsync("/api/strategies")).Json;
        Assert.Equal(["canary", "blue_green", "ab", "rolling", "recreate", "mirror", "doubling"], list.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("/nowhere/gone.dll: there is no such file.", Assert.Single(list.GetProperty("problems").EnumerateArray()).GetString());
        var doubling = list.GetProperty("items")[6];
        Assert.Equal("canary", doubling.GetProperty("builds_on").GetString());
        Assert.Equal(
            ["first number 5 0.1 50", "factor number 2 1.1 10", "hold duration 5m 1s 7d", "ask choice never - -", "long_end flag false - -"],
            doubling.GetProperty("parameters").EnumerateArray().Select(one => string.Join(' ', new[] { "name", "kind", "default", "least", "most" }.Select(field => one.GetProperty(field).GetString() ?? "-"))));
    }

    [Fact]
    public async Task Nothing_is_there_unless_the_settings_name_it()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(6, (await api.GetAsync("/api/strategies")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_plug_in_that_fails_or_writes_nonsense_is_a_mistake_in_the_order_and_no_fault_of_the_server()
    {
        await using var failing = await WithShopAsync(_ => throw new InvalidOperationException("out of order"));
        var failed = await failing.PostAsync("/api/deployments", Fake);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (failed.Status, failed.Problem));
        Assert.Equal(["strategy"], failed.Fields);
        Assert.Contains("\"found\":\"fake 1.0\"", failed.Text, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: out of order", failed.Text, StringComparison.Ordinal);

        await using var foolish = await WithShopAsync(_ => new(PlanKind.Phases) { Phases = [new(50), new(40)] });
        var refused = await foolish.PostAsync("/api/deployments/preview", Fake);
        Assert.Equal(["strategy"], refused.Fields);
        Assert.Contains("plan.phases[1].share 40, expected more than the 50", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_strategy_says_itself_cannot_be_said_again()
    {
        await using var api = await WithShopAsync(_ => new(PlanKind.Stepped) { BeforePromotion = new() { Quorum = 2 } });
        var answer = await api.PostAsync("/api/deployments", """{"service": "shop", "release": 1, "strategy": "fake", "plan": {"promotion_gate": true}}""");
        Assert.Equal(["plan.promotion_gate"], answer.Fields);
        Assert.Contains("nothing: fake says who approves", answer.Text, StringComparison.Ordinal);

        // The form of a deployment that is made again says it again.
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/api/deployments/preview", """{"service": "shop", "release": 1, "strategy": "fake", "plan": {"promotion_gate": {"quorum": 2}}}""")).Status);
        await api.MustAsync("/api/deployments", Fake);
    }

    private static Task<ApiHost> WithShopAsync(Func<StrategyArguments, PlanRequest> write) =>
        DeclareAsync(ApiHost.StartAsync(builder => builder.Services.AddSingleton(FakeStrategy.Book(write))));

    private static Task<ApiHost> WithShopAsync() => DeclareAsync(ApiHost.StartAsync("--Strategies:Assemblies:0", s_file));

    private static async Task<ApiHost> DeclareAsync(Task<ApiHost> starting)
    {
        var api = await starting;
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
        await api.MustAsync("/api/services/shop/releases", ApiHost.NextRelease);
        return api;
    }
}
