using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Api;

public sealed class AuditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_come_newest_first_page_by_page()
    {
        await using var api = await ApiHost.StartAsync();
        for (var i = 1; i <= 5; i++)
        {
            api.Sluice.Audit.Add($"a{i}", "promote", outcome: "refused");
        }

        api.Sluice.Audit.Change(line => line with { Diff = """{"a": 1}""", Against = "hold" });
        var first = (await api.GetAsync("/api/audit?limit=3")).Json;
        var second = (await api.GetAsync($"/api/audit?limit=3&cursor={first.GetProperty("next_cursor").GetString()}")).Json;

        Assert.Equal(["a5", "a4", "a3"], Actors(first));
        Assert.Equal(["a2", "a1"], Actors(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);
        var line = first.GetProperty("items")[0];
        Assert.Equal("shop-2", line.GetProperty("object").GetString());
        Assert.Equal("refused", line.GetProperty("outcome").GetString());
        Assert.Equal("2026-03-01T12:00:04.000Z", line.GetProperty("at").GetString());
        Assert.Equal(1, line.GetProperty("diff").GetProperty("a").GetInt32());
        Assert.Equal("hold", line.GetProperty("against").GetString());
        Assert.Equal(5, (await api.GetAsync("/api/audit")).Json.GetProperty("total").GetInt64());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("total").ValueKind);
    }

    [Fact]
    public async Task Filters_are_those_of_the_page()
    {
        await using var api = await ApiHost.StartAsync();
        api.Sluice.Audit.Add("ada", "promote");
        api.Sluice.Audit.Add("ben", "promote", outcome: "no_op");
        api.Sluice.Audit.Add("ben", "abort", "other-1");

        Assert.Equal(["ben"], Actors((await api.GetAsync("/api/audit?actor=ben&action=promote&outcome=no_op,refused&service=shop")).Json));
        Assert.Equal(["ada"], Actors((await api.GetAsync("/api/audit?view=mine")).Json));
        Assert.Equal(["ben"], Actors((await api.GetAsync("/api/audit?from=2026-03-01T12:00:01Z&to=2026-03-01T12:00:02Z")).Json));
    }

    [Fact]
    public async Task All_mistakes_of_a_question_come_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        var list = await api.GetAsync("/api/audit?outcome=done&from=2026-03-02&to=2026-03-01&view=some&service=Not%20A%20Name&cursor=%21&limit=0&colour=red");
        var export = await api.GetAsync("/api/audit/export?format=xls&outcome=done");
        var verify = await api.GetAsync("/api/audit/verify?link=0&hash=zz");
        var half = await api.GetAsync("/api/audit/verify?link=7");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, list.Status);
        Assert.Equal(["outcome", "to", "service", "view", "cursor", "limit", "colour"], list.Fields);
        Assert.Equal(["outcome", "format"], export.Fields);
        Assert.Equal(["link", "hash"], verify.Fields);
        Assert.Equal(["hash"], half.Fields);
    }

    [Fact]
    public async Task An_export_as_csv_is_a_file_that_no_spreadsheet_runs_and_enters_itself()
    {
        await using var api = await ApiHost.StartAsync();
        api.Sluice.Audit.Add("=cmd|' /C calc'!A0", "promote", reason: "so, \"why\"\nnot");
        api.Sluice.Audit.Add("ann", "promote", reason: " @SUM(1)");

        using var response = await api.Http.GetAsync(new Uri("/api/audit/export?format=csv&action=promote", UriKind.Relative), Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Matches("^sluice-audit-[0-9]{8}T[0-9]{6}Z.csv$", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.StartsWith("link,at,actor,", text, StringComparison.Ordinal);
        Assert.Contains("\r\n1,2026-03-01T12:00:00.000Z,'=cmd|' /C calc'!A0,person,", text, StringComparison.Ordinal);
        Assert.Contains(",\"so, \"\"why\"\"\nnot\",", text, StringComparison.Ordinal);
        Assert.Contains(",' @SUM(1),", text, StringComparison.Ordinal);
        var entry = api.Sluice.Audit.Lines[^1];
        Assert.Equal(("ada", "export_audit", "api"), (entry.Actor, entry.Action, entry.Source));
        Assert.Contains("action=promote", entry.Diff!, StringComparison.Ordinal);
        Assert.NotNull(entry.Address);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_500)]
    public async Task An_export_as_json_is_an_array_of_the_api_s_lines(int count)
    {
        await using var api = await ApiHost.StartAsync();
        for (var i = 0; i < count; i++)
        {
            api.Sluice.Audit.Add("ann", "promote");
        }

        var answer = await api.GetAsync("/api/audit/export");

        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal(count, answer.Json.GetArrayLength());
        Assert.All(answer.Json.EnumerateArray().Take(1), line => Assert.Equal("shop-2", line.GetProperty("object").GetString()));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_503_and_no_broken_file()
    {
        await using var api = await ApiHost.StartAsync();
        api.Sluice.Audit.IsAway = true;

        Assert.All(
            [await api.GetAsync("/api/audit"), await api.GetAsync("/api/audit/export?format=csv"), await api.GetAsync("/api/audit/verify")],
            answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (answer.Status, answer.Problem)));
    }

    [Fact]
    public async Task A_check_answers_with_the_first_broken_link_and_enters_itself()
    {
        await using var api = await ApiHost.StartAsync();
        var whole = (await api.GetAsync($"/api/audit/verify?link=7&hash={new string('b', 64)}")).Json;
        Assert.True(whole.GetProperty("whole").GetBoolean());
        Assert.Equal(new KnownLink(7, new string('b', 64)), api.Sluice.Audit.Known);
        Assert.Equal("verify_audit", api.Sluice.Audit.Lines[^1].Action);

        api.Sluice.Audit.Broken = new(7, ChainFault.Changed, "audit", Stream: null, Version: null, "The audit entry of link 7 is not what was linked.");
        var broken = (await api.GetAsync("/api/audit/verify")).Json;

        Assert.False(broken.GetProperty("whole").GetBoolean());
        Assert.Equal((7, "changed"), (broken.GetProperty("broken").GetProperty("link").GetInt64(), broken.GetProperty("broken").GetProperty("fault").GetString()));
    }

    [Fact]
    public async Task Sign_ins_and_refused_tokens_are_entered_and_guessing_does_not_fill_the_log()
    {
        await using var api = await ApiHost.StartAsync();
        using var stranger = new HttpClient { BaseAddress = api.Http.BaseAddress };
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a-guess");
        for (var i = 0; i < 30; i++)
        {
            using var refused = await stranger.GetAsync(new Uri("/api/audit", UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.InRange(api.Sluice.Audit.Lines.Count, 1, 20);   // ten a minute, and a minute may end meanwhile
        Assert.All(api.Sluice.Audit.Lines, line => Assert.Equal(("sign_in", "refused", "api"), (line.Action, line.Outcome, line.Source)));
        Assert.All(api.Sluice.Audit.Lines, line => Assert.DoesNotContain("a-guess", line.ToString(), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Actors(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("actor").GetString()!);
}
