using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;
using Sluice.Dashboard.Vitals.Beacons;
using Sluice.Dashboard.Vitals.Circuits;
using Sluice.Domain;
using Sluice.Engine.Control;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed class HealthPageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Every_part_says_how_it_is_since_when_and_what_it_is_for()
    {
        var page = _world.Open<HealthPage>("/health");
        var rows = page.FindAll("[data-part]");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(5, row.QuerySelectorAll("th, td").Count(cell => cell.TextContent.Trim().Length > 0)));
    }

    [Fact]
    public void What_the_process_measures_of_itself_is_told_and_told_anew_with_every_look()
    {
        var page = _world.Open<HealthPage>("/health");
        var lateness = _world.Console.Services.GetRequiredService<TickLateness>();
        Assert.Equal("nothing yet", Told(page, "Controllers, after what was due"));
        Assert.EndsWith(" MB", Told(page, "Memory of the process"), StringComparison.Ordinal);

        lateness.Add(TimeSpan.FromMilliseconds(12.5));
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => Assert.Equal("99 % within 12.5 ms", Told(page, "Controllers, after what was due")));
    }

    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(0.75, 2.0)]
    [InlineData(0.9, null)]
    public void A_share_of_what_was_counted_is_within_the_least_bound_that_it_keeps(double share, double? bound)
    {
        var histogram = new Histogram(1, 2);
        Assert.Null(histogram.Read().Within(share));
        foreach (var value in (double[])[0.5, 1, 1.5, 3])
        {
            histogram.Add(value);
        }

        Assert.Equal(bound, histogram.Read().Within(share));
    }

    [Fact]
    public void Without_the_database_the_page_stands_and_says_which_part_of_it_is_missing()
    {
        _world.Sluice.StoreIsDown = true;
        var page = _world.Open<HealthPage>("/health");
        Assert.NotEmpty(page.FindAll("[data-part]"));
        Assert.Equal("The readers could not be asked", page.Find(".problem__title").TextContent);
        Assert.NotEmpty(page.FindAll("[data-circuits]"));
        Assert.NotEmpty(page.FindAll("[data-adapter]"));
        Assert.Contains("Sources of measurements", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("#runbook-store"));

        _world.Sluice.StoreIsDown = false;
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
    }

    [Fact]
    public void What_browsers_reported_is_told_with_the_next_look()
    {
        var page = _world.Open<HealthPage>("/health");
        Assert.Equal("nothing yet", page.Find("[data-beacon=event_to_pixel]").TextContent);
        Assert.Equal("none yet", page.Find("[data-beacon=reconnect]").TextContent);

        _world.Console.Services.GetRequiredService<BeaconBook>().Take([new(BeaconKind.EventToPixel, TimeSpan.FromMilliseconds(140)), new(BeaconKind.Reconnect, TimeSpan.FromSeconds(2))]);
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => Assert.Equal("95 % within 140 ms, of 1", page.Find("[data-beacon=event_to_pixel]").TextContent));
        Assert.Equal("95 % within 2000 ms, of 1", page.Find("[data-beacon=reconnect]").TextContent);
    }

    [Fact]
    public void Memory_by_console_is_said_to_be_an_estimate_and_on_what_it_rests()
    {
        _world.Console.Services.GetRequiredService<CircuitCount>().Add(2);
        Assert.StartsWith("at most ", Memory(), StringComparison.Ordinal);
        var slope = _world.Console.Services.GetRequiredService<MemorySlope>();
        for (var i = 0; i <= 8; i++)
        {
            slope.Add(i, i * 600_000);
        }

        Assert.Equal("about 0.6 MB: by 0 to 8 consoles at 9 full collections", Memory());
    }

    [Fact]
    public void Other_tenants_see_neither_the_consoles_nor_whose_events_wait()
    {
        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(new TenantId("acme"), "ada", string.Empty, "test"));
        var page = _world.Open<HealthPage>("/health");
        page.WaitForElement("[data-reader]");
        Assert.Empty(page.FindAll("[data-circuits], [data-measured], [data-adapter]"));
        Assert.DoesNotContain("Events behind", page.Markup, StringComparison.Ordinal);
    }

    private string Memory() => _world.Open<HealthPage>("/health").Find("[data-circuit-memory]").TextContent;

    private static string Told(IRenderedComponent<HealthPage> page, string what) =>
        page.FindAll("[data-measured] > div").Single(row => row.QuerySelector("dt")!.TextContent == what).QuerySelector("dd")!.TextContent;
}
