using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Control;

/// <summary>A hundred deployments at once in the real product: how late it looks, what it uses, and how soon an abort moves traffic.</summary>
internal static class ControlBenchmark
{
    private const int Services = 100;
    private const int RequestsPerSecond = 100;
    private const int LateMilliseconds = 1000;
    private const int AbortMilliseconds = 1000;
    private const int Whole = 100;

    // The lateness is told over the last 4,096 looks, which a hundred places make in about as many seconds.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var quick = args.Contains("--quick", StringComparer.Ordinal);
        var (aborts, during) = quick ? (6, TimeSpan.FromSeconds(15)) : (20, TimeSpan.FromSeconds(60));
        Machine.Introduce("control", $"{Services} services with a deployment each, {RequestsPerSecond} requests/s");
        await using var endpoints = await Endpoints.StartAsync(ct);
        await using var product = await RunningProduct.StartAsync(ct);
        using var api = product.Connect();
        using var race = new AbortRace(product.Gateway);
        var fleet = new Fleet(api, endpoints);
        await fleet.DeclareAsync(Services, ct);

        var report = new Report();
        var alone = new List<double>();
        for (var i = 1; i <= aborts; i++)
        {
            alone.Add(await AbortAsync(api, race, i, await fleet.StartAsync(i, Whole, ct), ct));
        }

        report.Latencies("abort to first changed weight, nothing else under way", alone, AbortMilliseconds);

        // The first ones are for the aborts at the end, so their canaries have all of the traffic.
        var ids = new string[Services + 1];
        await Fleet.EachAsync(Services, async number => ids[number] = await fleet.StartAsync(number, number <= aborts ? Whole : 10, ct), ct);
        await using (var traffic = new LightTraffic(product.Gateway, Services, RequestsPerSecond))
        {
            await Task.Delay(Settling, TimeProvider.System, ct);
            var gateway = product.GatewayProcess.ShareOfCoreAsync(during, ct);
            var share = await product.ControlPlane.ShareOfCoreAsync(during, ct);
            Report.Note("tick lateness p50", await LatenessAsync(api, "0.5", ct), "ms");
            report.Below("tick lateness p99", await LatenessAsync(api, "0.99", ct), LateMilliseconds, "ms");
            Report.Note("control plane, share of a core", share, "%");
            Report.Note("gateway, share of a core", await gateway, "%");
            Report.Note("control plane, resident", product.ControlPlane.ResidentMegabytes(), "MB");
            Report.Note("gateway, resident", product.GatewayProcess.ResidentMegabytes(), "MB");

            var among = new List<double>();
            for (var i = 1; i <= aborts; i++)
            {
                among.Add(await AbortAsync(api, race, i, ids[i], ct));
            }

            report.Latencies($"abort to first changed weight, {Services} deployments running", among, AbortMilliseconds);
            report.Below($"requests that failed, of {traffic.Sent}", traffic.Failed, 1, "");
        }

        return report.ExitCode;
    }

    private static async Task<double> AbortAsync(SluiceApi api, AbortRace race, int number, string deployment, CancellationToken ct)
    {
        var milliseconds = await race.RunAsync(Fleet.Name(number), () => api.PostAsync($"/api/deployments/{deployment}/abort", new { reason = "measured" }, ct), ct);
        await api.UntilAsync(deployment, view => view.GetProperty("status").GetString() == "aborted", ct);
        return milliseconds;
    }

    private static async Task<double> LatenessAsync(SluiceApi api, string quantile, CancellationToken ct) =>
        1000 * await api.MetricAsync($"sluice_tick_lateness_seconds{{quantile=\"{quantile}\"}}", ct);
}
