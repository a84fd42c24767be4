using Bunit;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;

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
}
