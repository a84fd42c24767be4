using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Access;

/// <summary>Other people's requests before and during a flood of wrong tokens, by turns, so that what else the machine does meets both alike.</summary>
internal static class TokenFlood
{
    private const int WrongPerSecond = 2_000;
    private const int RightPerSecond = 50;
    private const int Connections = 16;
    private const double MostRatio = 1.2;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(Report report, RunningProduct product, bool quick, CancellationToken ct)
    {
        var (rounds, spell) = quick ? (3, TimeSpan.FromSeconds(5)) : (8, TimeSpan.FromSeconds(8));
        using var right = Client(product, product.Token);
        await OthersAsync(right, spell, ct);
        await FloodedAsync(product, right, spell, ct);

        var (before, during, rates, refusals) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            before.Add(P95(await OthersAsync(right, spell, ct)));
            var (others, rate, refusal) = await FloodedAsync(product, right, spell, ct);
            during.Add(P95(others));
            rates.Add(rate);
            refusals.Add(refusal);
        }

        Report.Note("wrong tokens refused per second", Median(rates), "1/s");
        Report.Note("a wrong token refused, p95 as its sender sees it", Median(refusals), "ms");
        Report.Note("other requests, p95 before", Median(before), "ms");
        Report.Note("other requests, p95 during", Median(during), "ms");
        report.Below($"p95 during to before, median of {rounds} turns", Median([.. before.Zip(during, (alone, beside) => beside / alone)]), MostRatio, "");
        report.Below("rate that was missed", Math.Max(0, 1 - (Median(rates) / WrongPerSecond)), 0.05, "");
    }

    private static async Task<(List<double> Others, double Rate, double Refusal)> FloodedAsync(RunningProduct product, HttpClient right, TimeSpan spell, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var flood = Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(() => SendWrongAsync(product, number, spell, ct), ct)));
        var others = await OthersAsync(right, spell, ct);
        var refused = (await flood).SelectMany(times => times).ToList();
        return (others, refused.Count / clock.Elapsed.TotalSeconds, P95(refused));
    }

    // Each its own token, good in form: the lookup is part of what is measured. Sent in small bursts, because timers are coarse.
    private static async Task<List<double>> SendWrongAsync(RunningProduct product, int number, TimeSpan spell, CancellationToken ct)
    {
        using var http = Client(product, $"slu_{number:x16}_{new string('0', 64)}");
        var took = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < spell)
        {
            if (took.Count >= clock.Elapsed.TotalSeconds * WrongPerSecond / Connections)
            {
                await Task.Delay(s_tick, TimeProvider.System, ct);
                continue;
            }

            var began = clock.Elapsed;
            using var answer = await http.GetAsync(new Uri("/api/services", UriKind.Relative), ct);
            if (answer.StatusCode is not HttpStatusCode.Unauthorized)
            {
                throw new InvalidOperationException($"A wrong token was answered with {(int)answer.StatusCode}.");
            }

            took.Add((clock.Elapsed - began).TotalMilliseconds);
        }

        return took;
    }

    private static async Task<List<double>> OthersAsync(HttpClient http, TimeSpan spell, CancellationToken ct)
    {
        var took = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < spell)
        {
            var due = TimeSpan.FromSeconds((double)took.Count / RightPerSecond) - clock.Elapsed;
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

    private static HttpClient Client(RunningProduct product, string token)
    {
        var http = new HttpClient { BaseAddress = product.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static double P95(List<double> milliseconds) => Report.At([.. milliseconds.Order()], 0.95);

    private static double Median(List<double> values) => Report.At([.. values.Order()], 0.5);
}
