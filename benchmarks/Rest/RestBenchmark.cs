using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Rest;

/// <summary>What the control plane uses while nothing happens: ten services whose releases are live, no deployment, no console.</summary>
internal static class RestBenchmark
{
    private const int Services = 10;
    private const int Megabytes = 250;
    private const int PercentOfCore = 2;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var during = TimeSpan.FromSeconds(args.Contains("--quick", StringComparer.Ordinal) ? 30 : 60);
        Machine.Introduce("rest", $"control plane alone, {Services} services at rest, over {during.TotalSeconds} s");
        await using var endpoints = await Endpoints.StartAsync(ct);
        await using var product = await RunningProduct.StartAsync(ct);
        using var api = product.Connect();
        await new Fleet(api, endpoints).DeclareAsync(Services, ct);
        await Task.Delay(Settling, TimeProvider.System, ct);

        var report = new Report();
        var gateway = product.GatewayProcess.ShareOfCoreAsync(during, ct);
        report.Below("control plane, share of a core", await product.ControlPlane.ShareOfCoreAsync(during, ct), PercentOfCore, "%");
        report.Below("control plane, resident", product.ControlPlane.ResidentMegabytes(), Megabytes, "MB");
        Report.Note("control plane, resident at most", product.ControlPlane.PeakMegabytes(), "MB");
        Report.Note("gateway, share of a core", await gateway, "%");
        Report.Note("gateway, resident", product.GatewayProcess.ResidentMegabytes(), "MB");
        return report.ExitCode;
    }
}
