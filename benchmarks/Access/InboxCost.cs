using System.Globalization;
using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Access;

/// <summary>How long somebody waits for the first rows of the inbox: the lists alone, and on the screen of a real browser that opens the page's address.</summary>
internal static class InboxCost
{
    private const int Times = 30;
    private const double MostMilliseconds = 500;

    // From the start of the navigation until after the frame that shows a row.
    private const string Clock = """
        window.firstRow = new Promise(done => {
          const look = () => document.querySelector(".inbox__link")
            ? requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0))
            : requestAnimationFrame(look);
          look();
        });
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Report report, RunningProduct product, SluiceApi api, CancellationToken ct)
    {
        await UntilAsync(api, "decided", GateHistory.Decided, ct);
        await UntilAsync(api, "open", GateHistory.Open, ct);
        await MeasureAsync(report, "list of decided, 50 rows through the API", () => ListAsync(api, "decided", ct));
        await MeasureAsync(report, "list of open, 50 rows through the API", () => ListAsync(api, "open", ct));

        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.SignInAsync(product);
        await page.AddInitScriptAsync(Clock);

        // The very first page after a start also looks at everything that is on its way, and meets the compiler.
        Report.Note("address to first row, the first page after a start", await PageAsync(page, "open", atLeast: 25), "ms");
        await MeasureAsync(report, "address to first row, 200 open", () => PageAsync(page, "open", atLeast: 25));
        await MeasureAsync(report, "address to first row, decided", () => PageAsync(page, "decided", atLeast: 25));
    }

    private static async Task MeasureAsync(Report report, string name, Func<Task<double>> once)
    {
        var took = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            took.Add(await once());
        }

        report.Latencies(name, took, MostMilliseconds);
    }

    private static async Task<double> PageAsync(IPage page, string tab, int atLeast)
    {
        await page.GotoAsync($"/approvals?tab={tab}");
        var took = await page.EvaluateAsync<double>("() => window.firstRow");
        var rows = await page.Locator(".inbox__link").CountAsync();
        return rows >= atLeast ? took : throw new InvalidOperationException(Machine.Text($"The inbox shows {rows} {tab} gates."));
    }

    private static async Task<double> ListAsync(SluiceApi api, string tab, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var page = await api.GetAsync($"/api/approvals?tab={tab}&limit=50", ct);
        return page.GetProperty("items").GetArrayLength() == 50 ? TimeProvider.System.GetElapsedTime(began).TotalMilliseconds : throw new InvalidOperationException($"The list of {tab} gates is not full.");
    }

    // The read model follows the events.
    private static async Task UntilAsync(SluiceApi api, string tab, int count, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var total = 0; total != count;)
        {
            total = (await api.GetAsync($"/api/approvals?tab={tab}&limit=1", ct)).GetProperty("total").GetInt32();
            if (TimeProvider.System.GetElapsedTime(began) > s_limit)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"There are {total} {tab} gates instead of {count}."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, ct);
        }
    }
}
