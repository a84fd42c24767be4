using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>The ways in beside the printed link: a password, a proxy, a provider. And the way out of everywhere.</summary>
public sealed class WaysIn(RunningApp app, Browser browser)
{
    private const string Door = "Sign in to Sluice";
    private const string WrongPassword = "Name or password is wrong, or the account refuses passwords for a while";

    [Fact]
    public async Task A_password_opens_the_door_and_one_click_ends_every_session()
    {
        await using var admin = await Visitor.SignedInAsync(app, browser, name: "Root");
        var password = await admin.AddsAccountAsync("lena", "viewer");
        await using var lena = await Visitor.ArriveAsync(app, browser);
        await using var elsewhere = await Visitor.ArriveAsync(app, browser);
        await lena.TriesAsync("lena", "not her password");
        await Expect(lena.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync(WrongPassword);
        await lena.TriesAsync("lena", password);
        await lena.SeesHeadingAsync("Fleet");
        await elsewhere.TriesAsync("lena", password);
        await elsewhere.SeesHeadingAsync("Fleet");

        await lena.Page.GotoAsync("/settings/me");
        await lena.SeesHeadingAsync("Your account: lena");
        await lena.Button("Sign out everywhere").ClickAsync();
        await lena.SeesHeadingAsync(Door);

        // The page that is open elsewhere closes by itself.
        await elsewhere.SeesHeadingAsync(Door);
        await elsewhere.TriesAsync("lena", password);
        await elsewhere.SeesHeadingAsync("Fleet");
        Assert.Empty(lena.Violations);
    }

    [Fact]
    public async Task Five_wrong_passwords_shut_the_account_and_an_administrator_opens_it()
    {
        await using var admin = await Visitor.SignedInAsync(app, browser, name: "Root");
        var password = await admin.AddsAccountAsync("otto", "viewer");

        // From an address of its own, so that the tries count against nobody else.
        await using var relay = new Relay(app.Address, Relay.Stranger);
        await using var otto = await Visitor.ArriveAsync(app, browser, through: relay.Address);
        var said = otto.Page.GetByRole(AriaRole.Alert).First;
        for (var i = 0; i < 5; i++)
        {
            await otto.TriesAsync("otto", $"wrong for the {i}. time");
            await Expect(said).ToContainTextAsync(WrongPassword);
        }

        await otto.TriesAsync("otto", password);
        await Expect(said).ToContainTextAsync(WrongPassword);
        await otto.Page.GotoAsync("/fleet");
        await otto.SeesHeadingAsync(Door);

        await admin.Page.GotoAsync("/settings/access");
        var account = admin.Page.Locator("[data-account=otto]");
        await account.Locator("summary").ClickAsync();
        await account.GetByRole(AriaRole.Button, new() { Name = "Reset password", Exact = true }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("otto has a new password");
        await otto.TriesAsync("otto", await admin.SecretAsync());
        await otto.SeesHeadingAsync("Fleet");
    }

    [Fact]
    public async Task A_trusted_proxy_names_who_comes_and_what_a_client_says_of_itself_counts_for_nothing()
    {
        await using var proxy = new Relay(app.Address, Relay.Trusted, ("X-Forwarded-User", "petra"), ("X-Forwarded-Groups", "shop-operators"));
        await using var petra = await Visitor.ArriveAsync(app, browser, through: proxy.Address);
        await petra.Page.SetExtraHTTPHeadersAsync([new("X-Forwarded-User", "root"), new("X-Forwarded-Groups", "administrators")]);
        await petra.Page.GotoAsync("/");
        await petra.SeesHeadingAsync("Fleet");
        await Expect(petra.Button("Account of petra")).ToBeVisibleAsync();
        await Expect(petra.Page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 15_000 });
        await petra.Page.GotoAsync("/settings/me");
        await petra.SeesHeadingAsync("Your account: petra");
        await Expect(petra.Page.Locator(".card", new() { HasText = "Your roles" })).ToContainTextAsync("operator");
        petra.HadNoTrouble();
    }

    [Fact]
    public async Task The_same_headers_from_an_address_that_is_not_trusted_open_nothing_and_are_recorded()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var stranger = new Relay(app.Address, Relay.Stranger, ("X-Forwarded-User", "petra"), ("X-Forwarded-Groups", "shop-operators"));
        await using var visitor = await Visitor.ArriveAsync(app, browser, through: stranger.Address);
        var answer = await visitor.Page.GotoAsync("/fleet");
        Assert.Equal((int)HttpStatusCode.Unauthorized, answer!.Status);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Fleet" })).ToHaveCountAsync(0);

        var refused = (await shop.AuditAsync("action=sign_in&outcome=refused")).EnumerateArray().Select(entry => entry.GetProperty("reason").GetString());
        Assert.Contains(refused, reason => reason!.Contains("name 'petra', from an address that is not trusted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_lets_people_in_with_the_roles_of_their_group()
    {
        await using var olga = await Visitor.ArriveAsync(app, browser);
        await olga.Page.GotoAsync("/fleet?status=held");
        await olga.SeesHeadingAsync(Door);
        await olga.ComesFromProviderAsync("olga");
        await olga.SeesHeadingAsync("Fleet");
        Assert.EndsWith("/fleet?status=held", olga.Page.Url, StringComparison.Ordinal);
        await olga.Page.GotoAsync("/settings/me");
        await olga.SeesHeadingAsync("Your account: olga");
        await Expect(olga.Page.Locator(".card", new() { HasText = "Your roles" })).ToContainTextAsync("operator");
        Assert.Empty(olga.Violations);

        await using var mallory = await Visitor.ArriveAsync(app, browser);
        await mallory.Page.GotoAsync("/");
        await mallory.ComesFromProviderAsync("mallory");
        await Expect(mallory.Page.GetByRole(AriaRole.Heading, new() { Name = "You may not see this" })).ToBeVisibleAsync();
    }
}
