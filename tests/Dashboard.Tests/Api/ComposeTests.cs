using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ComposeTests
{
    internal const string File = """
        services:
          web:
            image: example/web:${TAG:-1}
            ports: ["8080:80"]
            depends_on: {db: {condition: service_healthy}}
          db:
            image: example/db:1
            expose: ["5432"]
            volumes: ["data:/var/lib/db"]
        volumes: {data: }
        """;

    [Fact]
    public async Task A_preview_says_what_becomes_of_every_key_and_what_would_be_done_and_touches_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        var preview = (await api.PostAsync("/api/compose/preview", Body())).Json;

        Assert.True(preview.GetProperty("accepted").GetBoolean());
        Assert.Equal(["shop_data"], preview.GetProperty("volumes").EnumerateArray().Select(one => one.GetString()!));
        Assert.Equal([("shop-db", "new"), ("shop-web", "new")], preview.GetProperty("plan").EnumerateArray().Select(one => (Text(one, "service"), Text(one, "verdict"))));
        Assert.Equal(("shop-db", "service_healthy"), preview.GetProperty("plan")[1].GetProperty("after")[0] is var after ? (Text(after, "service"), Text(after, "condition")) : default);
        Assert.Equal(["start", "shift"], preview.GetProperty("plan")[0].GetProperty("operations").EnumerateArray().Select(one => Text(one, "kind")));
        var port = preview.GetProperty("report").EnumerateArray().Single(one => Text(one, "path") == "services.web.ports[0]");
        Assert.Equal(("translated", 4, 13), (Text(port, "treatment"), port.GetProperty("line").GetInt32(), port.GetProperty("column").GetInt32()));
        Assert.NotEmpty(preview.GetProperty("warnings").EnumerateArray());
        Assert.Empty(api.Sluice.Services(ApiHost.Tenant));
        Assert.Equal(0, (await api.GetAsync("/api/applications")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_file_is_taken_live_and_followed_and_what_runs_already_is_left_alone()
    {
        await using var api = await ApiHost.StartAsync();
        var taken = await api.MustAsync("/api/compose", Body(commandId: "c-1"));
        Assert.Equal("/api/applications/shop", taken.Location?.ToString());
        Assert.Equal(("applied", "running", "ada"), (taken.String("outcome"), Text(taken.Json.GetProperty("application"), "status"), Text(taken.Json.GetProperty("application"), "started_by")));
        Assert.Equal(["shop-db", "shop-web"], api.Sluice.Services(ApiHost.Tenant).Select(service => service.State.Name.Value));
        Assert.Equal(("repeated", HttpStatusCode.OK), await api.PostAsync("/api/compose", Body(commandId: "c-1")) is var again ? (again.String("outcome"), again.Status) : default);
        Assert.Equal("illegal", (await api.PostAsync("/api/compose", Body())).Problem);

        var step = (await api.GetAsync("/api/applications/shop")).Json.GetProperty("steps")[1];
        Assert.Equal(("waiting", "shop-db must be ready."), (Text(step, "state"), step.GetProperty("waits_for")[0].GetString()));

        await LiveAsync(api, "shop-db");
        await LiveAsync(api, "shop-web");
        var preview = (await api.PostAsync("/api/compose/preview", Body(tag: "2"))).Json;
        Assert.Equal([("shop-web", "needs_recreate")], preview.GetProperty("plan").EnumerateArray().Select(one => (Text(one, "service"), Text(one, "verdict"))));
        Assert.Equal([("shop-db", "up_to_date")], preview.GetProperty("unchanged").EnumerateArray().Select(one => (Text(one, "service"), Text(one, "verdict"))));
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/api/applications/shop/cancel", "{}")).Status);
        Assert.Equal("none", (await api.PostAsync("/api/compose", Body())).String("outcome"));
        Assert.Equal(["shop-web"], (await api.MustAsync("/api/compose", Body(tag: "2"))).Json.GetProperty("application").GetProperty("steps").EnumerateArray().Select(one => Text(one, "service")));
    }

    [Fact]
    public async Task Only_some_services_are_taken_live_and_the_others_stay_as_they_are()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/compose", Body(services: ["db"]));
        Assert.Equal(["shop-db"], api.Sluice.Services(ApiHost.Tenant).Select(service => service.State.Name.Value));
        await LiveAsync(api, "shop-db");
        await api.PostAsync("/api/applications/shop/cancel", "{}");
        await api.MustAsync("/api/compose", Body(services: ["web"]));
        Assert.Single(api.Sluice.Services(ApiHost.Tenant).Single(service => service.State.Name.Value == "shop-db").State.Releases);
    }

    [Fact]
    public async Task Everything_that_is_refused_comes_in_one_answer_with_its_place()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync("/api/compose", Body(file: "services:\n  web:\n    image: Not An Image\n    privileged: true\n    ports: [x]\n"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(["services.web.image", "services.web.privileged", "services.web.ports[0]"], answer.Fields);
        Assert.Equal("line 4, column 5", answer.Json.GetProperty("errors")[1].GetProperty("found").GetString());
        Assert.Empty(api.Sluice.Services(ApiHost.Tenant));
    }

    [Theory]
    [InlineData("a: [1, 2")]
    [InlineData("a: &a [*a]")]
    [InlineData("!!binary x")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task A_file_that_is_no_file_is_answered_in_kind(string file)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync("/api/compose", Body(file: file));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        var preview = await api.PostAsync("/api/compose/preview", Body(file: file));
        Assert.Equal((HttpStatusCode.OK, false), (preview.Status, preview.Json.GetProperty("accepted").GetBoolean()));
    }

    [Fact]
    public async Task What_is_wrong_beside_the_file_is_told_with_its_field()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync("/api/compose", """{"application": "No Name", "environment": 5, "variables": ["a"], "services": "web", "size": 1}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(["application", "environment", "file", "services", "size", "variables"], answer.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/applications/nobody")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/applications/nobody/cancel", "{}")).Status);
    }

    /// <summary>What the engine would do about a service: deploy its newest release and see it go live.</summary>
    internal static async Task LiveAsync(ApiHost api, string service)
    {
        var name = new Domain.Services.ServiceName(service);
        var request = new RolloutTerms { Monitor = TimeSpan.Zero }.Request(name, new("production"), (await api.Sluice.FindServiceAsync(ApiHost.Tenant, name, ApiHost.Ct))!.State.Releases.Count, fresh: null);
        var id = Assert.IsType<CommandAnswer.Applied>(await ((ICommandBus)api.Sluice).CreateDeploymentAsync(ApiHost.Tenant, request, new(Actor.Person("ada")), ApiHost.Ct)).Deployment!.Value;
        await api.Sluice.SettleAsync(ApiHost.Tenant, id, stable: null, ApiHost.Ct);
        await api.SignalAsync(id, new DeploymentCommand.Tick());
        await api.SignalAsync(id, new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllCanary, Verified: true));
        Assert.NotNull((await api.Sluice.FindServiceAsync(ApiHost.Tenant, name, ApiHost.Ct))!.State.Environments[0].Live);
    }

    private static string Body(string file = File, string tag = "1", string? commandId = null, params string[] services)
    {
        var body = new JsonObject
        {
            ["file"] = file,
            ["application"] = "shop",
            ["variables"] = new JsonObject { ["TAG"] = tag },
            ["services"] = new JsonArray([.. services.Select(service => JsonValue.Create(service))]),
        };
        if (commandId is not null)
        {
            body["command_id"] = commandId;
        }

        return body.ToJsonString();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
