using System.Globalization;
using System.Text.Json;

namespace Sluice.E2E;

/// <summary>A product of its own with something on every page, for stories that leave services behind and take the database away.</summary>
public sealed class FurnishedApp : IAsyncLifetime
{
    /// <summary>Whose the drafts and the opened bundle are.</summary>
    public const string Owner = "ada";

    private const string ComposeFile =
        """
        name: garden
        services:
          web:
            image: docker.io/library/web:1
            ports: ["8080"]
            depends_on: [db]
            container_name: garden-web
          db:
            image: docker.io/library/db:1
            expose: ["5432"]
        """;

    /// <summary>It knows of containers, whose engine does not answer: an application can be taken live, and its rollout stays where it is.</summary>
    public RunningApp App { get; } = new() { More = ["--Runtimes:Containers:Host", "unix:///run/nobody-listens-here.sock"] };

    /// <summary>Where every page is reached, by its route.</summary>
    public IReadOnlyList<(string Route, string Address)> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        using var shop = await Shop.CalmAsync(App);
        var number = await shop.StartAsync("Asks before it goes on", [(10, "1s"), (50, "10m"), (100, "2s")], gateBefore: 1);
        await shop.UntilAskingAsync(number);
        var ahead = TimeProvider.System.GetUtcNow().AddDays(30);
        await shop.PostAsync("/api/freezes", new { reason = "Year end", service = "shop", from = ahead, until = ahead.AddDays(3), command_id = "freeze" });
        var incident = Text((await shop.PostAsync("/api/incidents", new { title = "Payments failed", severity = "major", deployments = new[] { "shop-1", "shop-2" }, command_id = "incident" })).GetProperty("incident"), "id");
        var review = Text(await shop.PostAsync("/api/reviews", await shop.GetAsync("/api/deployments/shop-1/review")), "review");
        var draft = Text(await shop.PostAsync("/api/compose/drafts", new { file = ComposeFile }), "draft");
        await shop.PostAsync("/api/compose", new { file = ComposeFile, command_id = "garden" });
        var deployment = string.Create(CultureInfo.InvariantCulture, $"/s/shop/d/{number}");
        Pages =
        [
            ("/", "/"), ("/fleet", "/fleet"), ("/s/{Name}", "/s/shop?compare=1,2"), ("/s/{Service}/new", "/s/shop/new"), ("/s/{Service}/d/{Number}", deployment), ("/s/{Service}/d/{Number}/replay", deployment + "/replay"),
            ("/services/new", "/services/new"), ("/compose", "/compose"), ("/compose/{Key}", "/compose/" + draft), ("/applications/{Name}", "/applications/garden"), ("/approvals", "/approvals?tab=open"), ("/audit", "/audit"),
            ("/incidents", "/incidents"), ("/incidents/{Incident}", "/incidents/" + incident), ("/reviews", "/reviews"), ("/reviews/{Review}", "/reviews/" + review), ("/health", "/health"),
            ("/settings/access", "/settings/access"), ("/settings/me", "/settings/me"), ("/settings/freezes", "/settings/freezes"), ("/signin", "/signin"), ("/error", "/error"), ("/not-found", "/not-found"),
        ];
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static string Text(JsonElement answer, string field) => answer.GetProperty(field).GetString()!;
}
