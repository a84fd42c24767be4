using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Tests.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Api;

public sealed class IncidentTests
{
    private const string Errors = """{"title": "Errors at the till", "severity": "major", "deployments": ["shop-2"], "command_id": "c-1"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_is_opened_listed_written_on_and_closed()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var opened = await api.PostAsync("/api/incidents", Errors);
        Assert.Equal((HttpStatusCode.Created, "applied", "i1"), (opened.Status, opened.String("effect"), Text(opened.Json.GetProperty("incident"), "id")));
        var again = await api.PostAsync("/api/incidents", Errors);
        Assert.Equal((HttpStatusCode.OK, "repeated", "i1"), (again.Status, again.String("effect"), Text(again.Json.GetProperty("incident"), "id")));

        await api.MustAsync("/api/incidents/i1/change", """{"summary": "The pool was too small.", "participants": ["ada", "ben"], "severity": "critical", "seen": 1}""");
        await api.MustAsync("/api/incidents/i1/items", """{"text": "Make the pool larger", "owner": "ben", "due": "2026-12-24"}""");
        Assert.Equal(HttpStatusCode.Accepted, (await PutAsync(api, "/api/incidents/i1/items/1", """{"text": "Make the pool larger", "owner": "ben", "due": "2026-12-24", "done": true}""")).Status);
        await api.MustAsync("/api/incidents/i1/close", """{"reason": "understood"}""");
        var none = await api.PostAsync("/api/incidents/i1/close", "{}");
        Assert.Equal((HttpStatusCode.OK, "none", "It was closed already, by ada."), (none.Status, none.String("effect"), none.String("why")));

        var one = (await api.GetAsync("/api/incidents/i1")).Json;
        Assert.Equal(("critical", "closed", "The pool was too small.", 5), (Text(one, "severity"), Text(one, "status"), Text(one, "summary"), one.GetProperty("revision").GetInt32()));
        Assert.Equal("understood", Text(one.GetProperty("closed"), "reason"));
        var item = Assert.Single(one.GetProperty("action_items").EnumerateArray());
        Assert.Equal(("ben", "2026-12-24", true), (Text(item, "owner"), Text(item, "due"), item.GetProperty("done").GetBoolean()));
        Assert.Single((await api.GetAsync("/api/incidents?status=closed")).Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await api.GetAsync("/api/incidents?status=open")).Json.GetProperty("items").EnumerateArray());
        await api.MustAsync("/api/incidents/i1/reopen", "{}");
        Assert.Single((await api.GetAsync("/api/incidents?status=open")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task All_mistakes_come_in_one_answer_and_what_somebody_else_wrote_stays()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var refused = await api.PostAsync("/api/incidents", """{"title": " ", "severity": "awful", "deployments": ["shop-9"], "spare": 1}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (refused.Status, refused.Problem));
        Assert.Equal(["severity", "spare", "title"], refused.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["deployments"], (await api.PostAsync("/api/incidents", Errors.Replace("shop-2", "shop-9", StringComparison.Ordinal))).Fields);
        await api.MustAsync("/api/incidents", Errors);
        await api.MustAsync("/api/incidents/i1/change", """{"summary": "ben's words", "seen": 1}""");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("/api/incidents/i1/change", """{"summary": "ada's words", "seen": 1}""")).Status);
        Assert.Equal("ben's words", (await api.GetAsync("/api/incidents/i1")).String("summary"));
        foreach (var path in new[] { "/api/incidents/i9", "/api/incidents/no!", "/api/incidents/i9/export" })
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await api.GetAsync(path)).Status));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync(api, "/api/incidents/i1/items/7", """{"text": "x"}""")).Status);
        Assert.Equal(["due"], (await api.PostAsync("/api/incidents/i1/items", """{"text": "x", "due": "tomorrow"}""")).Fields);
    }

    [Fact]
    public async Task The_export_holds_the_incident_and_its_deployments_without_secrets_and_is_in_the_log()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/incidents", Errors);
        await api.MustAsync("/api/incidents/i1/change", """{"summary": "<script>alert(1)</script> password=hunter2"}""");
        await api.MustAsync("/api/incidents/i1/items", """{"text": "Make the pool larger", "owner": "ben", "due": "2026-12-24"}""");
        var report = await api.GetAsync("/api/incidents/i1/export");
        Assert.Equal("text/markdown", report.MediaType);
        foreach (var told in new[] { "Errors at the till", "Make the pool larger", "2026-12-24", "Incident review of shop-2", "&lt;script" })
        {
            Assert.Contains(told, report.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hunter2", report.Text, StringComparison.Ordinal);
        var entry = api.Sluice.Audit.Lines[^1];
        Assert.Equal(("ada", "export_incident", "i1", "audit"), (entry.Actor, entry.Action, entry.Subject, AuditActions.CategoryOf(entry.Action)));
        var html = await api.GetAsync("/api/incidents/i1/export?format=html");
        Assert.Equal("text/html", html.MediaType);
        foreach (var told in new[] { "Errors at the till", "Make the pool larger", "2026-12-24", "Incident review of shop-2", "&lt;script&gt;", "<svg" })
        {
            Assert.Contains(told, html.Text, StringComparison.Ordinal);
        }

        foreach (var absent in new[] { "hunter2", "<script", "src=" })
        {
            Assert.DoesNotContain(absent, html.Text, StringComparison.Ordinal);
        }

        var json = await api.GetAsync("/api/incidents/i1/export?format=json");
        Assert.Equal(("i1", "application/json"), (json.String("id"), json.MediaType));
        Assert.DoesNotContain("hunter2", json.Text, StringComparison.Ordinal);
        Assert.Equal(["format"], (await api.GetAsync("/api/incidents/i1/export?format=pdf")).Fields);
    }

    [Theory]
    [InlineData("md")]
    [InlineData("html")]
    [InlineData("json")]
    public async Task Names_and_addresses_can_be_left_out_of_the_export(string format)
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/incidents", Errors);
        await api.MustAsync("/api/incidents/i1/change", """{"summary": "ada asked ben about https://db.internal/, and Cleo knew", "participants": ["ben"]}""");
        await api.MustAsync("/api/incidents/i1/items", """{"text": "Move db.internal", "owner": "ben"}""");
        await api.MustAsync("/api/deployments/shop-2/note", """{"text": "@cleo, did you see it?"}""");
        var report = await api.GetAsync($"/api/incidents/i1/export?format={format}&people=hidden&addresses=hidden");
        Assert.DoesNotMatch(@"\b([Aa]da|[Bb]en|[Cc]leo)\b|db\.internal", report.Text);
        Assert.Matches("person 1.*address(-|\\\\-)[0-9]+.invalid", report.Text.ReplaceLineEndings(" "));
        Assert.Contains("\"people\":\"hidden\",\"addresses\":\"hidden\"", api.Sluice.Audit.Lines[^1].Diff, StringComparison.Ordinal);
        Assert.Equal(["addresses"], (await api.GetAsync("/api/incidents/i1/export?addresses=gone")).Fields);
    }

    [Fact]
    public async Task Whoever_may_not_write_notes_on_any_of_its_services_only_reads_it()
    {
        await using var tenants = await TwoTenants.StartAsync();
        using var reader = await tenants.ScriptAsync(TwoTenants.Globex, "viewer");
        using var elsewhere = await tenants.ScriptAsync(TwoTenants.Globex, "contributor@other");
        using var contributor = await tenants.ScriptAsync(TwoTenants.Globex, "contributor@theirs");
        foreach (var http in new[] { reader, elsewhere, contributor })
        {
            Assert.Equal(HttpStatusCode.OK, (await TwoTenants.SendAsync(http, HttpMethod.Get, "/api/incidents/i1")).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await TwoTenants.SendAsync(reader, HttpMethod.Post, "/api/incidents/i1/close", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await TwoTenants.SendAsync(elsewhere, HttpMethod.Post, "/api/incidents/i1/close", "{}")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await TwoTenants.SendAsync(contributor, HttpMethod.Post, "/api/incidents/i1/close", "{}")).Status);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<Answer> PutAsync(ApiHost api, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await api.Http.PutAsync(new Uri(path, UriKind.Relative), content, Ct);
        return await Answer.OfAsync(answer, Ct);
    }
}
