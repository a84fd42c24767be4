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
        var (used, began) = (product.ControlPlane.ProcessorTime(), TimeProvider.System.GetTimestamp());
        var running = churn.RunAsync(stop.Token);

        var readings = new List<MemoryReading>();
        for (var from = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(from) is var elapsed && elapsed < lasting && !running.IsCompleted;)
        {
            await Task.Delay(s_between, TimeProvider.System, ct);
            readings.Add(await MemoryReading.TakeAsync(product, api, elapsed, ct));
        }

        await stop.CancelAsync();
        await running;
        var share = 100 * (product.ControlPlane.ProcessorTime() - used) / TimeProvider.System.GetElapsedTime(began);
        await consoles.BeAloneAsync(churn.Current);
        Report.Note("control plane, share of a core", share, "%");
        return Tell(readings, churn, consoles, traffic);
    }

    private static int Tell(List<MemoryReading> readings, Churn churn, Consoles consoles, LightTraffic traffic)
    {
        var report = new Report();
        var growth = new MemoryGrowth(readings);
        foreach (var reading in readings.Where((_, i) => i % Math.Max(1, readings.Count / 10) == 0))
        {
            Machine.Write($"  after {reading.At.TotalMinutes,5:0.0} min: heap {reading.Heap,6:0.0} MB (samples {reading.Samples:0.0}), committed {reading.Committed,6:0.0} MB, resident {reading.Resident,6:0.0} MB (own {reading.Own:0.0}, code {reading.Code:0.0}, files {reading.Files:0.0}), {reading.Circuits} circuits");
        }

        Compare(growth, "resident", reading => reading.Resident);
        Compare(growth, "resident: its own pages", reading => reading.Own);
        Compare(growth, "resident: compiled code and types", reading => reading.Code);
        Compare(growth, "resident: pages of files", reading => reading.Files);
        Compare(growth, "managed, committed", reading => reading.Committed);
        Compare(growth, "managed, in use", reading => reading.Heap);
        Compare(growth, "managed, samples of the last half hour", reading => reading.Samples);
        report.Below("growth of resident memory, after collections", growth.PercentOf(reading => reading.Resident), MostGrowth, "%");
        Report.Note("growth of the managed heap, after collections", growth.PercentOf(reading => reading.Heap), "%");
        report.Below("consoles that were lost", Circuits - readings[^1].Circuits, 1, "");
        report.Latencies("navigation to another deployment", consoles.Navigations, MostMilliseconds);
        report.Latencies("the same, with one page in the browser", consoles.Alone, MostMilliseconds);
        report.Below($"requests that failed, of {traffic.Sent}", traffic.Failed, 1, "");
        Report.Note("deployments", churn.Deployments, "");
        Report.Note("events of people", churn.Events, "");
        return report.ExitCode;
    }

    private static void Compare(MemoryGrowth growth, string what, Func<MemoryReading, double> value)
    {
        var (before, after) = growth.Of(value);
        Machine.Write($"  {what,-40} {before,7:0.0} MB in the second tenth of the time, {after,7:0.0} MB in the last ({after - before:+0.0;-0.0})");
    }

    private static double MinutesOf(string[] args) =>
        args.FirstOrDefault(arg => arg.StartsWith(Minutes, StringComparison.Ordinal)) is { } told ? double.Parse(told[Minutes.Length..], CultureInfo.InvariantCulture)
        : args.Contains("--quick", StringComparer.Ordinal) ? 3
        : 30;
}
