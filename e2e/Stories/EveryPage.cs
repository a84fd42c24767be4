using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Every page of the product as it usually is, cut off from its server, and without the database: in light, dark and high contrast it stands and puts nothing in anybody's way.</summary>
public sealed partial class EveryPage(FurnishedApp furnished, Browser browser) : IClassFixture<FurnishedApp>
{
    private const string Light = "light";
    private static readonly string[] s_looks = ["dark", "contrast", Light];

    /// <summary>They have no bar: nobody need be signed in.</summary>
    private static readonly string[] s_plain = ["/signin", "/error", "/not-found"];

    /// <summary>They are forms without a circuit, and nothing on them moves: what is cut off shows when one is sent.</summary>
    private static readonly string[] s_forms = ["/settings", "/settings/access", "/settings/me"];

    /// <summary>What a page shows in place of what it cannot read without the database.</summary>
    private const string Instead = ".problem, .empty, .plain__lead";
    private static readonly LocatorAssertionsToBeVisibleOptions s_patiently = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToHaveCountOptions s_untilSettled = new() { Timeout = 60_000 };

    [Fact]
    public void Every_page_is_among_those_that_are_visited() =>
        Assert.Equal(
            Directory.EnumerateFiles(Places.DashboardSource, "*.razor", SearchOption.AllDirectories).SelectMany(File.ReadLines).Select(line => Route().Match(line)).Where(match => match.Success).Select(match => match.Groups["route"].Value).Order(StringComparer.Ordinal),
            furnished.Pages.Select(page => page.Route).Order(StringComparer.Ordinal));

    [Fact]
    public async Task As_it_usually_is()
    {
        await using var visitor = await Visitor.SignedInAsync(furnished.App, browser, name: FurnishedApp.Owner);
        await VisitAsync(visitor, expected: null);
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task Cut_off_from_its_server()
    {
        await using var visitor = await Visitor.ArriveAsync(furnished.App, browser);
        var line = await CutLine.OfAsync(visitor.Page);
        await visitor.SignInAsync(FurnishedApp.Owner);
        await VisitAsync(visitor, "#connection-strip", line);
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task Without_the_database()
    {
        await using var visitor = await Visitor.SignedInAsync(furnished.App, browser, name: FurnishedApp.Owner);
        using var shop = Shop.AsItIs(furnished.App);
        var settings = Directory.EnumerateFiles(furnished.App.Data, "postgresql.conf", SearchOption.AllDirectories).Single();
        var postmaster = Directory.EnumerateFiles(furnished.App.Data, "postmaster.pid", SearchOption.AllDirectories).Single();

        // Without its settings it cannot come back.
        File.Move(settings, settings + ".away");
        try
        {
            await RunningApp.SignalAsync("KILL", int.Parse((await File.ReadAllLinesAsync(postmaster, TestContext.Current.CancellationToken))[0], CultureInfo.InvariantCulture));
            await VisitAsync(visitor, ".system-strip >> text=The event store cannot be reached", instead: Instead);
        }
        finally
        {
            File.Move(settings + ".away", settings);
        }

        await shop.UntilReadyAsync();
        Assert.Empty(visitor.Violations);
    }

    /// <param name="expected">What stands on every page that has a bar, for the state that it is in.</param>
    /// <param name="instead">What may stand in place of what a page is about.</param>
    private async Task VisitAsync(Visitor visitor, string? expected, CutLine? line = null, string? instead = null)
    {
        var barriers = new List<string>();
        foreach (var (route, address, filled) in furnished.Pages)
        {
            var page = visitor.Page;
            await page.GotoAsync(address);
            await Expect(page.Locator(instead is null ? filled : $"{filled}, {instead}").First).ToBeVisibleAsync(s_patiently);
            await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0, s_untilSettled);
            Assert.Equal(address.Split('?')[0], new Uri(page.Url).AbsolutePath);
            if (!s_plain.Contains(route, StringComparer.Ordinal) && !(line is not null && s_forms.Contains(route, StringComparer.Ordinal)))
            {
                await (line?.CutAsync() ?? Task.CompletedTask);
                await (expected is null ? Task.CompletedTask : Expect(page.Locator(expected)).ToBeVisibleAsync(s_patiently));
            }

            foreach (var look in s_looks)
            {
                await visitor.WearsAsync(look);
                barriers.AddRange((await visitor.BarriersAsync(withTargets: true)).Select(barrier => $"{route} in {look}: {barrier}"));
            }

            line?.Mend();
        }

        Assert.True(barriers.Count == 0, string.Join(Environment.NewLine, barriers));
    }

    [GeneratedRegex("^@page \"(?<route>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Route();
}
