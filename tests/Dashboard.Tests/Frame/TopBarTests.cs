using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Shell;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;

namespace Sluice.Dashboard.Tests.Frame;

/// <summary>The bar says which page is open and who is at work.</summary>
public sealed class TopBarTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Theory]
    [InlineData("/", "/fleet")]
    [InlineData("/fleet", "/fleet")]
    [InlineData("/fleet?view=mine", "/fleet")]
    [InlineData("/incidents/x", "/incidents")]
    [InlineData("/fleetx", null)]
    [InlineData("/settings/incidents", null)]
    public void The_link_of_the_page_that_is_open_says_so(string path, string? link)
    {
        var open = Draw(path).FindAll("nav a[aria-current=page]").Select(one => one.GetAttribute("href"));
        Assert.Equal(link is null ? [] : [link], open);
    }

    [Fact]
    public void A_name_is_text_and_never_markup()
    {
        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, "<b>\"ada\"</b>", string.Empty, "test"));
        var account = Draw("/").Find(".account");
        Assert.Equal("<b>\"ada\"</b>", account.QuerySelector(".account__name")!.TextContent);
        Assert.Contains("<b>\"ada\"</b>", account.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Null(account.QuerySelector("b"));
    }

    private IRenderedComponent<TopBar> Draw(string path)
    {
        // They have tests of their own.
        _world.Console.ComponentFactories.AddStub(type => type == typeof(Bell) || type == typeof(InboxLink) || type == typeof(FreshnessChip));
        return _world.Console.Render<TopBar>(parameters => parameters.Add(bar => bar.Address, "http://localhost" + path));
    }
}
