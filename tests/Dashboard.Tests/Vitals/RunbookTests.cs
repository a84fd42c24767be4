using System.Text.RegularExpressions;
using Bunit;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;
using Sluice.Domain;
using Sluice.Domain.Traffic;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics.Sources;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed partial class RunbookTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Every_section_says_what_stops_and_what_to_do()
    {
        Assert.Equal(
            ["store", "gateway", "metrics", "engine", "containers", "strategies", "other", "counts", "own-metrics", "traffic", "readers", "channels", "consoles", "browser"],
            Runbook.Sections.Select(section => section.Key));
        Assert.All(Runbook.Sections, section => Assert.Matches(@"^\*\*Stops:\*\* [\s\S]+\n1\. ", section.Text));
    }

    [Fact]
    public void Its_links_to_itself_lead_somewhere() =>
        Assert.All(
            Runbook.Sections.SelectMany(section => Links().Matches(section.Text)).Select(link => link.Groups["key"].Value),
            key => Assert.Contains(key, Runbook.Sections.Select(section => section.Key)));

    [Fact]
    public async Task Every_row_of_the_page_of_health_links_to_a_section_on_the_same_page()
    {
        await _world.DeclareAsync("shop", "production");
        var place = new Domain.Services.PlaceKey(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production);
        _world.Sources.Known.AddRange(Enum.GetValues<SourceKind>().Select(kind => new SourceStatus(new(kind, place), SourceState.Waiting, LastGood: null, Error: null, Within: null)));
        _world.Sluice.See(new PlaceStatus(place, _world.Clock.GetUtcNow()) { Set = [new(1, Share.All)] });
        await _world.Channels.AddAsync(new(TenantId.Default, "ops", new Domain.Notifications.ChannelSpec("ops", "https://hooks.example.org/T0"), _world.Clock.GetUtcNow(), "ada"), Engine.Notifications.SigningSecret.Create(), Xunit.TestContext.Current.CancellationToken);
        var page = _world.Open<HealthPage>("/health");
        page.WaitForElement("[data-reader]");
        Assert.All(page.FindAll("tbody tr"), row => Assert.Single(row.QuerySelectorAll("a.health__runbook")));
        var links = page.FindAll("a.health__runbook").Select(link => link.GetAttribute("href")!).ToList();
        Assert.All(links, link => Assert.Single(page.FindAll($"#{link["/health#".Length..]}")));
        Assert.Equal(11, links.Distinct(StringComparer.Ordinal).Count());
    }

    [GeneratedRegex(@"\]\(#(?<key>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
