using Bunit;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Freezes;

/// <summary>The page about freezes, and the strip that is on every page.</summary>
public sealed class FreezesPageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _world.Clock.GetUtcNow();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Nothing_frozen_says_so()
    {
        Assert.Contains("Nothing is frozen.", Open().Markup, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _world.Console.Render<FreezeStrip>().Markup.Trim());
    }

    [Fact]
    public async Task Freezes_are_in_force_ahead_or_over()
    {
        await FreezeAsync(new("year end"));
        await FreezeAsync(new("stock taking", Now.AddDays(1), Now.AddDays(2)));
        await LiftAsync((await FreezeAsync(new("by mistake"))).Value);
        var cards = Open().FindAll(".card");
        Assert.Equal(["In force", "Ahead", "Declare a freeze", "Over"], cards.Select(card => card.QuerySelector("h2")!.TextContent.Trim()));
        Assert.Equal(["f1"], Ids(cards[0]));
        Assert.Equal(["f2"], Ids(cards[1]));
        Assert.Equal(["f3"], Ids(cards[3]));
        Assert.Contains("lifted by ada", cards[3].TextContent, StringComparison.Ordinal);
        Assert.Empty(cards[3].QuerySelectorAll("button"));
    }

    [Fact]
    public async Task To_freeze_everything_takes_the_typed_words_and_a_reason()
    {
        var page = Open();
        await page.Find("form.form").SubmitAsync();
        Assert.Contains("Type freeze all to confirm", page.Find("dialog").TextContent, StringComparison.Ordinal);
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal("A reason is missing.", page.Find(".dialog__missing").TextContent);
        page.Find("dialog .choice").Click();
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal("Type freeze all to go on.", page.Find(".dialog__missing").TextContent);
        page.Find("dialog .input[id]").Input("freeze all");
        await page.Find("dialog form").SubmitAsync();

        var freeze = Assert.Single((await BookAsync()).Freezes);
        Assert.Equal((true, "Incident", "ada"), (freeze.Spec.IsForAll, freeze.Spec.Reason, freeze.By.Name));
        Assert.Contains("Declared: everything.", page.Find(".callout--success").TextContent, StringComparison.Ordinal);
        Assert.Equal(["f1"], Ids(page.FindAll(".card")[0]));
    }

    [Fact]
    public async Task The_link_of_the_fleet_asks_at_once()
    {
        await Task.CompletedTask;
        Assert.Contains("Freeze everything?", Open("/settings/freezes?all=true").Find("dialog").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_the_week_of_one_service_is_declared_with_a_reason_alone()
    {
        await _world.DeclareAsync("shop", "production");
        var page = Open();
        page.Find("#field-service").Change("shop");
        page.Find("#field-kind").Change("Weekly");
        page.Find("#field-weekly-time-zone").Change("Europe/Berlin");
        await page.Find("form.form").SubmitAsync();
        Assert.DoesNotContain("Type freeze all", page.Find("dialog").TextContent, StringComparison.Ordinal);
        page.Find("dialog .input").Input("weekends");
        await page.Find("dialog form").SubmitAsync();
        var spec = Assert.Single((await BookAsync()).Freezes).Spec;
        Assert.Equal(new WeeklyWindow(DayOfWeek.Friday, new(16, 0), DayOfWeek.Monday, new(7, 0), "Europe/Berlin"), spec.Weekly);
        Assert.Equal((ConsoleWorld.Shop, "weekends"), (spec.Service!.Value, spec.Reason));
        Assert.Contains("Friday 16:00 – Monday 07:00, Europe/Berlin, every week", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_shown_at_their_fields_before_anything_is_asked()
    {
        var page = Open();
        page.Find("#field-kind").Change("Once");
        page.Find("#field-from").Change("2099-12-24 16:00");
        page.Find("#field-until").Change("tomorrow");
        await page.Find("form.form").SubmitAsync();
        Assert.Equal("true", page.Find("#field-from").GetAttribute("aria-invalid"));
        Assert.Equal("true", page.Find("#field-until").GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll("dialog form"));
    }

    [Fact]
    public async Task Lifting_needs_a_reason()
    {
        await FreezeAsync(new("year end"));
        var page = Open();
        page.Find("[data-freeze] button").Click();
        page.Find("dialog .choice").Click();
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal("It is over", Assert.Single((await BookAsync()).Freezes).Lift!.Reason);
        Assert.Contains("Nothing is frozen.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_administrator_sees_and_cannot_change()
    {
        await FreezeAsync(new("year end"));
        _world.Granted.Held = [new RoleGrant(Role.Operator)];
        var page = Open("/settings/freezes?all=true");
        Assert.Equal(["f1"], Ids(page.Find(".card")));
        Assert.Empty(page.FindAll("form"));
        Assert.Empty(page.FindAll("[data-freeze] button"));
    }

    [Fact]
    public async Task The_strip_comes_and_goes_with_the_freeze_of_everything()
    {
        await _world.DeclareAsync("shop", "production");
        var strip = _world.Console.Render<FreezeStrip>();
        await FreezeAsync(new("one service") { Service = ConsoleWorld.Shop });
        Assert.Empty(strip.FindAll(".freeze-strip"));
        var id = await FreezeAsync(new("year end"));
        strip.WaitForAssertion(() => Assert.Contains("Frozen by ada until somebody lifts it: year end.", strip.Find(".freeze-strip").TextContent, StringComparison.Ordinal));
        await LiftAsync(id.Value);
        strip.WaitForAssertion(() => Assert.Empty(strip.FindAll(".freeze-strip")));
    }

    [Fact]
    public async Task The_strip_goes_by_itself_when_time_is_up()
    {
        await FreezeAsync(new("year end", Until: Now.AddHours(1)));
        var strip = _world.Console.Render<FreezeStrip>();
        Assert.NotEmpty(strip.FindAll(".freeze-strip"));
        _world.Clock.Advance(TimeSpan.FromHours(1));
        strip.WaitForAssertion(() => Assert.Empty(strip.FindAll(".freeze-strip")));
    }

    [Fact]
    public async Task The_strip_looks_again_when_the_freezes_could_not_be_read()
    {
        await FreezeAsync(new("year end"));
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (true, true);
        var strip = _world.Console.Render<FreezeStrip>();
        Assert.Empty(strip.FindAll(".freeze-strip"));
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (false, false);
        _world.Clock.Advance(TimeSpan.FromSeconds(3));
        strip.WaitForElement(".freeze-strip");
    }

    private IRenderedComponent<FreezesPage> Open(string address = "/settings/freezes") => _world.Open<FreezesPage>(address);

    private static IEnumerable<string?> Ids(AngleSharp.Dom.IElement card) => card.QuerySelectorAll("[data-freeze]").Select(row => row.GetAttribute("data-freeze"));

    private async Task<FreezeBook> BookAsync() => (await _world.Sluice.FindFreezesAsync(TenantId.Default, Ct)).State;

    private async Task<FreezeId> FreezeAsync(FreezeRequest request) => Assert.IsType<CommandAnswer.Applied>(
        await _world.Sluice.DeclareFreezeAsync(TenantId.Default, request, new(Actor.Person("ada")), Ct)).Freeze!.Value;

    private Task<CommandAnswer> LiftAsync(string id) => _world.Sluice.LiftFreezeAsync(TenantId.Default, FreezeId.From(id), new(Actor.Person("ada")), Ct);
}
