using System.Net;
using System.Text.Json;

namespace Sluice.Dashboard.Tests.Api;

public sealed class EngineControlTests
{
    [Fact]
    public async Task The_engine_is_paused_with_a_reason_says_so_and_goes_on()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal("working", (await api.GetAsync("/api/engine")).String("state"));
        var paused = await api.PostAsync("/api/engine/pause", """{"reason": "moving a disk", "command_id": "c-1"}""");
        Assert.Equal((HttpStatusCode.Accepted, "applied"), (paused.Status, paused.String("effect")));
        var again = await api.PostAsync("/api/engine/pause", """{"reason": "moving a disk", "command_id": "c-1"}""");
        Assert.Equal((HttpStatusCode.OK, "repeated"), (again.Status, again.String("effect")));
        var none = await api.PostAsync("/api/engine/pause", """{"reason": "me too"}""");
        Assert.Equal((HttpStatusCode.OK, "none", "It is paused already, by ada."), (none.Status, none.String("effect"), none.String("why")));

        var engine = (await api.GetAsync("/api/engine")).Json;
        Assert.Equal(("paused", "ada", "moving a disk"), (Text(engine, "state"), Text(engine, "by"), Text(engine, "reason")));
        Assert.Contains("no guard watches it", Text(engine, "sentence"), StringComparison.Ordinal);

        var resumed = await api.PostAsync("/api/engine/resume", "{}");
        Assert.Equal((HttpStatusCode.Accepted, "working"), (resumed.Status, Text(resumed.Json.GetProperty("engine"), "state")));
    }

    [Fact]
    public async Task A_pause_that_nobody_explains_is_refused_with_every_mistake()
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await api.PostAsync("/api/engine/pause", """{"until": "tomorrow"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["reason", "until"], refused.Fields.Order(StringComparer.Ordinal));
        Assert.Equal("working", (await api.GetAsync("/api/engine")).String("state"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
