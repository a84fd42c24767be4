using System.Diagnostics;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Containers;

/// <summary>Many deployments at once on one host of containers: all arrive, every change of health is seen, and all come back.</summary>
internal static class ContainersBenchmark
{
    private const int HealthMilliseconds = 10_000;

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        const string Services = "--services=";
        var services = args.FirstOrDefault(arg => arg.StartsWith(Services, StringComparison.Ordinal)) is { } given
            ? int.Parse(given.AsSpan(Services.Length), System.Globalization.CultureInfo.InvariantCulture)
            : args.Contains("--quick", StringComparer.Ordinal) ? 10 : 50;
        Machine.Introduce("containers", $"{services} services on one Podman, a deployment of each at once");
        await using var podman = await PodmanHost.StartAsync(ct);
        await using var product = await RunningProduct.StartAsync(ct, "--Runtimes:Containers:Host", podman.Address);
        using var api = product.Connect();
        var report = new Report();
        var shops = new ContainerShops(api, services);
        await shops.DeclareAsync(ct);

        var all = Stopwatch.StartNew();
        report.Below($"of {services} first deployments at once, not live", await MissedAsync(shops, shop => shop.GoLiveAsync(ct)), 1, "");
        Report.Note("from the first order to the last one live", all.Elapsed.TotalSeconds, "s");
        all.Restart();
        report.Below($"of {services} canaries at once, not at half of the traffic", await MissedAsync(shops, shop => shop.GoHalfAsync(ct)), 1, "");
        Report.Note("from the first order to the last one at half", all.Elapsed.TotalSeconds, "s");

        var (fell, rose) = (new List<double>(), new List<double>());
        var missed = 0;
        foreach (var shop in shops.All)
        {
            missed += await SeenAsync(fell, shop, "unready", ["mv", "/www/health", "/www/gone"], podman, ct) ? 0 : 1;
            missed += await SeenAsync(rose, shop, "ready", ["mv", "/www/gone", "/www/health"], podman, ct) ? 0 : 1;
        }

        report.Below($"of {2 * services} changes of health, not seen", missed, 1, "");
        report.Latencies("made ill, to seen", fell, HealthMilliseconds);
        report.Latencies("made well, to seen", rose, HealthMilliseconds);
        all.Restart();
        report.Below($"of {services} aborts at once, not back", await MissedAsync(shops, shop => shop.AbortAsync(ct)), 1, "");
        Report.Note("from the first abort to the last one back", all.Elapsed.TotalSeconds, "s");
        return report.ExitCode;
    }

    /// <summary>All at once.</summary>
    private static async Task<int> MissedAsync(ContainerShops shops, Func<ContainerShop, Task> step)
    {
        var outcomes = await Task.WhenAll(shops.All.Select(async shop =>
        {
            try
            {
                await step(shop);
                return true;
            }
            catch (Exception ex) when (ex is TimeoutException or InvalidOperationException)
            {
                Machine.Write($"  {ex.Message}");
                return false;
            }
        }));
        return outcomes.Count(arrived => !arrived);
    }

    private static async Task<bool> SeenAsync(List<double> delays, ContainerShop shop, string state, string[] command, PodmanHost podman, CancellationToken ct)
    {
        var container = await shop.CanaryAsync(ct);
        await podman.DoInAsync(container.GetProperty("container").GetString()!, command);
        var clock = Stopwatch.StartNew();
        while ((await shop.CanaryAsync(ct)).GetProperty("state").GetString() != state)
        {
            if (clock.ElapsedMilliseconds > HealthMilliseconds)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }

        delays.Add(clock.Elapsed.TotalMilliseconds);
        return true;
    }
}
