using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;
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
        Assert.All(rows, row => Assert.Equal(4, row.QuerySelectorAll("th, td").Count(cell => cell.TextContent.Trim().Length > 0)));
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

        _world.Sluice.StoreIsDown = false;
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
    }

    private static string Told(IRenderedComponent<HealthPage> page, string what) =>
        page.FindAll("[data-measured] > div").Single(row => row.QuerySelector("dt")!.TextContent == what).QuerySelector("dd")!.TextContent;
}
