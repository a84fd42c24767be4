using AngleSharp.Dom;
using Bunit;
using Sluice.Dashboard.Audit;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Audit;

/// <summary>The page in each of its states.</summary>
public sealed class AuditPageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private InMemoryAudit Log => _world.Sluice.Audit;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void With_nothing_recorded_it_says_what_will_be()
    {
        Assert.Equal("Nothing recorded yet", Open("/audit").Find(".empty h2").TextContent);
    }

    [Fact]
    public void A_line_says_who_did_what_to_what_and_what_became_of_it()
    {
        Log.Add("ann", "promote", outcome: "conflicted");
        Log.Change(line => line with { Against = "roll_back", OnBehalfOf = "release team" });

        var row = Open("/audit").Find(".audit__row");

        Assert.Contains("2026-03-01 12:00:00 UTC", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-03-01T12:00:00.000Z", row.QuerySelector("time")!.GetAttribute("datetime"));
        Assert.Contains("for release team", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("/s/shop/d/2", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["against roll_back", "Conflicted"], row.QuerySelectorAll(".badge").Select(badge => badge.TextContent));
        Assert.Equal("3 → 4", row.QuerySelector(".audit__versions")!.TextContent);
    }

    [Fact]
    public void A_line_opens_and_shows_the_rest()
    {
        Log.Add("ann", "add_token", "robot account", source: "api");
        Log.Change(line => line with { Address = "192.0.2.7", Diff = """{"scope": "deploy"}""" });
        var page = Open("/audit");

        page.Find(".audit__toggle").Click();

        Assert.Equal("true", page.Find(".audit__toggle").GetAttribute("aria-expanded"));
        Assert.Contains("192.0.2.7", page.Find(".audit__more").TextContent, StringComparison.Ordinal);
        Assert.Equal("""{"scope": "deploy"}""", page.Find(".audit__more code").TextContent);
    }

    [Fact]
    public void What_strangers_wrote_is_text()
    {
        Log.Add("<b>eve</b>", "promote", reason: "<script>alert(1)</script>");

        var page = Open("/audit");

        Assert.Empty(page.FindAll("script"));
        Assert.Contains("&lt;script&gt;", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_is_the_filter_and_facets_lead_on_from_it()
    {
        Log.Add("ann", "promote");
        Log.Add("ben", "promote", outcome: "refused");
        Log.Add("ben", "abort");

        var page = Open("/audit?actor=ben&outcome=refused");

        Assert.Single(page.FindAll(".audit__row"));
        Assert.Equal("ben", page.Find("#audit-filter").GetAttribute("value"));
        var facets = page.FindAll(".audit__facet a").ToDictionary(link => link.QuerySelector(".audit__value")!.TextContent, StringComparer.Ordinal);
        Assert.Equal("/audit?outcome=refused", facets["ben"].GetAttribute("href"));
        Assert.Equal("/audit?actor=ben&outcome=refused&action=promote", facets["promote"].GetAttribute("href"));
        Assert.Equal("/api/audit/export?actor=ben&outcome=refused&format=csv", page.Find("#audit-export").GetAttribute("href"));
        Assert.Equal("/audit?actor=ben&outcome=refused&view=mine", Link(page, "Mine").GetAttribute("href"));
    }

    [Fact]
    public void The_form_goes_to_the_address_of_what_it_asks_for()
    {
        Log.Add("ann", "promote");
        var page = Open("/audit");
        page.Find("#audit-filter").Change("ann");
        page.Find(".audit__filter select").Change("no_op");

        page.Find(".audit__filter").Submit();

        Assert.EndsWith("/audit?actor=ann&outcome=no_op", _world.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_hides_everything_can_be_cleared()
    {
        Log.Add("ann", "promote");

        var empty = Open("/audit?actor=nobody").Find(".empty");

        Assert.Equal("No line matches", empty.QuerySelector("h2")!.TextContent);
        Assert.Equal("/audit", empty.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void A_filter_that_cannot_be_understood_shows_all_its_mistakes_and_no_lines()
    {
        Log.Add("ann", "promote");

        var page = Open("/audit?outcome=done&from=yesterday&view=some&cursor=x");

        Assert.Equal(["outcome", "from", "view", "cursor"], page.FindAll(".problem__list code").Select(code => code.TextContent));
        Assert.Empty(page.FindAll(".audit__row"));
    }

    [Fact]
    public void Older_lines_are_an_address_away()
    {
        for (var i = 0; i < 130; i++)
        {
            Log.Add($"a{i}", "promote");
        }

        var page = Open("/audit?service=shop");
        Assert.Equal(100, page.FindAll(".audit__row").Count);
        _world.Navigation.NavigateTo(Link(page, "Older").GetAttribute("href")!);
        page.Render();

        Assert.Equal(30, page.FindAll(".audit__row").Count);
        Assert.Equal("/audit?service=shop", Link(page, "Newest").GetAttribute("href"));
    }

    [Fact]
    public void A_store_that_is_away_is_said_and_tried_again()
    {
        Log.Add("ann", "promote");
        Log.IsAway = true;
        var page = Open("/audit");
        Assert.Contains("connection refused", page.Find(".problem").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing is said about the log", page.Find(".audit__finding").TextContent, StringComparison.Ordinal);

        Log.IsAway = false;
        page.Find(".problem button").Click();

        Assert.Single(page.FindAll(".audit__row"));
    }

    [Fact]
    public void A_check_names_the_last_whole_link_and_enters_itself()
    {
        Log.Add("ann", "promote");
        var page = Open("/audit");
        Assert.Contains("has not been checked yet", page.Find(".audit__finding").TextContent, StringComparison.Ordinal);

        page.Find(".audit__integrity button").Click();

        Assert.Contains("1 to 1", page.Find(".audit__finding").TextContent, StringComparison.Ordinal);
        Assert.Equal(new string('a', 64), page.Find(".audit__finding code").TextContent);
        Assert.Equal(("ada", AuditActions.Verify, "ui"), (Log.Lines[^1].Actor, Log.Lines[^1].Action, Log.Lines[^1].Source));
        Assert.Contains("by ada", Open("/audit").Find(".audit__finding").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_chain_is_named_at_its_first_broken_link()
    {
        Log.Broken = new(7, ChainFault.Missing, "event", "deployment-shop-2", 3, "The event 3 of deployment-shop-2 is gone.");
        var page = Open("/audit");

        page.Find(".audit__integrity button").Click();

        var finding = page.Find("[data-broken]");
        Assert.Equal("7", finding.GetAttribute("data-broken"));
        Assert.Contains("The event 3 of deployment-shop-2 is gone.", finding.TextContent, StringComparison.Ordinal);
    }

    private static IElement Link(IRenderedComponent<AuditPage> page, string text) => page.FindAll("a").Single(link => string.Equals(link.TextContent.Trim(), text, StringComparison.Ordinal));

    private IRenderedComponent<AuditPage> Open(string address) => _world.Open<AuditPage>(address);
}
