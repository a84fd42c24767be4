using Bunit;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Settings;

/// <summary>What administrators set for everybody, and the banner on every page.</summary>
public sealed class ConsolePageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_banner_is_shown_before_and_after_it_is_put_up_and_the_strip_follows()
    {
        var (page, strip) = (Open(), _world.Console.Render<BannerStrip>());
        Assert.Empty(strip.FindAll(".banner-strip"));
        page.Find("#field-text").Change("The till is counted at noon.");
        await page.FindAll("form.form")[0].SubmitAsync();
        Assert.Equal(["nothing", "The till is counted at noon."], page.FindAll("dialog dd").Select(part => part.TextContent));
        Assert.Null((await BookAsync()).Banner);

        await page.Find("dialog form").SubmitAsync();
        Assert.Equal(("The till is counted at noon.", "ada"), ((await BookAsync()).Banner?.Text, (await BookAsync()).Banner?.By.Name));
        strip.WaitForAssertion(() => Assert.Equal("The till is counted at noon.", strip.Find(".banner-strip strong").TextContent));
        Assert.Contains("Changed: the banner.", page.Find(".callout--success").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_before_can_be_put_back()
    {
        await SetAsync(new SettingsCommand.PostBanner("One"));
        await SetAsync(new SettingsCommand.PostBanner("Two"));
        var page = Open();
        Assert.Equal(["2", "1"], page.FindAll("[data-change]").Select(row => row.GetAttribute("data-change")));
        page.Find("[data-change] button").Click();
        Assert.Equal(["Two", "One"], page.FindAll("dialog dd").Select(part => part.TextContent));
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal("One", (await BookAsync()).Banner?.Text);
        Assert.Single(page.FindAll("[data-change] button"));
    }

    [Fact]
    public async Task A_removed_banner_goes_from_the_page_at_once()
    {
        await SetAsync(new SettingsCommand.PostBanner("One"));
        var (page, strip) = (Open(), _world.Console.Render<BannerStrip>());
        page.FindAll(".setting-acts button")[1].Click();
        await page.Find("dialog form").SubmitAsync();
        strip.WaitForAssertion(() => Assert.Empty(strip.FindAll(".banner-strip")));
        Assert.Single(page.FindAll(".setting-acts button"));
    }

    [Fact]
    public async Task What_cannot_be_a_banner_is_said_at_its_field_and_nothing_is_asked()
    {
        var page = Open();
        page.Find("#field-text").Change("");
        await page.FindAll("form.form")[0].SubmitAsync();
        Assert.Equal("true", page.Find("#field-text").GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll("dialog form"));
    }

    [Fact]
    public async Task What_somebody_else_set_while_the_question_stood_open_is_not_written_over()
    {
        var page = Open();
        page.Find("#field-text").Change("Mine");
        await page.FindAll("form.form")[0].SubmitAsync();
        await SetAsync(new SettingsCommand.PostBanner("Theirs"));
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("Somebody else changed it", page.Find("dialog .callout--danger").TextContent, StringComparison.Ordinal);
        Assert.Equal("Theirs", (await BookAsync()).Banner?.Text);
    }

    [Fact]
    public async Task The_default_theme_is_chosen_and_what_is_so_already_is_said()
    {
        var page = Open();
        await page.FindAll("form.form")[1].SubmitAsync();
        Assert.Contains("It is so already.", page.Find(".callout--warning").TextContent, StringComparison.Ordinal);
        page.Find("#field-theme").Change("dark");
        await page.FindAll("form.form")[1].SubmitAsync();
        Assert.Equal(["Theme of the system", "Dark theme"], page.FindAll("dialog dd").Select(part => part.TextContent));
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal(ThemeChoice.Dark, (await BookAsync()).Theme);
    }

    [Fact]
    public async Task An_order_of_somebody_who_may_not_is_refused_and_recorded()
    {
        var page = Open();
        page.Find("#field-text").Change("Mine");
        await page.FindAll("form.form")[0].SubmitAsync();
        _world.Granted.Held = [new RoleGrant(Role.Operator)];
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("administrator", page.Find("dialog .callout--danger").TextContent, StringComparison.Ordinal);
        Assert.Null((await BookAsync()).Banner);
        Assert.Equal("post_banner", Assert.Single(_world.Sluice.Audit.Lines).Action);
    }

    [Fact]
    public void What_is_kept_and_where_it_comes_from_names_the_setting_and_no_secret()
    {
        var page = Open();
        var kept = page.Find("#kept").TextContent;
        Assert.Contains("Runtimes:Containers:KeepImages", kept, StringComparison.Ordinal);
        Assert.Equal(["90 days", "7 days", "30 days"], new[] { "Counted evidence", "Counted minutes", "Messages to channels" }.Select(what => KeptOf(page, what)));
        Assert.Contains("Notifications:KeepFor", kept, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Sluice", page.Find("#sources").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#kept input, #sources input"));
    }

    [Fact]
    public async Task Without_the_database_the_page_says_so_and_looks_again()
    {
        await SetAsync(new SettingsCommand.PostBanner("One"));
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (true, true);
        var (page, strip) = (Open(), _world.Console.Render<BannerStrip>());
        Assert.NotEmpty(page.FindAll(".problem"));
        Assert.Empty(strip.FindAll(".banner-strip"));
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (false, false);
        _world.Clock.Advance(TimeSpan.FromSeconds(3));
        strip.WaitForElement(".banner-strip");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
    }

    [Fact]
    public async Task A_text_that_is_typed_stays_while_something_else_is_changed()
    {
        var page = Open();
        page.Find("#field-text").Change("Half a sentence");
        page.Find("#field-theme").Change("dark");
        await page.FindAll("form.form")[1].SubmitAsync();
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal(ThemeChoice.Dark, (await BookAsync()).Theme);
        Assert.Equal("Half a sentence", page.Find("#field-text").GetAttribute("value"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_question_that_is_closed_or_answered_again_while_the_order_is_on_its_way_gives_it_once(bool closes)
    {
        var page = Open();
        page.Find("#field-text").Change("Mine");
        await page.FindAll("form.form")[0].SubmitAsync();
        var order = new TaskCompletionSource();
        _world.Sluice.Until = order.Task;
        var first = page.Find("dialog form").SubmitAsync();
        var then = closes ? page.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty) : page.Find("dialog form").SubmitAsync();
        order.SetResult();
        await Task.WhenAll(first, then);
        page.WaitForAssertion(() => Assert.Contains("Changed: the banner.", page.Find(".callout--success").TextContent, StringComparison.Ordinal));
        Assert.Equal(("Mine", 1), ((await BookAsync()).Banner?.Text, (await BookAsync()).Count));
    }

    [Fact]
    public void Settings_of_a_newer_version_take_no_page_away()
    {
        _world.Sluice.AddForeign(TenantId.Default, SettingsBook.Stream, "sound_chosen", "{}");
        Assert.Empty(_world.Console.Render<BannerStrip>().Markup.Trim());
        Assert.Contains("sound_chosen", Open().Find(".problem").TextContent, StringComparison.Ordinal);
    }

    private static string KeptOf(IRenderedComponent<ConsolePage> page, string what) =>
        page.FindAll("#kept tbody tr").Single(row => row.QuerySelector("th")!.TextContent.StartsWith(what, StringComparison.Ordinal)).QuerySelector("td")!.TextContent;

    private IRenderedComponent<ConsolePage> Open() => _world.Open<ConsolePage>("/settings/console");

    private async Task<SettingsBook> BookAsync() => (await _world.Sluice.FindSettingsAsync(TenantId.Default, Ct)).State;

    private Task<CommandAnswer> SetAsync(SettingsCommand command) => _world.Sluice.SendAsync(TenantId.Default, command, new CommandContext(Actor.Person("ben")), Ct);
}
