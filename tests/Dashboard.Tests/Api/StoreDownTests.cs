using System.Net;

namespace Sluice.Dashboard.Tests.Api;

public sealed class StoreDownTests
{
    [Fact]
    public async Task A_command_while_the_store_is_down_may_be_sent_again()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        const string Body = """{"reason": "now", "command_id": "p-1"}""";
        api.Sluice.StoreIsDown = true;
        var down = await api.PostAsync("/api/deployments/shop-2/pause", Body);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (down.Status, down.Problem));
        Assert.True(down.RetryAfter > TimeSpan.Zero);
        Assert.Contains("Nothing is known to be applied", down.String("detail"), StringComparison.Ordinal);
        Assert.Contains("command_id", down.String("detail"), StringComparison.Ordinal);

        api.Sluice.StoreIsDown = false;
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/api/deployments/shop-2/pause", Body)).Status);
    }

    [Fact]
    public async Task A_question_while_the_store_is_down_says_so()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        api.Sluice.StoreIsDown = true;
        foreach (var path in new[] { "/api/deployments", "/api/deployments/shop-2?at=1", "/api/deployments/shop-2/events", "/api/deployments/shop-2/metrics", "/metrics" })
        {
            var down = await api.GetAsync(path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (down.Status, down.Problem));
        }
    }

    [Fact]
    public async Task An_event_that_nobody_knows_stops_commands_and_is_shown_raw()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var version = await api.VersionAsync("shop-2");
        api.Sluice.AddForeign(ApiHost.Tenant, "deployment-shop-2", "from_the_future", """{"answer": 42}""");

        var command = await api.PostAsync("/api/deployments/shop-2/pause", "{}");
        Assert.Equal((HttpStatusCode.Conflict, "unknown_event"), (command.Status, command.Problem));
        Assert.Contains("from_the_future", command.String("detail"), StringComparison.Ordinal);
        Assert.Equal("unknown_event", (await api.GetAsync("/api/deployments/shop-2")).Problem);

        var events = (await api.GetAsync($"/api/deployments/shop-2/events?after={version}")).Json;
        Assert.Equal(version + 1, events.GetProperty("total").GetInt64());
        var unknown = Assert.Single(events.GetProperty("items").EnumerateArray());
        Assert.Equal("from_the_future", unknown.GetProperty("type").GetString());
        Assert.Equal(42, unknown.GetProperty("data").GetProperty("answer").GetInt32());
    }
}
