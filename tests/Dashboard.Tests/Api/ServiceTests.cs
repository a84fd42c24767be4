using System.Net;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ServiceTests
{
    [Fact]
    public async Task A_declared_service_can_be_read_and_listed()
    {
        await using var api = await ApiHost.StartAsync();
        var declared = await api.PostAsync("/api/services", ApiHost.Shop);
        Assert.Equal(HttpStatusCode.Created, declared.Status);
        Assert.Equal("/api/services/shop", declared.Location!.OriginalString);
        Assert.Equal("applied", declared.String("effect"));

        var service = (await api.GetAsync("/api/services/shop")).Json;
        var place = service.GetProperty("environments")[0];
        Assert.Equal("process", place.GetProperty("runtime").GetProperty("kind").GetString());
        Assert.Equal("30s", place.GetProperty("runtime").GetProperty("drain_timeout").GetString());
        Assert.Equal("/", place.GetProperty("router").GetProperty("path_prefix").GetString());
        Assert.Equal(JsonValueKind.Null, place.GetProperty("live").ValueKind);

        var list = (await api.GetAsync("/api/services")).Json;
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next_cursor").ValueKind);
        Assert.Equal("shop", list.GetProperty("items")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Who_looks_after_it_is_said_as_a_whole_and_all_mistakes_together()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/services/shop")).Json.GetProperty("profile").ValueKind);

        var wrong = await api.PostAsync("/api/services/shop/profile", """{"team": "A B", "owners": "Mia", "runbook": "wiki", "time_zone": "Berlin", "colour": "red"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (wrong.Status, wrong.Problem));
        Assert.Equal(["colour", "owners", "runbook", "team", "time_zone"], wrong.Fields.Order(StringComparer.Ordinal));

        var said = await api.PostAsync("/api/services/shop/profile", """{"team": "payments", "owners": ["Mia"], "runbook": "https://wiki.example/shop", "time_zone": "Europe/Berlin"}""");
        Assert.Equal((HttpStatusCode.OK, "applied"), (said.Status, said.String("effect")));
        var profile = (await api.GetAsync("/api/services/shop")).Json.GetProperty("profile");
        Assert.Equal(("payments", "Mia", "https://wiki.example/shop"), (profile.GetProperty("team").GetString(), profile.GetProperty("owners")[0].GetString(), profile.GetProperty("runbook").GetString()));
        Assert.Equal("Europe/Berlin", profile.GetProperty("time_zone").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/services/nothing/profile", "{}")).Status);

        Assert.Equal("applied", (await api.PostAsync("/api/services/shop/profile", "{}")).String("effect"));
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/services/shop")).Json.GetProperty("profile").ValueKind);
    }

    [Fact]
    public async Task A_release_says_where_it_comes_from()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        var wrong = await api.PostAsync("/api/services/shop/releases", """{"command": ["./shop"], "origin": {"author": " ", "built_at": "yesterday", "changes": "javascript:alert(1)", "colour": "red"}}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (wrong.Status, wrong.Problem));
        Assert.Superset(new HashSet<string> { "origin.built_at", "origin.colour" }, wrong.Fields.ToHashSet(StringComparer.Ordinal));

        await api.MustAsync("/api/services/shop/releases", """{"command": ["./shop"], "origin": {"author": "Ada", "built_at": "2026-11-20T14:00:00+01:00", "changes": "https://git.example/changes"}}""");
        var origin = (await api.GetAsync("/api/services/shop/releases/1")).Json.GetProperty("origin");
        Assert.Equal(("Ada", "https://git.example/changes"), (origin.GetProperty("author").GetString(), origin.GetProperty("changes").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.Zero), origin.GetProperty("built_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Declaring_the_same_again_changes_nothing_and_another_content_is_a_conflict()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        var same = await api.PostAsync("/api/services", ApiHost.Shop);
        Assert.Equal((HttpStatusCode.OK, "none"), (same.Status, same.String("effect")));
        Assert.NotEmpty(same.String("why"));

        var other = await api.PostAsync("/api/services", ApiHost.Shop.Replace("\"/\"", "\"/other\"", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (other.Status, other.Problem));
    }

    [Fact]
    public async Task A_place_that_another_service_has_is_refused_by_name_and_a_longer_prefix_inside_it_is_not()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        var cart = ApiHost.Shop.Replace("\"shop\"", "\"cart\"", StringComparison.Ordinal);
        var taken = await api.PostAsync("/api/services", cart);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (taken.Status, taken.Problem));
        Assert.Equal(["environments[0].router.path_prefix"], taken.Fields);
        Assert.Contains("shop/production has this one", taken.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/services/cart")).Status);

        await api.MustAsync("/api/services", cart.Replace("\"/\"", "\"/cart\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("/shop/")]
    [InlineData("//shop")]
    [InlineData("/shop/../admin")]
    [InlineData("/shop?a")]
    [InlineData("/%2e")]
    public async Task A_path_prefix_that_no_gateway_takes_is_refused_when_the_service_is_declared(string prefix)
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await api.PostAsync("/api/services", ApiHost.Shop.Replace("\"/\"", $"\"{prefix}\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["environments[0].router.path_prefix"], refused.Fields);
    }

    [Fact]
    public async Task Releases_are_numbered_and_listed_from_the_newest_in_pages()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        for (var i = 1; i <= 3; i++)
        {
            var added = await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
            Assert.Equal(i, added.Json.GetProperty("release").GetInt32());
            Assert.Equal($"/api/services/shop/releases/{i}", added.Location!.OriginalString);
        }

        var page = (await api.GetAsync("/api/services/shop/releases?limit=2")).Json;
        Assert.Equal([3, 2], page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal(3, page.GetProperty("total").GetInt32());
        var rest = (await api.GetAsync($"/api/services/shop/releases?limit=2&cursor={page.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal([1], rest.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next_cursor").ValueKind);

        var release = (await api.GetAsync("/api/services/shop/releases/2")).Json;
        Assert.Equal("ada", release.GetProperty("created_by").GetString());
        Assert.Equal("/health", release.GetProperty("readiness").GetProperty("http").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/services/shop/releases/9")).Status);
    }

    [Fact]
    public async Task Services_come_in_pages_by_name()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var name in new[] { "c", "a", "b" })
        {
            await api.MustAsync("/api/services", ApiHost.Shop.Replace("\"shop\"", $"\"{name}\"", StringComparison.Ordinal).Replace("\"/\"", $"\"/{name}\"", StringComparison.Ordinal));
        }

        var page = (await api.GetAsync("/api/services?limit=2")).Json;
        Assert.Equal(["a", "b"], page.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        var rest = (await api.GetAsync($"/api/services?limit=2&cursor={page.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal(["c"], rest.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Another_tenants_service_looks_like_one_that_does_not_exist()
    {
        await using var api = await ApiHost.StartAsync();
        var spec = new EnvironmentSpec(ApiHost.Production.Environment, new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, null, "/"));
        await api.Sluice.DeclareServiceAsync(new TenantId("other"), ServiceName.From("theirs"), [spec], new CommandContext(Actor.Person("eve")), ApiHost.Ct);

        var foreign = await api.GetAsync("/api/services/theirs");
        var missing = await api.GetAsync("/api/services/nobody");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (foreign.Status, foreign.Problem));
        Assert.Equal(missing.Text.Replace("nobody", "theirs", StringComparison.Ordinal), foreign.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/services/theirs/releases", ApiHost.Release)).Status);
        Assert.Equal(0, (await api.GetAsync("/api/services")).Json.GetProperty("total").GetInt32());
    }
}
