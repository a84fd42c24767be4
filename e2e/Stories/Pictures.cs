using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Takes the documentation's pictures anew; runs only when asked for.</summary>
public sealed class Pictures(RunningApp app, Browser browser)
{
    private const int MostBytes = 300_000;
    private const int MostBytesOfAll = 600_000;

    private static readonly object s_evidence = new
    {
        interval = "2s",
        warmup = "0s",
        metrics = new[] { new { metric = "error_rate", margin = new { ratio = 1, offset = 0.01 } } },
    };

    [Fact(Explicit = true)]
    public async Task Every_page_in_light_and_dark()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var desk = await Visitor.SignedInAsync(app, browser, width: 1440, height: 900);
        await using var phone = await Visitor.SignedInAsync(app, browser, width: 390, height: 844);

        var number = await shop.StartAsync("Faster search", [(25, "20s"), (50, "40s"), (100, "10s")], analysis: s_evidence);
        await desk.OpensAsync(number);
        await phone.OpensAsync(number);
        await shop.UntilAsync(number, "it is well inside its second phase", IsLateInSecondPhase);
        await TakeAsync(desk, "deployment");
        await TakeAsync(phone, "deployment-phone");
        await VisitAsync(desk, "/fleet", "Fleet", "fleet");
        await VisitAsync(phone, "/fleet", "Fleet", "fleet-phone");
        await desk.OpensAsync(number);
        await desk.SeesStateAsync("Promoted");

        var asked = await shop.StartAsync(
            "Recommendations on the first page", [(25, "1m"), (50, "1m"), (100, "10s")], [("SHOP_ERROR_RATE", "0.12")], new { enabled = true, manual_approval = true }, s_evidence);
        await desk.OpensAsync(asked);
        await desk.SeesStateAsync("Awaiting approval");
        await TakeAsync(desk, "deployment-question");
        await VisitAsync(desk, "/fleet", "Fleet", "fleet-question");
        await desk.OpensAsync(asked);
        var question = await shop.ReadAsync(asked);
        await shop.OrderAsync(asked, "approve", new
        {
            gate_id = question.GetProperty("open_gate").GetProperty("id").GetString(),
            expected_version = question.GetProperty("version").GetInt64(),
        });
        await desk.SeesStateAsync("Rolled back");
        await desk.SeesDrawnChartAsync("#chart-split");
        await TakeAsync(desk, "deployment-rolled-back");

        await VisitAsync(desk, "/s/shop", "shop", "service", isWhole: true);
        await desk.Page.GotoAsync("/s/shop/new");
        await desk.SeesHeadingAsync("New deployment");
        await desk.Button("Linear").ClickAsync();
        await desk.WritesAsync("Equal steps", "0");
        await desk.WritesAsync("Errors, at most", "1.5");
        await desk.Button("Start deployment").ClickAsync();
        await Expect(desk.Page.Locator("#form-errors")).ToBeVisibleAsync();
        await TakeAsync(desk, "new-deployment");
        await VisitAsync(desk, "/services/new", "Declare a service", "new-service");

        var switching = await shop.StartSwitchAsync("All at once");
        await shop.UntilAskingAsync(switching);
        await desk.OpensAsync(switching);
        await desk.SeesStateAsync("Awaiting approval");
        await TakeAsync(desk, "deployment-blue-green");
    }

    [Fact(Explicit = true)]
    public async Task The_pages_of_people_in_charge_in_light_and_dark()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var desk = await Visitor.SignedInAsync(app, browser, width: 1440, height: 900);
        var password = await desk.AddsAccountAsync("lena", "approver@shop, operator@*/staging");
        await desk.AddsAccountAsync("jonas", "administrator");
        await using var lena = await Visitor.ArriveAsync(app, browser, width: 1440, height: 900);
        await lena.Page.GotoAsync("/signin");
        await lena.SeesHeadingAsync("Sign in to Sluice");
        await TakeAsync(lena, "signin");
        await lena.TriesAsync("lena", password);
        await lena.SeesHeadingAsync("Fleet");

        var rule = new { quorum = 2, expires_after = "4h", instructions = "Payments changed in this release.\nLook at the refunds of the last ten minutes before you say yes." };
        var number = await shop.StartAsync("Refunds in one step", [(25, "20s"), (50, "2m"), (100, "10s")], analysis: s_evidence, gateBefore: 1, gate: rule);
        await shop.UntilAskingAsync(number);
        await using var theo = await Visitor.KnownToProviderAsync(app, browser, "theo");
        await theo.Page.GotoAsync($"/approvals?tab=open&gate=shop-{number}:g1");
        await theo.AsksAsync(theo.Page.Locator("[data-action=Approve]"));
        await theo.Dialog.GetByRole(AriaRole.Textbox).FillAsync("Refunds look as before.");
        await theo.AnswersAsync("Approve 50 %");

        await VisitAsync(lena, "/approvals", "Approvals", "approvals");
        await desk.OpensAsync(number);
        await desk.SeesDrawnChartAsync("#chart-split");
        await TakeAsync(desk, "deployment-gate");
        await VisitAsync(desk, "/audit", "Audit log", "audit");
        await desk.Page.GotoAsync("/settings/access");
        await desk.SeesHeadingAsync("Accounts and roles");
        await desk.Page.Locator("[data-account=lena] summary").ClickAsync();
        await TakeAsync(desk, "settings-access");

        await lena.Page.GotoAsync("/settings/me");
        await lena.Page.GetByLabel("Name of the token").FillAsync("deploy script");
        await lena.Page.GetByRole(AriaRole.Textbox, new() { Name = "Roles" }).FillAsync("approver@shop");
        await lena.Button("Create token").ClickAsync();
        await Expect(lena.Page.Locator("[data-secret]")).ToBeVisibleAsync();
        await lena.Page.GotoAsync("/settings/me");
        await lena.SeesHeadingAsync("Your account: lena");
        await TakeAsync(lena, "settings-me");

        await using var phone = await Visitor.ArriveAsync(app, browser, width: 390, height: 844);
        await phone.TriesAsync("lena", password);
        await VisitAsync(phone, "/approvals", "Approvals", "approvals-phone");
    }

    [Fact(Explicit = true)]
    public async Task A_Compose_file_in_light_and_dark()
    {
        await using var desk = await Visitor.SignedInAsync(app, browser, name: "Root", width: 1440, height: 900);
        await VisitAsync(desk, "/compose", "Compose files", "compose");
        await desk.Page.Locator("#compose-file").FillAsync(GardenFile.Text);
        await desk.Page.Locator("[data-compose-send]").ClickAsync();
        await Expect(desk.Page).ToHaveURLAsync(LookingThroughAComposeFile.ReviewAddress(), new() { Timeout = 15_000 });
        await Expect(desk.Page.Locator("main")).ToContainTextAsync("container_name");
        await TakeAsync(desk, "compose-review");
    }

    [Fact(Explicit = true)]
    public async Task The_settings_in_light_and_dark()
    {
        using var shop = await Shop.CalmAsync(app);
        await shop.PostAsync("/api/services/shop/profile", new { team = "payments", time_zone = "Europe/Berlin", command_id = "settings-1" });
        await using var desk = await Visitor.SignedInAsync(app, browser, name: "Root", width: 1440, height: 900);
        await desk.Page.GotoAsync("/fleet?q=shop");
        await desk.Button("Keep this view…").ClickAsync();
        await desk.Page.GetByLabel("Name of the view").FillAsync("Till");
        await desk.Page.GetByLabel("For whom").SelectOptionAsync("payments");
        await desk.AsksAsync(desk.Button("Keep"));
        await desk.AnswersAsync("Change the view payments.till");
        await desk.Page.GotoAsync("/settings/console");
        await desk.SeesHeadingAsync("Console for everybody");
        await desk.WritesAsync("Text for everybody", "Stock is counted on Friday from noon on: no promotions, please.");
        await desk.AsksAsync(desk.Button("Show on every page…"));
        await desk.AnswersAsync("Change the banner");
        await VisitAsync(desk, "/settings/console", "Console for everybody", "settings-console", isWhole: true);
        await VisitAsync(desk, "/settings/views", "Views of teams", "settings-views");
        await shop.PostAsync("/api/teams/payments/plans/careful", new { body = new { plan = new { kind = "linear", steps = 5, hold = "10m" }, thresholds = new { error_rate = 0.01 } }, note = "Small steps for the till.", command_id = "settings-2" });
        await VisitAsync(desk, "/settings/plans?plan=payments%2Fcareful", "Plans of teams", "settings-plans", isWhole: true);
        await desk.Page.GotoAsync("/settings");
        await desk.SeesHeadingAsync("Settings");
        await TakeAsync(desk, "settings", isWhole: true);
    }

    [Fact(Explicit = true)]
    public async Task What_the_demonstration_does_not_show_in_light_and_dark()
    {
        await using var furnished = new FurnishedApp();
        await furnished.InitializeAsync();
        await using var desk = await Visitor.SignedInAsync(furnished.App, browser, name: FurnishedApp.Owner, width: 1440, height: 900);
        await VisitAsync(desk, "/applications/garden", "garden", "application");
        foreach (var name in new[] { "error", "not-found" })
        {
            await desk.Page.GotoAsync("/" + name);
            await Expect(desk.Page.Locator(".plain__lead, code.code").First).ToBeVisibleAsync();
            await TakeAsync(desk, name);
        }
    }

    private static bool IsLateInSecondPhase(JsonElement deployment) =>
        deployment.GetProperty("phase") is { ValueKind: JsonValueKind.Object } phase && phase.GetProperty("index").GetInt32() == 1
        && phase.GetProperty("due_at") is { ValueKind: JsonValueKind.String } due && due.GetDateTimeOffset() - DateTimeOffset.UtcNow < TimeSpan.FromSeconds(15);

    private static async Task VisitAsync(Visitor visitor, string path, string heading, string name, bool isWhole = false)
    {
        await visitor.Page.GotoAsync(path);
        await visitor.SeesHeadingAsync(heading);
        await Expect(visitor.Page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 15_000 });
        await TakeAsync(visitor, name, isWhole);
    }

    /// <param name="isWhole">What is below the window's edge as well.</param>
    internal static async Task TakeAsync(Visitor visitor, string name, bool isWhole = false)
    {
        foreach (var (scheme, word) in new[] { (ColorScheme.Dark, "dark"), (ColorScheme.Light, "light") })
        {
            await visitor.WearsAsync(scheme);
            await visitor.Page.EvaluateAsync("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
            var file = Path.Combine(Places.Documentation, $"{name}-{word}.png");
            await visitor.Page.ScreenshotAsync(new() { Path = file, FullPage = isWhole, Animations = ScreenshotAnimations.Disabled });
            Assert.InRange(new FileInfo(file).Length, 1, isWhole ? MostBytesOfAll : MostBytes);
        }
    }
}
