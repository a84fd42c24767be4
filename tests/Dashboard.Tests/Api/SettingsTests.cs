using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Access;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>What is set for everybody: banner, default theme, and the views of teams.</summary>
public sealed class SettingsTests
{
    private const string Settings = "/api/settings";
    private const string Banner = "/api/settings/banner";
    private const string Theme = "/api/settings/default_theme";
    private const string Views = "/api/teams/payments/views";
    private const string Till = """{"name": "Till", "state": "calm", "text": "target:prod"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_banner_is_put_up_once_and_taken_down()
    {
        await using var api = await ApiHost.StartAsync();
        var none = (await api.GetAsync(Settings)).Json.GetProperty("banner");
        Assert.Equal((JsonValueKind.Null, 0), (none.GetProperty("text").ValueKind, Revision(none)));

        const string Order = """{"text": "The till is counted at noon.", "seen": 0, "reason": "stocktaking", "command_id": "b-1"}""";
        var posted = await PutAsync(api.Http, Banner, Order);
        Assert.Equal((HttpStatusCode.Accepted, "applied"), (posted.Status, posted.String("effect")));
        var repeated = await PutAsync(api.Http, Banner, Order);
        Assert.Equal((HttpStatusCode.OK, "repeated"), (repeated.Status, repeated.String("effect")));
        var now = (await api.GetAsync(Settings)).Json.GetProperty("banner");
        Assert.Equal(("The till is counted at noon.", "ada", 1), (Text(now, "text"), Text(now, "by"), Revision(now)));
        Assert.Equal(Text(now, "at"), Text(posted.Json.GetProperty("settings").GetProperty("banner"), "at"));

        var removed = await api.MustAsync(Banner + "/remove", """{"seen": 1}""");
        var gone = removed.Json.GetProperty("settings").GetProperty("banner");
        Assert.Equal((JsonValueKind.Null, 2), (gone.GetProperty("text").ValueKind, Revision(gone)));
        var again = await api.PostAsync(Banner + "/remove", "{}");
        Assert.Equal((HttpStatusCode.OK, "none", "There is no banner."), (again.Status, again.String("effect"), again.String("why")));
    }

    [Fact]
    public async Task What_somebody_else_set_since_is_not_written_over()
    {
        await using var api = await ApiHost.StartAsync();
        await PutAsync(api.Http, Banner, """{"text": "ada's", "seen": 0}""");
        await PutAsync(api.Http, Theme, """{"theme": "dark", "seen": 0}""");
        await api.MustAsync(Views, Till);
        foreach (var late in new[]
        {
            await PutAsync(api.Http, Banner, """{"text": "ben's", "seen": 0}"""),
            await api.PostAsync(Banner + "/remove", """{"seen": 7}"""),
            await PutAsync(api.Http, Theme, """{"theme": "light", "seen": 0}"""),
            await api.PostAsync(Views, """{"name": "till", "group": "team", "seen": 0}"""),
            await api.PostAsync(Views + "/payments.till/remove", """{"seen": 1}"""),
        })
        {
            Assert.Equal(
                (HttpStatusCode.Conflict, "illegal", "Somebody else changed it since you looked. Nothing was changed."), (late.Status, late.Problem, late.String("detail")));
        }

        var now = (await api.GetAsync(Settings)).Json;
        Assert.Equal(("ada's", "dark", 2), (Text(now.GetProperty("banner"), "text"), Text(now.GetProperty("default_theme"), "theme"), Revision(now.GetProperty("default_theme"))));

        // Whoever says nothing of what they saw means whatever there is.
        Assert.Equal(HttpStatusCode.Accepted, (await PutAsync(api.Http, Theme, """{"theme": "system"}""")).Status);
    }

    [Fact]
    public async Task A_view_is_shared_replaced_listed_and_withdrawn()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Empty(Items(await api.GetAsync(Views)));
        var shared = (await api.MustAsync(Views, Till)).Json.GetProperty("view");
        Assert.Equal(("payments.till", "payments", "Till", "calm", "target:prod", "ada", 1), (Text(shared, "key"), Text(shared, "team"), Text(shared, "name"), Text(shared, "state"), Text(shared, "text"), Text(shared, "by"), Revision(shared)));
        Assert.Equal("none", (await api.PostAsync(Views, Till)).String("effect"));

        await api.MustAsync(Views, """{"name": "TILL", "group": "team", "seen": 1}""");
        await api.MustAsync("/api/teams/books/views", Till);
        var one = Assert.Single(Items(await api.GetAsync(Views)));
        Assert.Equal(("TILL", null, "team", 2), (Text(one, "name"), Text(one, "state"), Text(one, "group"), Revision(one)));

        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/teams/books/views/payments.till/remove", "{}")).Status);
        var withdrawn = await api.MustAsync(Views + "/payments.till/remove", """{"seen": 2, "command_id": "w-1"}""");
        Assert.Equal(JsonValueKind.Null, withdrawn.Json.GetProperty("view").ValueKind);
        Assert.Equal("repeated", (await api.PostAsync(Views + "/payments.till/remove", """{"seen": 2, "command_id": "w-1"}""")).String("effect"));
        Assert.Empty(Items(await api.GetAsync(Views)));
    }

    [Fact]
    public async Task All_mistakes_come_in_one_answer()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(["seen", "spare", "text"], Sorted(await PutAsync(api.Http, Banner, """{"text": " ", "seen": -1, "spare": 1}""")));
        Assert.Equal(["text"], Sorted(await PutAsync(api.Http, Banner, """{"text": "one\ntwo"}""")));
        Assert.Equal(["command_id", "seen", "theme"], Sorted(await PutAsync(api.Http, Theme, """{"theme": "pink", "seen": "one", "command_id": ""}""")));
        Assert.Equal(["theme"], Sorted(await PutAsync(api.Http, Theme, "{}")));
        Assert.Equal(["filter", "name", "seen"], Sorted(await api.PostAsync(Views, """{"seen": true}""")));
        Assert.Equal(["group", "name", "state"], Sorted(await api.PostAsync(Views, $$"""{"name": "{{new string('n', 41)}}", "state": "Needs me", "group": 1}""")));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/teams/No!/views")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/teams/No!/views", Till)).Status);
        Assert.Equal(0, Revision((await api.GetAsync(Settings)).Json.GetProperty("banner")));
    }

    [Theory]
    [InlineData("administrator", "", 202, 202, 202)]
    [InlineData("contributor", "payments", 403, 202, 403)]
    [InlineData("contributor", "", 403, 403, 403)]
    [InlineData("viewer", "payments", 403, 403, 403)]
    [InlineData("administrator@shop", "payments", 403, 202, 403)]
    public async Task What_is_everybodys_takes_an_administrator_and_a_view_a_member_who_may_write(string grants, string groups, int banner, int own, int others)
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync(Views, Till.Replace("Till", "Rent", StringComparison.Ordinal));
        using var person = await PersonAsync(api, grants, groups);
        Assert.Equal(banner, (int)(await PutAsync(person, Banner, """{"text": "Noon."}""")).Status);
        Assert.Equal(banner, (int)(await PutAsync(person, Theme, """{"theme": "dark"}""")).Status);
        Assert.Equal(own, (int)(await PostAsync(person, Views, Till)).Status);
        Assert.Equal(others, (int)(await PostAsync(person, "/api/teams/books/views", Till)).Status);
        Assert.Equal(own, (int)(await PostAsync(person, Views + "/payments.rent/remove", "{}")).Status);
        using var read = await person.GetAsync(new Uri(Settings, UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task A_refused_attempt_is_a_line_of_the_log()
    {
        await using var api = await ApiHost.StartAsync();
        using var person = await PersonAsync(api, "contributor", "books");
        var refused = await PostAsync(person, Views, Till);
        Assert.Equal("It takes a member of the team who may write notes, or an administrator.", refused.String("detail"));
        Assert.Equal(("pat", "share_view", "refused", "api"), api.Sluice.Audit.Lines[^1] is var line ? (line.Actor, line.Action, line.Outcome, line.Source) : default);
    }

    private static async Task<HttpClient> PersonAsync(ApiHost api, string grants, string groups)
    {
        var held = GrantText.ParseAll(grants, "grants").Grants;
        Assert.IsType<AccessAnswer.Done>(await api.Services.GetRequiredService<Accounts>().CreateAsync(
            ApiTokenTests.By, AccountName.From("pat"), "pat", AccountRules.Groups(groups), held, Browser.Password, Ct));
        var token = Assert.IsType<AccessAnswer.Done>(await api.Services.GetRequiredService<ApiTokens>().CreateAsync(ApiTokenTests.By, AccountName.From("pat"), "test", held, days: 1, Ct)).Secret!;
        var http = new HttpClient { BaseAddress = api.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static Task<Answer> PutAsync(HttpClient http, string path, string body) => SendAsync(http, HttpMethod.Put, path, body);

    private static Task<Answer> PostAsync(HttpClient http, string path, string body) => SendAsync(http, HttpMethod.Post, path, body);

    private static async Task<Answer> SendAsync(HttpClient http, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, Ct);
        return await Answer.OfAsync(response, Ct);
    }

    private static IEnumerable<string> Sorted(Answer refused)
    {
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (refused.Status, refused.Problem));
        return refused.Fields.Order(StringComparer.Ordinal);
    }

    private static List<JsonElement> Items(Answer list) => [.. list.Json.GetProperty("items").EnumerateArray()];

    private static int Revision(JsonElement json) => json.GetProperty("revision").GetInt32();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
