using System.Diagnostics;
using System.Net.Http.Headers;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Access;

/// <summary>Other people's requests before and during a flood of wrong tokens, by turns, so that what else the machine does meets both alike.</summary>
internal static class TokenFlood
{
    private const int PerSecond = 2_000;
    private const int OthersPerSecond = 50;
    private const double MostRatio = 1.2;

    // Good in form, so that it is looked up.
    private static readonly string s_wrong = $"slu_{new string('0', 16)}_{new string('0', 64)}";

    public static async Task RunAsync(Report report, RunningProduct product, bool quick, CancellationToken ct)
    {
        var (rounds, spell) = quick ? (3, TimeSpan.FromSeconds(5)) : (8, TimeSpan.FromSeconds(8));
        using var http = new HttpClient { BaseAddress = product.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.Token);
        using var flood = new WrongTokens(product.Address, "/api/services", s_wrong);
        await BesideAsync(http, flood, spell, ct);

        var (before, during, rates, bursts) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            before.Add(P95(await OthersAsync(http, spell, ct)));
            var (others, rate, burst) = await BesideAsync(http, flood, spell, ct);
            during.Add(P95(others));
            rates.Add(rate);
            bursts.Add(burst);
        }

        Report.Note("wrong tokens refused per second", Median(rates), "1/s");
        Report.Note("ten wrong tokens refused, p95", Median(bursts), "ms");
        Report.Note("other requests, p95 before", Median(before), "ms");
        Report.Note("other requests, p95 during", Median(during), "ms");
        report.Below($"p95 during to before, median of {rounds} turns", Median([.. before.Zip(during, (alone, beside) => beside / alone)]), MostRatio, "");
        report.Below("part of the rate that was missed", Math.Max(0, 1 - (Median(rates) / PerSecond)), 0.05, "");
    }

    private static async Task<(List<double> Others, double Rate, double Burst)> BesideAsync(HttpClient http, WrongTokens flood, TimeSpan spell, CancellationToken ct)
    {
        var sending = flood.SendAsync(PerSecond, spell, ct);
        var others = await OthersAsync(http, spell, ct);
        var (rate, bursts) = await sending;
        return (others, rate, P95(bursts));
    }

    private static async Task<List<double>> OthersAsync(HttpClient http, TimeSpan spell, CancellationToken ct)
    {
        var took = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < spell)
        {
            var due = TimeSpan.FromSeconds((double)took.Count / OthersPerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, TimeProvider.System, ct);
            }

            var began = clock.Elapsed;
            using var answer = await http.GetAsync(new Uri("/api/deployments?limit=50", UriKind.Relative), ct);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(ct);
            took.Add((clock.Elapsed - began).TotalMilliseconds);
        }

        return took;
    }

    private static double P95(List<double> milliseconds) => Report.At([.. milliseconds.Order()], 0.95);

    private static double Median(List<double> values) => Report.At([.. values.Order()], 0.5);
}
