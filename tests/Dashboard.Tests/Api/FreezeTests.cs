using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Access;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Api;

public sealed class FreezeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_freeze_is_declared_listed_and_lifted()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        var declared = await api.PostAsync("/api/freezes", """{"reason": "year end", "command_id": "c-1"}""");
        Assert.Equal((HttpStatusCode.Created, "applied"), (declared.Status, declared.String("effect")));
        var freeze = declared.Json.GetProperty("freeze");
        Assert.Equal(("f1", "in_force", "year end", "ada"), (Text(freeze, "id"), Text(freeze, "state"), Text(freeze, "reason"), Text(freeze, "declared_by")));
        Assert.Equal(JsonValueKind.Null, freeze.GetProperty("until").ValueKind);
        var again = await api.PostAsync("/api/freezes", """{"reason": "year end", "command_id": "c-1"}""");
        Assert.Equal((HttpStatusCode.OK, "repeated", "f1"), (again.Status, again.String("effect"), Text(again.Json.GetProperty("freeze"), "id")));

        var place = (await api.GetAsync("/api/services/shop")).Json.GetProperty("environments")[0];
        Assert.Equal("Frozen by ada until somebody lifts it: year end.", Text(place.GetProperty("frozen"), "sentence"));

        var lifted = await api.PostAsync("/api/freezes/f1/lift", """{"reason": "it is over"}""");
        Assert.Equal((HttpStatusCode.Accepted, "applied", "lifted"), (lifted.Status, lifted.String("effect"), Text(lifted.Json.GetProperty("freeze"), "state")));
        var none = await api.PostAsync("/api/freezes/f1/lift", "{}");
        Assert.Equal((HttpStatusCode.OK, "none", "It was lifted already, by ada."), (none.Status, none.String("effect"), none.String("why")));

        var list = (await api.GetAsync("/api/freezes")).Json;
        Assert.Equal("it is over", Text(Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("lifted"), "reason"));
        Assert.Empty((await api.GetAsync("/api/freezes?state=in_force,upcoming")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync("/api/freezes?state=frosty")).Status);
    }

    [Fact]
    public async Task A_weekly_window_keeps_its_zone()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        var body = """
            {"reason": "weekends", "service": "shop", "environment": "production",
             "weekly": {"from_day": "friday", "from_time": "16:00", "until_day": "monday", "until_time": "07:00", "time_zone": "Europe/Berlin"}}
            """;
        var freeze = (await api.MustAsync("/api/freezes", body)).Json.GetProperty("freeze");
        var week = freeze.GetProperty("weekly");
        Assert.Equal(
            ("friday", "16:00", "monday", "07:00", "Europe/Berlin"),
            (Text(week, "from_day"), Text(week, "from_time"), Text(week, "until_day"), Text(week, "until_time"), Text(week, "time_zone")));
        Assert.NotEqual(JsonValueKind.Null, freeze.GetProperty("now_or_next").ValueKind);
    }

    [Fact]
    public async Task All_mistakes_come_in_one_answer()
    {
        await using var api = await ApiHost.StartAsync();
        var body = """
            {"service": "nobody", "from": "2030-01-02", "until": "2031-01-01T00:00:00", "spare": 1,
             "weekly": {"from_day": "caturday", "from_time": "25:00", "until_day": "monday", "time_zone": "Europe/Atlantis"}}
            """;
        var refused = await api.PostAsync("/api/freezes", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (refused.Status, refused.Problem));
        Assert.Equal(["from", "reason", "service", "spare", "until", "weekly.from_day", "weekly.from_time", "weekly.time_zone", "weekly.until_time"], refused.Fields.Order(StringComparer.Ordinal));
        Assert.Empty((await api.GetAsync("/api/freezes")).Json.GetProperty("items").EnumerateArray());
        foreach (var unknown in new[] { "f9", "f9%2F..%2F", "freeze-1", new string('f', 99) })
        {
            var missing = await api.PostAsync($"/api/freezes/{unknown}/lift", "{}");
            Assert.Equal((HttpStatusCode.NotFound, "not_found"), (missing.Status, missing.Problem));
        }
    }

    [Fact]
    public async Task Allowed_actions_and_orders_name_the_freeze_and_its_end()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/freezes", """{"reason": "year end", "until": "2101-01-03T07:00:00Z", "from": "2026-01-01T00:00:00Z"}""");
        var shop = (await api.GetAsync("/api/deployments/shop-2")).Json;
        const string Sentence = "Frozen until Mon 3 Jan 2101 07:00 UTC by ada: year end.";
        Assert.Equal(Sentence, Text(shop.GetProperty("frozen"), "sentence"));
        var reasons = shop.GetProperty("allowed_actions").EnumerateArray().ToDictionary(a => Text(a, "action")!, a => Text(a, "reason_if_not"), StringComparer.Ordinal);
        Assert.Equal((Sentence, Sentence), (reasons["promote"], reasons["promote_fully"]));
        Assert.True(reasons is { } all && all["abort"] is null && all["pause"] is null && all["roll_back"] is null);
        var refused = await api.PostAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal((HttpStatusCode.Conflict, "illegal", Sentence), (refused.Status, refused.Problem, refused.String("detail")));
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/api/deployments/shop-2/abort", "{}")).Status);
    }

    [Fact]
    public async Task A_new_deployment_is_taken_with_a_warning_and_waits()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.MustAsync("/api/services/shop/releases", ApiHost.Release);
        await api.MustAsync("/api/freezes", """{"reason": "year end", "service": "shop"}""");
        var created = await api.MustAsync("/api/deployments", """{"service": "shop", "release": 1}""");
        Assert.Contains(
            "Frozen by ada until somebody lifts it: year end. The deployment waits in the queue and starts by itself when that is over.",
            created.Json.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
        var waiting = (await api.GetAsync("/api/deployments/shop-1")).Json;
        Assert.Equal(("pending", "queued"), (Text(waiting, "status"), Text(waiting, "reason")));
        Assert.Equal(
            "Waiting in the queue. Frozen by ada until somebody lifts it: year end. Next: it starts by itself when the freeze is over.", Text(waiting, "sentence"));
    }

    [Theory]
    [InlineData("administrator", 201, 201, 202)]
    [InlineData("administrator@shop", 403, 201, 403)]
    [InlineData("administrator@shop/staging", 403, 403, 403)]
    [InlineData("operator approver", 403, 403, 403)]
    public async Task Who_may_freeze_a_part_may_not_freeze_or_lift_the_whole(string grants, int everything, int service, int lift)
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.MustAsync("/api/freezes", """{"reason": "there before"}""");
        await UseTokenAsync(api, grants);
        Assert.Equal(everything, (int)(await api.PostAsync("/api/freezes", """{"reason": "all"}""")).Status);
        Assert.Equal(service, (int)(await api.PostAsync("/api/freezes", """{"reason": "one", "service": "shop"}""")).Status);
        Assert.Equal(lift, (int)(await api.PostAsync("/api/freezes/f1/lift", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/freezes")).Status);
    }

    private static async Task UseTokenAsync(ApiHost host, string grants)
    {
        var answer = await host.Services.GetRequiredService<ApiTokens>().CreateAsync(
            ApiTokenTests.By, owner: null, "test", GrantText.ParseAll(grants, "grants").Grants, days: 1, Ct);
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<AccessAnswer.Done>(answer).Secret);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
