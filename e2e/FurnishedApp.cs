using System.Globalization;
using System.Text.Json;

namespace Sluice.E2E;

/// <summary>A product of its own with something on every page, for stories that leave services behind and take the database away.</summary>
public sealed class FurnishedApp : IAsyncLifetime
{
    /// <summary>Whose the drafts and the opened bundle are.</summary>
    public const string Owner = "ada";

    /// <summary>It knows of containers, whose engine does not answer: an application can be taken live, and its rollout stays where it is.</summary>
    public RunningApp App { get; } = new() { More = ["--Runtimes:Containers:Host", "unix:///run/nobody-listens-here.sock"] };

    /// <summary>Where every page is reached, by its route, and what is there only once it is filled.</summary>
    public IReadOnlyList<(string Route, string Address, string Filled)> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        using var shop = await Shop.CalmAsync(App);
        var number = await shop.StartAsync("Asks before it goes on", [(10, "1s"), (50, "10m"), (100, "2s")], gateBefore: 1);
        await shop.UntilAskingAsync(number);
        var ahead = TimeProvider.System.GetUtcNow().AddDays(30);
        await shop.PostAsync("/api/freezes", new { reason = "Year end", service = "shop", from = ahead, until = ahead.AddDays(3), command_id = "freeze" });
        var incident = Text((await shop.PostAsync("/api/incidents", new { title = "Payments failed", severity = "major", deployments = new[] { "shop-1", "shop-2" }, command_id = "incident" })).GetProperty("incident"), "id");
        var channel = Text((await shop.PostAsync("/api/channels", new { name = "hooks", address = "http://127.0.0.1:9/nobody-listens-here" })).GetProperty("channel"), "id");
        var review = Text(await shop.PostAsync("/api/reviews", await shop.GetAsync("/api/deployments/shop-1/review")), "review");
        var draft = Text(await shop.PostAsync("/api/compose/drafts", new { file = GardenFile.Text }), "draft");
        await shop.PostAsync("/api/compose", new { file = GardenFile.Text, command_id = "garden" });
        var deployment = string.Create(CultureInfo.InvariantCulture, $"/s/shop/d/{number}");
        const string Chart = "#chart-split .u-over";
        Pages =
        [
            ("/", "/", ".fleet__table tbody tr"), ("/fleet", "/fleet", ".fleet__table tbody tr"), ("/s/{Name}", "/s/shop?compare=1,2", ".service:has(.history tbody tr) .compare__figure"), ("/s/{Service}/new", "/s/shop/new", ".new__form"),
            ("/s/{Service}/d/{Number}", deployment, Chart), ("/s/{Service}/d/{Number}/replay", deployment + "/replay", Chart), ("/services/new", "/services/new", ".form [type=submit]"),
            ("/compose", "/compose", "td a[href='/applications/garden']"), ("/compose/{Key}", "/compose/" + draft, ".steps li"), ("/applications/{Name}", "/applications/garden", "[data-service$=web]"),
            ("/approvals", "/approvals?tab=open", ".inbox__link"), ("/audit", "/audit", ".audit__row"), ("/incidents", "/incidents", ".incident tbody tr"), ("/incidents/{Incident}", "/incidents/" + incident, "[data-tick]"),
            ("/reviews", "/reviews", ".reviews__list a"), ("/reviews/{Review}", "/reviews/" + review, Chart), ("/health", "/health", "[data-part]"), ("/settings/access", "/settings/access", "#account-name"),
            ("/settings/me", "/settings/me", "article .card"), ("/settings/freezes", "/settings/freezes", "[data-freeze]"), ("/settings/channels", "/settings/channels?channel=" + channel, "[data-channel]:has([data-state])"), ("/settings", "/settings", "[data-entry]"), ("/settings/console", "/settings/console", "#field-text"), ("/settings/plans", "/settings/plans", ".card"), ("/settings/views", "/settings/views", ".card"), ("/signin", "/signin", "#name"), ("/error", "/error", "code.code"), ("/not-found", "/not-found", ".plain__lead"),
        ];
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static string Text(JsonElement answer, string field) => answer.GetProperty(field).GetString()!;
}
