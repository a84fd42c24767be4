using Bunit;
using Sluice.Dashboard.Shell;
using Sluice.Dashboard.Tests.Fleet;

namespace Sluice.Dashboard.Tests.Frame;

public sealed class DisplayMenuTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_page_with_a_circuit_can_be_paused_and_can_find_others(bool isLive)
    {
        var menu = _world.Console.Render<DisplayMenu>(parameters => parameters.Add(m => m.IsLive, isLive));
        Assert.Equal((isLive ? 1 : 0, isLive ? 1 : 0, 1), (menu.FindAll("[data-pause]").Count, menu.FindAll("[data-open-palette]").Count, menu.FindAll("[data-open-sheet]").Count));
    }
}
