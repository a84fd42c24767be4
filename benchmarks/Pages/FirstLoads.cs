using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Pages;

/// <summary>The first visit of a browser that has nothing in its cache, on a line of 10 Mbit/s.</summary>
internal static class FirstLoads
{
    private const double BytesPerSecond = 10_000_000 / 8.0;
    private const int Kilo = 1000;

    private const string LargestPaint = """
        () => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
          .observe({ type: "largest-contentful-paint", buffered: true }))
        """;

    // As they came over the line; data and documents are not static.
    private const string StaticBytes = """
        () => performance.getEntriesByType("resource")
          .filter(entry => /\.(js|css|svg|woff2?)$/.test(new URL(entry.name).pathname))
          .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
        """;

    public static async Task RunAsync(Budgets budgets, Chromium chromium, IPage signedIn, RunningProduct product, string id, Extent extent, CancellationToken ct)
    {
        await using var line = new CutLine(product.Address, BytesPerSecond);
        var cookies = await signedIn.Context.StorageStateAsync();
        var (paints, bytes) = (new List<double>(), 0.0);
        for (var i = 0; i < extent.FirstLoads; i++)
        {
            var context = await chromium.OpenAsync(line.Address, cookies);
            var page = await context.NewPageAsync();
            await DeploymentView.OpenAsync(page, id);

            // The largest paint is known when nothing larger follows.
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
            paints.Add(await page.EvaluateAsync<double>(LargestPaint));
            bytes = Math.Max(bytes, await page.EvaluateAsync<double>(StaticBytes));
            await context.CloseAsync();
        }

        budgets.Percentiles("L7", "first load, empty cache, 10 Mbit/s, largest paint", paints, "ms", 1200, 2500);
        budgets.Most("B4", "static files of a deployment's page, compressed", bytes / Kilo, 300, "KB");
    }
}
