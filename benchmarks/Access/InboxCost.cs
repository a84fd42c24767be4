using System.Globalization;
using System.Net.Http.Headers;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Access;

/// <summary>How long somebody waits for the first rows of the inbox: the lists alone, and the page as it comes from the server.</summary>
internal static class InboxCost
{
    private const int Times = 30;
    private const double MostMilliseconds = 500;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Report report, RunningProduct product, SluiceApi api, CancellationToken ct)
    {
        await UntilAsync(api, "decided", GateHistory.Decided, ct);
        await UntilAsync(api, "open", GateHistory.Open, ct);
        using var http = new HttpClient { BaseAddress = product.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.Token);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        // The very first page after a start also looks at everything that is on its way, and meets the compiler.
        report.Below("inbox page, the first after a start", await PageAsync(http, "/approvals?tab=open", "shop-200", ct), MostMilliseconds, "ms");
        await MeasureAsync(report, "inbox page with 200 open", () => PageAsync(http, "/approvals?tab=open", "shop-200", ct));
        await MeasureAsync(report, "inbox page, decided", () => PageAsync(http, "/approvals?tab=decided", "history-", ct));
        await MeasureAsync(report, "list of decided, 50 rows through the API", () => ListAsync(api, "decided", ct));
        await MeasureAsync(report, "list of open, 50 rows through the API", () => ListAsync(api, "open", ct));
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

    private static async Task<double> PageAsync(HttpClient http, string path, string row, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var html = await http.GetStringAsync(new Uri(path, UriKind.Relative), ct);
        var took = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        return html.Contains(row, StringComparison.Ordinal) ? took : throw new InvalidOperationException($"{path} shows no row of '{row}'.");
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
