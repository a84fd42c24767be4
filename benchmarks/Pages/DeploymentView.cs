using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Pages;

/// <summary>The page of a running deployment: how soon it shows what happened, and what it costs browser and line while nobody touches it.</summary>
internal static class DeploymentView
{
    private const int Kibi = 1024;
    private static readonly TimeSpan s_betweenEvents = TimeSpan.FromMilliseconds(330);

    // The page says when it begins to draw its charts; the library draws in a microtask of the same turn.
    private const string DrawClock = """
        () => {
          window.drawings = [];
          let began = 0;
          document.addEventListener("sluice:drawing", () => { began = performance.now(); });
          document.addEventListener("sluice:drawn", () => queueMicrotask(() => window.drawings.push(performance.now() - began)));
        }
        """;

    public static async Task RunAsync(Budgets budgets, IPage page, SluiceApi api, string id, Extent extent, CancellationToken ct)
    {
        var bytes = new SocketBytes(page);
        await OpenAsync(page, id);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, ct);
        budgets.Most("B3", "first socket payload of a deployment's page", (bytes.Of("/_blazor") + bytes.Of("/hubs/live")) / (double)Kibi, 200, "KiB");

        // A verdict's table comes once; from then on its numbers change.
        await page.Locator(".checks").WaitForAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, ct);
        await PageClock.StartAsync(page);
        await page.EvaluateAsync(DrawClock);
        var (mean, peak) = await PageMeter.ReceivedAsync(bytes, extent.Steady, ct);
        budgets.Most("B1", "bytes down, deployment, mean", mean / Kibi, 2, "KiB/s");
        budgets.Most("B1", "bytes down, deployment, fullest second", peak / Kibi, 8, "KiB/s");
        await DrawingAsync(budgets, page, extent, ct);
        budgets.Percentiles("L2", "sample available to pixel", (await PageClock.SamplesAsync(page)).Select(seen => seen[1] - seen[0]), "ms", 300, 1000, 2000);
        budgets.Percentiles("L1", "event committed to pixel", await EventsAsync(page, api, id, extent.Events, ct), "ms", 150, 500, 1000);
        budgets.Most("R8", "elements, deployment", await PageMeter.ElementsAsync(page), 3000, "");
    }

    public static async Task OpenAsync(IPage page, string id, string query = "")
    {
        await page.GotoAsync(AddressOf(id) + query);
        await page.Locator("article.deployment .plot canvas").First.WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true }).First).ToBeEnabledAsync();
    }

    /// <param name="id">The service's name, a hyphen, and the number.</param>
    public static string AddressOf(string id) => $"/s/{id[..id.LastIndexOf('-')]}/d/{id[(id.LastIndexOf('-') + 1)..]}";

    private static async Task DrawingAsync(Budgets budgets, IPage page, Extent extent, CancellationToken ct)
    {
        await page.EvaluateAsync("() => { window.drawings = []; }");
        budgets.Most("R6", "main thread, deployment", await PageMeter.MainThreadAsync(page, extent.Steady, ct), 5, "%");
        var drawings = await page.EvaluateAsync<double[]>("() => window.drawings");
        budgets.Between("R5", "chart updates a second, visible", drawings.Length / extent.Steady.TotalSeconds, 1.5, 2.5, "Hz");
        budgets.Percentiles("R7", "one update of all charts", drawings, "ms", 8, 25);

        await page.EvaluateAsync("() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); window.drawings = []; }");
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, ct);
        budgets.Most("R5", "chart updates in 5 s of a page that is hidden", await page.EvaluateAsync<int>("() => window.drawings.length"), 0, "");
        await page.EvaluateAsync("() => { delete document.hidden; }");
    }

    /// <summary>From the time that the event carries, which is before its commit.</summary>
    private static async Task<IEnumerable<double>> EventsAsync(IPage page, SluiceApi api, string id, int count, CancellationToken ct)
    {
        var first = (await api.GetAsync($"/api/deployments/{id}", ct)).GetProperty("version").GetInt64() + 1;
        for (var i = 0; i < count; i++)
        {
            await api.PostAsync($"/api/deployments/{id}/note", new { text = $"measured {i}" }, ct);
            await Task.Delay(s_betweenEvents, TimeProvider.System, ct);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
        var seen = await PageClock.VersionsAsync(page);
        var events = (await api.GetAsync($"/api/deployments/{id}/events?after={first - 1}&limit=100", ct)).GetProperty("items").EnumerateArray().ToList();

        // Two events in one frame are one change of the page.
        return events.Select(e => seen.First(version => version[0] >= e.GetProperty("version").GetInt64())[1] - e.GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds());
    }
}
