using System.Globalization;
using Bunit;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Services;

public sealed class ServiceCalendarTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _world.Clock.GetUtcNow();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Each_place_says_what_is_frozen_when_and_what_starts_by_itself()
    {
        await _world.GoLiveAsync("shop");
        await FreezeAsync(new("stock taking", Now.AddDays(2), Now.AddDays(3)) { Service = ConsoleWorld.Shop });
        await FreezeAsync(new("far away", Now.AddDays(30), Now.AddDays(31)));
        var later = await _world.StartAsync("shop", shape: request => request with { StartAt = Now.AddDays(1) });
        var place = (await OpenAsync()).Find("[data-place=production]");
        Assert.Equal(["f1"], place.QuerySelectorAll("[data-freeze]").Select(line => line.GetAttribute("data-freeze")));
        Assert.Contains("stock taking", place.TextContent, StringComparison.Ordinal);
        Assert.Contains("2026-03-0", place.QuerySelector("[data-freeze]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(later.Value, place.QuerySelector("[data-start]")!.GetAttribute("data-start"));
        Assert.Equal(("200", "100"), (place.QuerySelector(".calendar__frozen")!.GetAttribute("x"), place.QuerySelector(".calendar__frozen")!.GetAttribute("width")));
    }

    [Fact]
    public async Task A_freeze_shows_at_once_and_goes_with_its_lifting()
    {
        await _world.GoLiveAsync("shop");
        var calendar = await OpenAsync();
        Assert.Contains("Nothing stands in the way for 14 days.", calendar.Markup, StringComparison.Ordinal);
        var id = await FreezeAsync(new("INC-17"));
        calendar.WaitForAssertion(() => Assert.Contains("Frozen now", calendar.Find("[data-freeze]").TextContent, StringComparison.Ordinal));
        Assert.Contains("until somebody lifts it", calendar.Find("[data-freeze]").TextContent, StringComparison.Ordinal);
        await _world.Sluice.LiftFreezeAsync(TenantId.Default, id, new(Actor.Person("ada"), "over"), Ct);
        calendar.WaitForAssertion(() => Assert.Empty(calendar.FindAll("[data-freeze]")));
    }

    [Fact]
    public async Task The_days_move_on_under_a_page_that_stays_open()
    {
        await _world.GoLiveAsync("shop");
        await FreezeAsync(new("stock taking", Now.AddDays(2), Now.AddDays(3)));
        var calendar = await OpenAsync();
        Assert.Equal("200", calendar.Find(".calendar__frozen").GetAttribute("x"));
        _world.Clock.Advance(TimeSpan.FromHours(12));
        calendar.WaitForAssertion(() => Assert.Equal("150", calendar.Find(".calendar__frozen").GetAttribute("x")));
        Assert.Equal(["2026-03-02", "2026-03-16"], calendar.FindAll(".calendar__days time").Select(time => time.TextContent[..10]));
    }

    [Fact]
    public async Task The_form_warns_of_a_freeze_that_the_start_lies_in_and_not_of_one_that_is_over_by_then()
    {
        await _world.GoLiveAsync("shop");
        await FreezeAsync(new("today", Until: Now.AddHours(1)));
        await FreezeAsync(new("stock taking", Now.AddDays(1), Now.AddDays(2)));
        var page = _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(p => p.Service, "shop"));
        Assert.Contains("today", page.Find(".frozen").TextContent, StringComparison.Ordinal);

        page.Find("#field-start-at").Change(Now.AddHours(30).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Contains("stock taking", page.Find(".frozen").TextContent, StringComparison.Ordinal);
        Assert.Equal(["f2"], page.FindAll("[data-frozen]").Select(line => line.GetAttribute("data-frozen")));
        page.Find(".new__form").Submit();
        Assert.Contains("The deployment waits in the queue", page.Find(".dialog__consequence").TextContent, StringComparison.Ordinal);

        page.Find("#field-start-at").Change(Now.AddHours(5).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Empty(page.FindAll(".frozen"));
    }

    [Fact]
    public async Task The_form_of_a_new_deployment_shows_the_freeze_that_the_plan_would_run_into()
    {
        await _world.GoLiveAsync("shop");
        await FreezeAsync(new("stock taking", Now.AddMinutes(1), Now.AddDays(1)));
        await FreezeAsync(new("far away", Now.AddDays(30), Now.AddDays(31)));
        var page = _world.Open<NewDeploymentPage>("/s/shop/new", parameters => parameters.Add(p => p.Service, "shop"));
        Assert.Equal(["f1"], page.FindAll("[data-frozen]").Select(line => line.GetAttribute("data-frozen")));
        Assert.Single(page.FindAll(".stepchart__frozen"));
    }

    private async Task<IRenderedComponent<ServiceCalendar>> OpenAsync()
    {
        var service = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, Ct))!.State;
        return _world.Console.Render<ServiceCalendar>(parameters => parameters.Add(p => p.Service, service));
    }

    private async Task<FreezeId> FreezeAsync(FreezeRequest request) =>
        Assert.IsType<CommandAnswer.Applied>(await _world.Sluice.DeclareFreezeAsync(TenantId.Default, request, new(Actor.Person("ada"), request.Reason), Ct)).Freeze!.Value;
}
