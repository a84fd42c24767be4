using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Engine.Notifications;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ChannelTests
{
    private const string Ops = """{"name": "ops", "address": "https://hooks.example.org/x", "team": "payments", "kinds": ["returned", "failed"]}""";

    [Fact]
    public async Task A_channel_is_made_listed_changed_tested_and_deleted()
    {
        await using var api = await ApiHost.StartAsync();
        var made = await api.MustAsync("/api/channels", Ops);
        var id = made.Json.GetProperty("channel").GetProperty("id").GetString()!;
        Assert.Equal(64, made.String("secret").Length);
        Assert.Equal($"/api/channels/{id}", made.Location!.OriginalString);

        var list = await api.GetAsync("/api/channels");
        Assert.DoesNotContain(made.String("secret"), list.Text, StringComparison.Ordinal);
        var item = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("webhook", "ops", "payments", "new", "ada"), (Text("kind"), Text("name"), Text("team"), Text("state"), Text("created_by")));
        Assert.Equal(["returned", "failed"], item.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()));

        var changed = await PutAsync(api, $"/api/channels/{id}", """{"name": "on-call", "address": "https://hooks.example.org/y", "on": false, "secret": "a-secret-of-mine-16"}""");
        Assert.Equal((HttpStatusCode.OK, "off"), (changed.Status, changed.Json.GetProperty("channel").GetProperty("state").GetString()));
        Assert.DoesNotContain("a-secret-of-mine-16", changed.Text, StringComparison.Ordinal);
        Assert.Equal("a-secret-of-mine-16", Channels(api).SecretOf(id).Value);

        var tested = await api.PostAsync($"/api/channels/{id}/test", "{}");
        Assert.Equal((HttpStatusCode.OK, true, 204), (tested.Status, tested.Json.GetProperty("taken").GetBoolean(), tested.Json.GetProperty("status_code").GetInt32()));
        Assert.Equal("https://hooks.example.org/y", Assert.Single(Channels(api).Sent).Address);
        Assert.Equal((HttpStatusCode.TooManyRequests, "too_soon"), await ProblemAsync(api, $"/api/channels/{id}/test"));
        Assert.Single(Channels(api).Sent);

        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"/api/channels/{id}/delete", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"/api/channels/{id}")).Status);

        string? Text(string name) => item.GetProperty(name).GetString();
    }

    [Fact]
    public async Task All_mistakes_are_answered_at_once_and_no_secret_with_them()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync("/api/channels", """{"address": "https://ann:hunter2@example.org", "kinds": ["nonsense"], "team": "No", "secret": "short", "colour": "red"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.All(["name", "address", "kinds[0]", "team", "colour"], field => Assert.Contains(field, answer.Fields));
        Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
        var secret = await api.PostAsync("/api/channels", """{"name": "x", "address": "https://example.org", "secret": "hunter2"}""");
        Assert.Equal(["secret"], secret.Fields);
        Assert.DoesNotContain("hunter2", secret.Text, StringComparison.Ordinal);
        Assert.Equal(["name"], (await TwiceAsync(api)).Fields);
    }

    [Fact]
    public async Task Deliveries_are_paged_and_sent_again()
    {
        await using var api = await ApiHost.StartAsync();
        var id = (await api.MustAsync("/api/channels", Ops)).Json.GetProperty("channel").GetProperty("id").GetString()!;
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (var (name, status) in new[] { ("m1", DeliveryStatus.Delivered), ("m2", DeliveryStatus.GivenUp), ("m3", DeliveryStatus.Waiting) })
        {
            Channels(api).Put(id, new(name, "shop-1", ["shop-1:3:failed"], status, at, at, 1, at, 500, "It answered 500.", "no"));
        }

        var page = (await api.GetAsync($"/api/channels/{id}/deliveries?limit=2")).Json;
        Assert.Equal(["m3", "m2"], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        var rest = (await api.GetAsync($"/api/channels/{id}/deliveries?limit=2&cursor={page.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal(["m1"], rest.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));

        var again = await api.PostAsync($"/api/channels/{id}/deliveries/m2/retry", "{}");
        Assert.Equal((HttpStatusCode.Accepted, "waiting"), (again.Status, again.String("status")));
        Assert.Equal((HttpStatusCode.Conflict, "illegal"), await ProblemAsync(api, $"/api/channels/{id}/deliveries/m1/retry"));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), await ProblemAsync(api, $"/api/channels/{id}/deliveries/m9/retry"));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), await ProblemAsync(api, "/api/channels/none/test"));
    }

    [Fact]
    public async Task Without_the_database_nothing_is_known()
    {
        await using var api = await ApiHost.StartAsync();
        Channels(api).IsAway = true;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), await ProblemAsync(api, "/api/channels"));
    }

    private static async Task<Answer> TwiceAsync(ApiHost api)
    {
        await api.MustAsync("/api/channels", Ops);
        return await api.PostAsync("/api/channels", Ops);
    }

    private static async Task<(HttpStatusCode Status, string Problem)> ProblemAsync(ApiHost api, string path)
    {
        var answer = await api.PostAsync(path, path == "/api/channels" ? Ops : "{}");
        return (answer.Status, answer.Problem);
    }

    private static async Task<Answer> PutAsync(ApiHost api, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await api.Http.PutAsync(new Uri(path, UriKind.Relative), content, ApiHost.Ct);
        return await Answer.OfAsync(response, ApiHost.Ct);
    }

    private static InMemoryChannels Channels(ApiHost api) => api.Services.GetRequiredService<InMemoryChannels>();
}
