using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Dashboard.Replay.Reports;
using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Reports that are taken away.</summary>
public sealed partial class ReportTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_report_in_HTML_needs_nothing_but_itself()
    {
        await HappenAsync();
        var html = await HtmlAsync();
        var page = new HtmlParser().ParseDocument(html);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe, [src], [onerror], a[href^='javascript']"));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"));
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((await _scene.EventsAsync()).Count, page.QuerySelectorAll("tr[id^=e]").Length);
    }

    [Fact]
    public async Task Charts_are_drawings_with_a_table_of_the_same_numbers()
    {
        await HappenAsync();
        var page = new HtmlParser().ParseDocument(await HtmlAsync());
        Assert.Equal(5, page.QuerySelectorAll("figure svg").Length);
        Assert.All(page.QuerySelectorAll("path.line.canary.solid"), line => Assert.Matches(Path(), line.GetAttribute("d")!));
        var heads = page.QuerySelectorAll("details th[scope=col]").Select(head => head.TextContent).ToList();
        Assert.Equal("50", page.QuerySelector("details tbody tr")!.Children[heads.IndexOf("canary.error_rate")].TextContent);
    }

    [Fact]
    public async Task Samples_as_CSV_are_numbers_and_instants_and_say_what_they_are_of()
    {
        await HappenAsync();
        var lines = SampleCsv.Of((await _scene.RecordAsync())!).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("phase,from,to,recorded_at,canary_share_percent,stable_requests,", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Matches(Numbers(), line));
        Assert.All(lines, line => Assert.Equal(20, line.Split(',').Length));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("md")]
    [InlineData("csv")]
    public async Task No_form_carries_secrets_and_none_names_people_when_they_are_hidden(string format)
    {
        await using var api = await Api.ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/services/shop/releases", """{"command": ["/bin/shop"], "env": {"PLAIN_LOOKING": "hunter3"}}""");
        await api.MustAsync("/api/deployments/shop-2/note", """{"text": "ada says password=hunter2, see https://user:hunter4@example.org/"}""");
        var shown = await api.GetAsync($"/api/deployments/shop-2/review?format={format}");
        Assert.DoesNotContain("hunter", shown.Text, StringComparison.Ordinal);
        var hidden = await api.GetAsync($"/api/deployments/shop-2/review?format={format}&people=hidden");
        Assert.Equal(System.Net.HttpStatusCode.OK, hidden.Status);
        Assert.DoesNotMatch(Ada(), hidden.Text);
        Assert.Contains("hidden", api.Sluice.Audit.Lines[^1].Diff, StringComparison.Ordinal);
        if (format != "csv")
        {
            Assert.Matches(Ada(), shown.Text);
            Assert.Contains("person 1", hidden.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("md")]
    public async Task Addresses_can_be_left_out_of_every_form(string format)
    {
        await using var api = await Api.ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/note", """{"text": "see db.internal, that is https://db.internal:5432/x, and 10.1.2.3; ask ops@example.org"}""");
        var shown = await api.GetAsync($"/api/deployments/shop-2/review?format={format}");
        Assert.Contains("db.internal", shown.Text, StringComparison.Ordinal);
        var hidden = await api.GetAsync($"/api/deployments/shop-2/review?format={format}&addresses=hidden");
        foreach (var address in new[] { "db.internal", "10.1.2.3", "ops@example.org" })
        {
            Assert.DoesNotContain(address, hidden.Text, StringComparison.Ordinal);
        }

        Assert.Contains(".invalid:5432", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("\"addresses\":\"hidden\"", api.Sluice.Audit.Lines[^1].Diff, StringComparison.Ordinal);
        if (format == "json")
        {
            Assert.Equal(System.Net.HttpStatusCode.Created, (await api.PostAsync("/api/reviews", hidden.Text)).Status);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:9001/health", "http://address-1.invalid:9001/health")]
    [InlineData("https://me@shop.example.org", "https://me@address-1.invalid")]
    [InlineData("from [fe80::1]:80 to 10.0.0.7, and 10.0.0.7 again", "from address-1.invalid:80 to address-2.invalid, and address-2.invalid again")]
    [InlineData("version 1.2.3 at 14:03:22, p99 341.5 ms, deployment shop-2", "version 1.2.3 at 14:03:22, p99 341.5 ms, deployment shop-2")]
    public void An_address_becomes_the_same_other_one_and_nothing_else_changes(string text, string hidden)
    {
        var addresses = new HiddenAddresses();
        Assert.Equal(hidden, addresses.In(text));
        Assert.Equal(hidden, addresses.In(hidden));
    }

    [Fact]
    public void A_line_with_more_points_than_room_keeps_its_peaks_and_its_holes()
    {
        var t = Enumerable.Range(0, 10_000).Select(i => (long)i).ToList();
        var path = SvgLine.Path(t, [.. t.Select(i => i == 5_000 ? 100.0 : i is > 7_000 and < 8_000 ? null : (double?)1)], 0, 10_000, 100);
        Assert.Contains(" 0 ", path, StringComparison.Ordinal);
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.True(path.Length < 30_000);
    }

    private async Task HappenAsync()
    {
        await _scene.Now.BakingAsync();
        var at = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(at.AddSeconds(10), at.AddSeconds(11), canaryErrors: 50);
        await _scene.MeasureAsync(at.AddSeconds(20), at.AddSeconds(21), canaryErrors: 50);
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>") { About = new(2), IsKeyMoment = true });
    }

    private async Task<string> HtmlAsync() => await _scene.Get<HtmlReports>().OfAsync((await _scene.RecordAsync())!, new Hiding(), DateTimeOffset.UnixEpoch);

    [GeneratedRegex("^M[0-9. MLHV]+$", RegexOptions.None, 1000)]
    private static partial Regex Path();

    [GeneratedRegex("^[0-9.,:TZ-]+,interval$", RegexOptions.None, 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\bada\b", RegexOptions.None, 1000)]
    private static partial Regex Ada();
}
