using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Pages;

/// <summary>The budgets of the console, one after another, in a real browser on the real product: first a small one, then one with ten thousand services.</summary>
internal static class ConsoleBenchmark
{
    private const int RequestsPerSecond = 50;
    private const int Watched = 1;
    private const int FirstAborted = 2;
    private const int ServicesBeside = 100;
    private const int RunningBeside = 10;
    private const string Only = "--only=";

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var isQuick = args.Contains("--quick", StringComparer.Ordinal);
        var only = args.FirstOrDefault(arg => arg.StartsWith(Only, StringComparison.Ordinal))?[Only.Length..];
        var extent = isQuick ? Extent.Quick : Extent.Full;
        Machine.Introduce("console", $"Chromium 1280 × 800, {RequestsPerSecond} requests/s on the watched deployment");
        await using var endpoints = await Endpoints.StartAsync(ct);
        await using var chromium = await Chromium.StartAsync();
        var budgets = new Budgets();
        if (only is null or "page" or "line" or "memory")
        {
            await SmallAsync(budgets, chromium, endpoints, extent, only, ct);
        }

        if (only is null or "replay")
        {
            await ReplayAsync(budgets, chromium, endpoints, extent, ct);
        }

        if (only is null or "fleet")
        {
            await FleetAsync(budgets, chromium, endpoints, extent, ct);
        }

        budgets.Summarise();
        return budgets.ExitCode;
    }

    private static async Task SmallAsync(Budgets budgets, Chromium chromium, Endpoints endpoints, Extent extent, string? only, CancellationToken ct)
    {
        await using var product = await RunningProduct.StartAsync(ct);
        using var api = product.Connect();
        var fleet = new Fleet(api, endpoints);
        await fleet.DeclareAsync(FirstAborted + extent.Aborts, ct);
        var id = await fleet.StartAsync(Watched, share: 10, ct);
        await using var traffic = new LightTraffic(product.Gateway, services: Watched, RequestsPerSecond);
        var page = await chromium.SignInAsync(product);
        if (only is null or "page")
        {
            await DeploymentView.RunAsync(budgets, page, api, id, extent, ct);
            await Clicks.OrdersAsync(budgets, page, id, extent);
            await Clicks.PasteAsync(budgets, page, id);
            await Clicks.AbortsAsync(budgets, page, product, fleet, FirstAborted, extent, ct);
            await Clicks.PagesAsync(budgets, page, Fleet.Name(Watched), number: 2, extent);
            await FirstLoads.RunAsync(budgets, chromium, page, product, id, extent, ct);
        }

        if (only is null or "line")
        {
            await using var line = new CutLine(product.Address);
            var far = await chromium.SignInAsync(product, line.Address);
            await Outages.RunAsync(budgets, far, line, id, extent, ct);
            await far.Context.CloseAsync();
        }

        await page.Context.CloseAsync();
        if (only is null or "memory")
        {
            await CircuitMemory.RunAsync(budgets, chromium, product, api, id, extent, ct);
        }
    }

    /// <summary>A long deployment in a product that is at work for others meanwhile.</summary>
    private static async Task ReplayAsync(Budgets budgets, Chromium chromium, Endpoints endpoints, Extent extent, CancellationToken ct)
    {
        await using var product = await FilledProduct.StartAsync(endpoints, ServicesBeside, RunningBeside, ct);
        await ReplayView.RunAsync(budgets, chromium, product.Running, extent);
    }

    /// <summary>The replay is not a budget of a large fleet, so beside it its figures are only told.</summary>
    private static async Task FleetAsync(Budgets budgets, Chromium chromium, Endpoints endpoints, Extent extent, CancellationToken ct)
    {
        await using var product = await FilledProduct.StartAsync(endpoints, FleetHistory.Services, FleetHistory.Running, ct);
        await FleetView.RunAsync(budgets, chromium, product.Running, extent, ct);
        await ReplayView.RunAsync(budgets: null, chromium, product.Running, extent);
    }
}
