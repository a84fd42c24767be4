using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Pages;

/// <summary>The fleet with very many services: its first rows, and what it costs browser and line while it stands open.</summary>
internal static class FleetView
{
    private const int Kibi = 1024;
    private const string Rows = ".fleet__row";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Budgets budgets, Chromium chromium, RunningProduct product, Extent extent, CancellationToken ct)
    {
        var page = await chromium.SignInAsync(product);
        await PageMeter.WatchArrivalAsync(page, Rows);
        Budgets.Note("fleet, address to first rows, the first page after a start", await PageMeter.OpenAsync(page, "/fleet"), "ms");
        var opened = new List<double>();
        for (var i = 0; i < extent.Times; i++)
        {
            opened.Add(await PageMeter.OpenAsync(page, "/fleet"));
        }

        budgets.Percentiles("3.1", $"fleet, {FleetHistory.Services:#,0} services: address to first rows", opened, "ms", null, 1000);
        var changes = new List<double>();
        for (var i = 0; i < extent.Times; i++)
        {
            await PageMeter.GoAsync(page, ".topbar__nav a[href='/approvals']", ".inbox");
            changes.Add(await PageMeter.GoAsync(page, ".topbar__nav a[href='/fleet']", Rows));
        }

        budgets.Percentiles("L6", "page change to this fleet", changes, "ms", 150, 400, 800);
        await page.Context.CloseAsync();

        var fresh = await chromium.SignInAsync(product);
        var bytes = new SocketBytes(fresh);
        await fresh.GotoAsync("/fleet");
        await fresh.Locator(Rows).First.WaitForAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, ct);
        budgets.Most("B3", "first socket payload of this fleet", (bytes.Of("/_blazor") + bytes.Of("/hubs/live")) / (double)Kibi, 200, "KiB");
        var (mean, _) = await PageMeter.ReceivedAsync(bytes, extent.Steady, ct);
        budgets.Most("B2", "bytes down, fleet, mean", mean / Kibi, 8, "KiB/s");
        budgets.Most("R6", "main thread, fleet", await PageMeter.MainThreadAsync(fresh, extent.Steady, ct), 3, "%");
        budgets.Most("R8", "elements, fleet", await PageMeter.ElementsAsync(fresh), 3000, "");
        await fresh.Context.CloseAsync();
    }

    /// <summary>Until every instance was seen and the looks of the places are in time again.</summary>
    public static async Task UntilSettledAsync(SluiceApi api, int running, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var ready = 0.0; ready < 2 * running;)
        {
            if (TimeProvider.System.GetElapsedTime(began) > s_limit)
            {
                throw new TimeoutException(Machine.Text($"After {s_limit.TotalMinutes} minutes {ready} instances are ready instead of {2 * running}."));
            }

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, ct);
            ready = await api.SumAsync("tasks_ready", ct);
        }
    }
}
