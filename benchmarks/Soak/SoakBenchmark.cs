using System.Globalization;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Soak;

/// <summary>Open consoles for a long while, with traffic, events, and deployments that come and go: what the product holds must not grow.</summary>
internal static class SoakBenchmark
{
    private const int Circuits = 25;
    private const int Services = 4;
    private const int RequestsPerSecond = 50;
    private const double MostGrowth = 5;
    private const double MostMilliseconds = 1000;
    private const string Minutes = "--minutes=";
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var lasting = TimeSpan.FromMinutes(MinutesOf(args));
        Machine.Introduce("soak", Machine.Text($"{Circuits} open consoles, {RequestsPerSecond} requests/s, {Churn.EventsPerSecond} events/s, a new deployment every {Churn.Change.TotalSeconds} s, {lasting.TotalMinutes} minutes"));
        await using var endpoints = await Endpoints.StartAsync(ct);
        await using var product = await RunningProduct.StartAsync(ct);
        await using var chromium = await Chromium.StartAsync();
        using var api = product.Connect();
        var fleet = new Fleet(api, endpoints);
        await fleet.DeclareAsync(Services, ct);
        await using var traffic = new LightTraffic(product.Gateway, Services, RequestsPerSecond);
        var consoles = await Consoles.OpenAsync(chromium, product, Circuits, Services);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var churn = new Churn(api, fleet, consoles, Services);
        var running = churn.RunAsync(stop.Token);

        var readings = new List<MemoryReading>();
        for (var from = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(from) is var elapsed && elapsed < lasting && !running.IsCompleted;)
        {
            await Task.Delay(s_between, TimeProvider.System, ct);
            readings.Add(await MemoryReading.TakeAsync(product, api, elapsed, ct));
        }

        await stop.CancelAsync();
        await running;
        return Tell(readings, churn, consoles, traffic);
    }

    private static int Tell(List<MemoryReading> readings, Churn churn, Consoles consoles, LightTraffic traffic)
    {
        var report = new Report();
        var growth = MemoryGrowth.Of(readings);
        foreach (var reading in readings.Where((_, i) => i % Math.Max(1, readings.Count / 10) == 0))
        {
            Machine.Write($"  after {reading.At.TotalMinutes,5:0.0} min: heap {reading.HeapMegabytes,6:0.0} MB, resident {reading.ResidentMegabytes,6:0.0} MB, {reading.Circuits} circuits");
        }

        Report.Note("managed heap, second tenth of the time", growth.HeapBefore, "MB");
        Report.Note("managed heap, last tenth", growth.HeapAfter, "MB");
        Report.Note("resident, second tenth of the time", growth.ResidentBefore, "MB");
        Report.Note("resident, last tenth", growth.ResidentAfter, "MB");
        report.Below("growth of resident memory, after collections", growth.ResidentPercent, MostGrowth, "%");
        Report.Note("growth of the managed heap, after collections", growth.HeapPercent, "%");
        report.Below("consoles that were lost", Circuits - readings[^1].Circuits, 1, "");
        report.Latencies("navigation to another deployment", consoles.Navigations, MostMilliseconds);
        report.Below($"requests that failed, of {traffic.Sent}", traffic.Failed, 1, "");
        Report.Note("deployments", churn.Deployments, "");
        Report.Note("events of people", churn.Events, "");
        return report.ExitCode;
    }

    private static double MinutesOf(string[] args) =>
        args.FirstOrDefault(arg => arg.StartsWith(Minutes, StringComparison.Ordinal)) is { } told ? double.Parse(told[Minutes.Length..], CultureInfo.InvariantCulture)
        : args.Contains("--quick", StringComparer.Ordinal) ? 3
        : 30;
}
