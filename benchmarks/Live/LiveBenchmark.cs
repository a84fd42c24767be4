using System.Text.Json;
using Microsoft.Playwright;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Live;

/// <summary>The console in a real browser: how soon it shows what happened, what that costs on the wire, and how soon its abort works.</summary>
internal static class LiveBenchmark
{
    private const int Watched = 1;
    private const int RequestsPerSecond = 50;
    private const int EventMilliseconds = 500;
    private const int SampleMilliseconds = 1000;
    private const int AbortMilliseconds = 1000;
    private const int Kibibytes = 2;
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(330);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var quick = args.Contains("--quick", StringComparer.Ordinal);
        var (events, during, aborts) = quick ? (20, TimeSpan.FromSeconds(12), 5) : (60, TimeSpan.FromSeconds(60), 20);
        Machine.Introduce("live", $"Chromium on the deployment page, {RequestsPerSecond} requests/s");
        await using var endpoints = await Endpoints.StartAsync(ct);
        await using var product = await RunningProduct.StartAsync(ct);
        await using var chromium = await Chromium.StartAsync();
        using var api = product.Connect();
        using var race = new AbortRace(product.Gateway);
        var fleet = new Fleet(api, endpoints);
        await fleet.DeclareAsync(aborts + 1, ct);
        var page = await chromium.SignInAsync(product);
        var report = new Report();

        await using (new LightTraffic(product.Gateway, services: 1, RequestsPerSecond))
        {
            var id = await fleet.StartAsync(Watched, share: 10, ct);
            var bytes = new SocketBytes(page);
            await OpenAsync(page, Watched);

            // A verdict's table comes once; from then on its numbers change.
            await page.Locator(".checks").WaitForAsync();
            await PageClock.StartAsync(page);
            await QuietAsync(report, bytes, during, ct);
            report.Latencies("sample to pixel", (await PageClock.SamplesAsync(page)).Select(seen => seen[1] - seen[0]), SampleMilliseconds);
            report.Latencies("event committed to pixel", await EventsAsync(page, api, id, events, ct), EventMilliseconds);
        }

        var milliseconds = new List<double>();
        for (var i = Watched + 1; i <= Watched + aborts; i++)
        {
            await fleet.StartAsync(i, share: 100, ct);
            milliseconds.Add(await AbortAsync(page, race, i, ct));
        }

        report.Latencies("abort click to first changed weight", milliseconds, AbortMilliseconds);
        return report.ExitCode;
    }

    /// <summary>A running deployment whose charts move, and nobody who touches anything.</summary>
    private static async Task QuietAsync(Report report, SocketBytes bytes, TimeSpan during, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, ct);
        bytes.Begin();
        await Task.Delay(during, TimeProvider.System, ct);
        var (circuit, hub) = (PerSecond("/_blazor"), PerSecond("/hubs/live"));
        Report.Note("received from the circuit", circuit, "KiB/s");
        Report.Note("received from the live hub", hub, "KiB/s");
        report.Below($"received in all, over {during.TotalSeconds} s", circuit + hub, Kibibytes, "KiB/s");

        double PerSecond(string path) => bytes.Of(path) / 1024.0 / during.TotalSeconds;
    }

    /// <summary>From the time that the event carries, which is before its commit.</summary>
    private static async Task<IEnumerable<double>> EventsAsync(IPage page, SluiceApi api, string id, int count, CancellationToken ct)
    {
        var first = (await api.GetAsync($"/api/deployments/{id}", ct)).GetProperty("version").GetInt64() + 1;
        for (var i = 0; i < count; i++)
        {
            await (i % 3 == 0
                ? api.PostAsync($"/api/deployments/{id}/note", new { text = $"measured {i}" }, ct)
                : i % 3 == 1
                    ? api.PostAsync($"/api/deployments/{id}/pause", new { reason = "measured" }, ct)
                    : api.PostAsync($"/api/deployments/{id}/resume", new { expected_version = (await api.GetAsync($"/api/deployments/{id}", ct)).GetProperty("version").GetInt64() }, ct));
            await Task.Delay(BetweenEvents, TimeProvider.System, ct);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
        var seen = await PageClock.VersionsAsync(page);
        var events = (await api.GetAsync($"/api/deployments/{id}/events?after={first - 1}&limit=100", ct)).GetProperty("items").EnumerateArray().ToList();
        return events.Select(e => Shown(e) - e.GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds());

        // Two events in one frame are one change of the page.
        double Shown(JsonElement e) => seen.First(version => version[0] >= e.GetProperty("version").GetInt64())[1];
    }

    private static async Task<double> AbortAsync(IPage page, AbortRace race, int number, CancellationToken ct)
    {
        await OpenAsync(page, number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true }).First.ClickAsync();
        var confirm = page.Locator("dialog[open] button[type=submit]");
        await Assertions.Expect(confirm).ToBeFocusedAsync();
        return await race.RunAsync(Fleet.Name(number), () => page.Keyboard.PressAsync("Enter"), ct);
    }

    private static async Task OpenAsync(IPage page, int number)
    {
        await page.GotoAsync($"/s/{Fleet.Name(number)}/d/2");
        await page.Locator("article.deployment .plot canvas").First.WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true }).First).ToBeEnabledAsync();
    }
}
