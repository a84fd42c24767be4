using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

public sealed class TellingOtherPrograms(RunningApp app, Browser browser)
{
    [Fact]
    public async Task An_administrator_makes_a_channel_and_a_program_hears_of_an_abort_and_finds_the_way_back()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var hooks = await Hooks.ListenAsync();
        await using var maria = await Visitor.SignedInAsync(app, browser);
        var page = maria.Page;
        await page.GotoAsync("/settings/channels");
        await maria.SeesHeadingAsync("Channels");
        await maria.WritesAsync("Name", "ops");
        await maria.WritesAsync("Address", hooks.Address);
        await page.GetByLabel("Aborted", new() { Exact = true }).CheckAsync();
        var secret = page.Locator("[data-secret]");
        await maria.ClicksAsync(maria.Button("Create channel"), secret);
        var signedWith = await secret.InnerTextAsync();
        await maria.FindsNoBarrierAsync();

        await maria.ClicksAsync(maria.Button("Test notification"), page.Locator("[data-test=taken]"));
        await Expect(page.Locator("[data-test=taken]")).ToContainTextAsync("Thank you.");
        await Expect(secret).ToHaveCountAsync(0);
        Assert.True((await hooks.NextAsync(signedWith)).Message.GetProperty("test").GetBoolean());

        hooks.Status = StatusCodes.Status503ServiceUnavailable;
        var number = await shop.StartAsync("Told to others", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await shop.OrderAsync(number, "abort", new { reason = "wrong build" });
        var first = await NoticeAsync(hooks, signedWith);
        hooks.Status = StatusCodes.Status200OK;
        var second = await NoticeAsync(hooks, signedWith);
        Assert.Equal(first.Key, second.Key);
        var notice = Assert.Single(second.Message.GetProperty("notices").EnumerateArray());
        Assert.Equal(("aborted", $"shop-{number}", "wrong build"), (notice.GetProperty("kind").GetString(), notice.GetProperty("deployment").GetString(), notice.GetProperty("text").GetString()));

        var row = page.Locator("[data-delivery][data-status=delivered]", new() { HasText = $"shop-{number}" });
        await maria.ClicksAsync(maria.Button("Look again"), row);
        await page.GotoAsync(notice.GetProperty("link").GetString()!);
        await maria.SeesHeadingAsync($"shop #{number}");
        await Expect(page.Locator("article.replay")).ToHaveAttributeAsync("data-at", notice.GetProperty("version").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture), new() { Timeout = 15_000 });

        await page.GotoAsync("/settings/channels");
        await page.GetByRole(AriaRole.Link, new() { Name = "ops", Exact = true }).ClickAsync();
        await maria.AsksAsync(maria.Button("Delete"));
        await maria.AnswersAsync("Delete");
        await Expect(page.Locator("tr[data-channel]", new() { HasText = "ops" })).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        maria.HadNoTrouble();
    }

    [Fact(Explicit = true)]
    public async Task Pictures_of_the_channels_in_light_and_dark()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var hooks = await Hooks.ListenAsync();
        var channel = (await shop.PostAsync("/api/channels", new { name = "release robot", address = hooks.Address, kinds = new[] { "started", "aborted" }, secret = "a-secret-of-the-pictures" })).GetProperty("channel").GetProperty("id").GetString();
        await shop.PostAsync("/api/channels", new { name = "payments on call", address = "https://hooks.example.org/sluice", team = "payments" });
        await shop.PostAsync($"/api/channels/{channel}/test", new { });
        var number = await shop.StartAsync("Told to others", [(10, "10m"), (100, "2s")]);
        await hooks.NextAsync("a-secret-of-the-pictures");
        await hooks.NextAsync("a-secret-of-the-pictures");
        await shop.OrderAsync(number, "abort", new { reason = "wrong build" });
        await using var desk = await Visitor.SignedInAsync(app, browser, width: 1440, height: 900);
        await desk.Page.GotoAsync($"/settings/channels?channel={channel}");
        await desk.SeesHeadingAsync("Channels");
        await Expect(desk.Page.Locator("[data-delivery]").First).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(desk.Page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 15_000 });
        await Pictures.TakeAsync(desk, "channels", isWhole: true);
    }

    /// <summary>The next message that is no test: a click may have taken twice.</summary>
    private static async Task<(string Key, System.Text.Json.JsonElement Message)> NoticeAsync(Hooks hooks, string secret)
    {
        while (true)
        {
            if (await hooks.NextAsync(secret) is var next && !next.Message.GetProperty("test").GetBoolean())
            {
                return next;
            }
        }
    }
}
