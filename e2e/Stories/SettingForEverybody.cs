using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>What one sets and others see: a banner, a theme, a view of a team, a zone of a service; and what one sets for oneself.</summary>
public sealed class SettingForEverybody(RunningApp app, Browser browser)
{
    [Fact]
    public async Task A_banner_and_a_view_of_a_team_are_set_seen_by_others_and_put_back()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var root = await Visitor.SignedInAsync(app, browser, name: "Root");
        await using var maria = await Visitor.SignedInAsync(app, browser);
        var banner = maria.Page.Locator(".banner-strip");
        await root.Page.Keyboard.PressAsync("g");
        await root.Page.Keyboard.PressAsync("s");
        await root.SeesHeadingAsync("Settings");
        await root.FindsNoBarrierInAnyLookAsync();
        await root.Page.GetByRole(AriaRole.Link, new() { Name = "Banner", Exact = true }).ClickAsync();
        await root.SeesHeadingAsync("Console for everybody");
        await root.WritesAsync("Text for everybody", "The till is counted at noon.");
        await root.AsksAsync(root.Button("Show on every page…"));
        await Expect(root.Dialog.Locator("dd")).ToHaveTextAsync(["nothing", "The till is counted at noon."]);
        await root.AnswersAsync("Change the banner");
        await Expect(banner).ToContainTextAsync("The till is counted at noon.Root");
        await root.FindsNoBarrierInAnyLookAsync();

        var password = await MembersAsync(root, "tilda", "contributor");
        await using var tilda = await Visitor.ArriveAsync(app, browser);
        await tilda.TriesAsync("tilda", password);
        await tilda.SeesHeadingAsync("Fleet");
        await Expect(tilda.Page.Locator(".banner-strip")).ToBeVisibleAsync();
        await tilda.Page.GotoAsync("/fleet?q=shop");
        await tilda.Button("Keep this view…").ClickAsync();
        await tilda.Page.GetByLabel("Name of the view").FillAsync("Till");
        await tilda.Page.GetByLabel("For whom").SelectOptionAsync("cashiers");
        await tilda.AsksAsync(tilda.Button("Keep"));
        await Expect(tilda.Dialog.Locator("dd")).ToHaveTextAsync(["nothing", "q=shop"]);
        await tilda.AnswersAsync("Change the view cashiers.till");
        await Expect(tilda.Page.GetByRole(AriaRole.Group, new() { Name = "Views of cashiers" }).GetByRole(AriaRole.Link, new() { Name = "Till" })).ToHaveAttributeAsync("aria-current", "true");
        await tilda.FindsNoBarrierInEitherThemeAsync();

        // Not of the team, and sent the name alone.
        await maria.Page.GotoAsync("/fleet?view=cashiers.till");
        await Expect(maria.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/fleet\\?q=shop&view=cashiers\\.till$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        await root.Page.GotoAsync("/settings/views");
        await root.SeesHeadingAsync("Views of teams");
        await root.FindsNoBarrierInEitherThemeAsync();
        await root.AsksAsync(root.Button("Undo…").First);
        await root.AnswersAsync("Change the view cashiers.till");
        await Expect(root.Page.Locator("[data-view]")).ToHaveCountAsync(0);

        await root.Page.GotoAsync("/settings/console");
        await root.AsksAsync(root.Page.Locator("[data-change]").First.GetByRole(AriaRole.Button));
        await root.AnswersAsync("Change the banner");
        await Expect(banner).ToHaveCountAsync(0);
        root.HadNoTrouble();
        maria.HadNoTrouble();
        tilda.HadNoTrouble();
    }

    [Fact]
    public async Task The_default_theme_is_there_before_anything_is_painted_for_whoever_chose_none()
    {
        await using var root = await Visitor.SignedInAsync(app, browser, name: "Root");
        await ChoosesAsync(root, "dark");
        await using (var maria = await Visitor.SignedInAsync(app, browser))
        {
            // The browser names the attribute in its first answer: no script of a circuit has a part in it.
            await Expect(maria.Page.Locator("html")).ToHaveAttributeAsync("data-theme-default", "dark");
            await Expect(maria.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
            await maria.Page.GotoAsync("/settings/me");
            await maria.Page.Locator("#look").GetByRole(AriaRole.Button, new() { Name = "Light theme" }).ClickAsync();
            await Expect(maria.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
            await maria.Button("As it is set for everybody").ClickAsync();
            await Expect(maria.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
            maria.HadNoTrouble();
        }

        await ChoosesAsync(root, "system");
        root.HadNoTrouble();
    }

    [Fact]
    public async Task Times_of_a_service_are_read_in_its_own_zone_and_single_keys_take_Alt_for_those_who_want_it()
    {
        using var shop = await Shop.CalmAsync(app);
        await shop.PostAsync("/api/services/shop/profile", new { time_zone = "Asia/Kolkata", command_id = "zone-1" });
        await using var visitor = await Visitor.SignedInAsync(app, browser, name: "Nils");
        var page = visitor.Page;
        await page.GotoAsync("/s/shop");
        await visitor.SeesHeadingAsync("shop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Time zone and density" }).ClickAsync();
        await KeepsAsync(page, () => page.GetByRole(AriaRole.Button, new() { Name = "Service's zone (Asia/Kolkata)" }).ClickAsync());
        await Expect(page.Locator(".now__live").First).ToContainTextAsync("GMT+5:30");
        await page.GotoAsync("/fleet");
        await visitor.SeesHeadingAsync("Fleet");
        await Expect(page.Locator(".topbar [data-zone-name]")).ToHaveTextAsync("UTC");

        await page.GotoAsync("/settings/me");
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await KeepsAsync(page, () => visitor.Button("only with Alt").ClickAsync());
        await page.GotoAsync("/health");
        await visitor.SeesHeadingAsync("Health");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("f");
        await visitor.SeesHeadingAsync("Health");
        await page.Keyboard.PressAsync("Alt+g");
        await page.Keyboard.PressAsync("Alt+f");
        await visitor.SeesHeadingAsync("Fleet");
        await shop.PostAsync("/api/services/shop/profile", new { command_id = "zone-2" });
        visitor.HadNoTrouble();
    }

    private static Task<IResponse> KeepsAsync(IPage page, Func<Task> act) => page.RunAndWaitForResponseAsync(act, answer => answer.Url.EndsWith("/settings/look", StringComparison.Ordinal));

    private static async Task ChoosesAsync(Visitor root, string theme)
    {
        await root.Page.GotoAsync("/settings/console");
        await root.SeesHeadingAsync("Console for everybody");
        await root.Page.Locator("#field-theme").SelectOptionAsync(theme);
        await root.AsksAsync(root.Button("Change the default…"));
        await root.AnswersAsync("Change the default theme");
        await Expect(root.Page.Locator(".callout--success")).ToContainTextAsync("Changed: the default theme.");
    }

    private static async Task<string> MembersAsync(Visitor root, string name, string roles)
    {
        await root.Page.GotoAsync("/settings/access");
        var form = root.Page.Locator("form", new() { Has = root.Page.Locator("#account-name") });
        await form.Locator("#account-name").FillAsync(name);
        await form.GetByLabel("Roles").FillAsync(roles);
        await form.GetByLabel("Groups").FillAsync("cashiers");
        await form.GetByRole(AriaRole.Button, new() { Name = "Create account", Exact = true }).ClickAsync();
        return await root.SecretAsync();
    }
}
