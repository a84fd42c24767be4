using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.ZeroDowntime;

/// <summary>Takes releases live and back under load, again and again, and counts the requests that failed.</summary>
internal static class ZeroDowntimeBenchmark
{
    private const int RequestsPerSecond = 200;
    private const int BackMilliseconds = 1000;
    private static readonly TimeSpan s_stopping = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        const string Rounds = "--rounds=";
        var rounds = args.FirstOrDefault(arg => arg.StartsWith(Rounds, StringComparison.Ordinal)) is { } given
            ? int.Parse(given.AsSpan(Rounds.Length), System.Globalization.CultureInfo.InvariantCulture)
            : args.Contains("--quick", StringComparer.Ordinal) ? 3 : 20;
        Machine.Introduce("zero-downtime", $"{RequestsPerSecond} requests/s, one in {SteadyLoad.SlowOneIn} takes 2 s, 2 instances, {rounds} rounds");
        await using var product = await RunningProduct.StartAsync(ct);
        using var api = product.Connect();
        var shop = new ShopUnderLoad(api);
        await shop.DeclareAsync(ct);

        var report = new Report();
        var (back, aborted) = (new List<double>(), new List<double>());
        await CountAsync(report, product, "canary, and back after it", rounds, async load => await shop.GoBackAsync(await shop.CanaryAsync(ct), load, ct), ct);
        await CountAsync(report, product, "blue/green, and switched back after it", rounds, async load => back.Add(await shop.GoBackAsync(await shop.SwitchAsync(ct), load, ct)), ct);
        await CountAsync(report, product, "blue/green, and switched back in the soak", rounds, async load => aborted.Add(await shop.AbortAsync(await shop.SoakAsync(ct), load, ct)), ct);
        await CountAsync(report, product, "rolling, and back after it", rounds, async load => await shop.GoBackAsync(await shop.RollAsync(ct), load, ct), ct);
        await CountAsync(report, product, "rolling, and called off in the middle", rounds, async _ => await shop.CallOffAsync(await shop.RollHalfAsync(ct), ct), ct);
        report.Latencies("switched back after it: order to first answer", back, BackMilliseconds);
        report.Latencies("switched back in the soak: order to first answer", aborted, BackMilliseconds);
        return report.ExitCode;
    }

    private static async Task CountAsync(Report report, RunningProduct product, string what, int rounds, Func<SteadyLoad, Task> round, CancellationToken ct)
    {
        var load = new SteadyLoad(product.Gateway, RequestsPerSecond);
        await using (load)
        {
            for (var i = 0; i < rounds; i++)
            {
                ct.ThrowIfCancellationRequested();
                await round(load);
            }

            // What the last round left behind is stopped under load as well.
            await Task.Delay(s_stopping, TimeProvider.System, ct);
        }

        report.Below($"failed of {load.Sent:N0}: {what}", load.Failures.Count, 1, "");
        foreach (var failure in load.Failures.Distinct(StringComparer.Ordinal).Take(3))
        {
            Machine.Write($"  {failure}");
        }
    }
}
