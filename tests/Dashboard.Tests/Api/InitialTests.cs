using System.Net;
using System.Text.Json;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Api;

public sealed class InitialTests
{
    private const string Path = "/api/services/cart/environments/production/initial";

    private const string Cart = """
        {"name": "cart", "environments": [{"name": "production", "runtime": {"kind": "external"}, "router": {"kind": "gateway", "path_prefix": "/cart"}}]}
        """;

    private const string Runs = """{"release": {"endpoints": ["http://10.0.0.4:8080"], "notes": "as it was"}, "reason": "we move in"}""";

    [Fact]
    public async Task What_runs_already_is_live_listed_and_marked_as_recorded()
    {
        await using var api = await DeclaredAsync();
        var recorded = await api.PostAsync(Path, Runs);
        Assert.Equal((HttpStatusCode.Created, "applied", "cart-1"), (recorded.Status, recorded.String("effect"), recorded.String("deployment")));
        Assert.Equal("/api/deployments/cart-1", recorded.Location!.OriginalString);

        var place = (await api.GetAsync("/api/services/cart")).Json.GetProperty("environments")[0];
        Assert.Equal((1, "cart-1", true), (place.GetProperty("live").GetInt32(), place.GetProperty("live_by").GetString(), place.GetProperty("live_is_recorded").GetBoolean()));

        var release = (await api.GetAsync("/api/services/cart/releases/1")).Json;
        Assert.Equal(("as it was", "production"), (release.GetProperty("notes").GetString(), release.GetProperty("live_in")[0].GetString()));

        var item = Assert.Single((await api.GetAsync("/api/deployments?service=cart")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("initial", "succeeded", 1), (item.GetProperty("kind").GetString(), item.GetProperty("status").GetString(), item.GetProperty("to_release").GetInt32()));

        var deployment = (await api.GetAsync("/api/deployments/cart-1")).Json;
        Assert.Equal(("initial", true, "ada"), (deployment.GetProperty("kind").GetString(), deployment.GetProperty("no_op").GetBoolean(), deployment.GetProperty("created_by").GetString()));
        Assert.StartsWith("Release 1 ran already: ada recorded it on", deployment.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, deployment.GetProperty("started_at").ValueKind);
    }

    [Fact]
    public async Task The_same_again_has_no_effect_and_names_the_same()
    {
        await using var api = await DeclaredAsync();
        await api.MustAsync(Path, Runs);
        foreach (var same in (string[])[Runs, """{"release": 1}"""])
        {
            var again = await api.PostAsync(Path, same);
            Assert.Equal((HttpStatusCode.OK, "none", "cart-1", 1), (again.Status, again.String("effect"), again.String("deployment"), again.Json.GetProperty("release").GetInt32()));
            Assert.Equal("it is recorded already", again.String("why"));
        }

        var other = await api.PostAsync(Path, Runs.Replace("as it was", "as it is", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Conflict, "illegal"), (other.Status, other.Problem));
        Assert.Equal(1, (await api.GetAsync("/api/deployments?service=cart")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_command_id_is_applied_once()
    {
        await using var api = await DeclaredAsync();
        const string Order = """{"release": {"endpoints": ["http://10.0.0.4:8080"]}, "command_id": "c-1"}""";
        var first = await api.MustAsync(Path, Order);
        var again = await api.PostAsync(Path, Order);
        Assert.Equal((HttpStatusCode.OK, "repeated", "cart-1"), (again.Status, again.String("effect"), again.String("deployment")));
        Assert.Equal(first.Json.GetProperty("version").GetInt64(), again.Json.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task What_is_wrong_and_what_is_not_there_is_said()
    {
        await using var api = await DeclaredAsync();
        var wrong = await api.PostAsync(Path, """{"release": {"endpoints": ["ftp://x"], "colour": "red"}, "expected_version": 3, "command_id": ""}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (wrong.Status, wrong.Problem));
        Assert.Equal(["command_id", "expected_version", "release.colour", "release.endpoints[0]"], wrong.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["release"], (await api.PostAsync(Path, "{}")).Fields);
        Assert.Equal(["release"], (await api.PostAsync(Path, """{"release": 4}""")).Fields);

        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/services/nobody/environments/production/initial", Runs)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/services/cart/environments/moon/initial", Runs)).Status);
    }

    [Fact]
    public async Task Where_Sluice_deployed_or_would_start_it_itself_it_is_refused_with_the_reason()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var refused = await api.PostAsync("/api/services/shop/environments/production/initial", """{"release": 1}""");
        Assert.Equal((HttpStatusCode.Conflict, "illegal"), (refused.Status, refused.Problem));
        Assert.Contains("Sluice starts what runs in production itself", refused.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_counts_as_no_deployment_and_the_next_one_starts_from_it()
    {
        await using var api = await DeclaredAsync();
        await api.MustAsync(Path, Runs);
        Assert.Contains("deployments_total{strategy=\"canary\",status=\"succeeded\"} 0\n", (await api.GetAsync("/metrics")).Text, StringComparison.Ordinal);

        await api.MustAsync("/api/deployments", """{"service": "cart", "release": {"endpoints": ["http://10.0.0.5:8080"]}, "plan": {"kind": "linear", "steps": 2, "hold": "1m"}}""");
        var next = DeploymentId.From("cart-2");
        await api.Sluice.SettleAsync(ApiHost.Tenant, next, stable: 1, ApiHost.Ct);
        var deployment = (await api.GetAsync("/api/deployments/cart-2")).Json;
        Assert.Equal((1, 2), (deployment.GetProperty("from_release").GetInt32(), deployment.GetProperty("phases").GetArrayLength()));

        await api.SignalAsync(next, new DeploymentCommand.ReportSplit(new TrafficSplit(Share.FromPercent(50)), Verified: true));
        await api.MustAsync("/api/deployments/cart-2/abort", "{}");
        await api.SignalAsync(next, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.Equal(1, (await api.GetAsync("/api/services/cart")).Json.GetProperty("environments")[0].GetProperty("live").GetInt32());
    }

    private static async Task<ApiHost> DeclaredAsync()
    {
        var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Cart);
        return api;
    }
}
