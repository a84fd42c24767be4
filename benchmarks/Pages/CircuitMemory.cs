using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;
using Sluice.Dashboard.Shell;

namespace Sluice.Benchmarks.Pages;

/// <summary>
/// What each open page keeps in the product: the slope of its memory while more and more are opened. Each reading is the lowest of several, each after forced collections of all generations:
/// what the product has in its hands at that moment for its other work only adds to what the pages keep.
/// </summary>
internal static class CircuitMemory
{
    private const int Fewest = 8;
    private const int Most = 25;

    /// <summary>Two readings with nothing opened in between differ by up to 0.4 MiB, most of a circuit.</summary>
    private const int Apart = 4;

    private const int KeptAtMost = 200;
    private const int Readings = 7;
    private const double Mebi = 1024 * 1024;
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Budgets budgets, Chromium chromium, RunningProduct product, SluiceApi api, string id, Extent extent, CancellationToken ct)
    {
        await using var line = new CutLine(product.Address);
        var first = await chromium.SignInAsync(product, line.Address);
        await WarmAsync(first, id, extent.Warming, ct);
        var without = await ReadAsync(product, api, circuits: 1, ct);
        Budgets.Note("managed heap, from one reading to the next with nothing opened", ((await ReadAsync(product, api, circuits: 1, ct)).Heap - without.Heap) / Mebi, "MiB");
        var points = new List<Reading>();
        for (var circuits = 2; circuits <= Most; circuits++)
        {
            await DeploymentView.OpenAsync(await first.Context.NewPageAsync(), id);
            if (circuits == Most || (circuits >= Fewest && (circuits - Fewest) % extent.CircuitStep == 0))
            {
                points.Add(await ReadAsync(product, api, circuits, ct));
            }
        }

        var spans = points.Select(a => (From: a, To: points.FirstOrDefault(b => b.Circuits >= a.Circuits + Apart))).Where(span => span.To is not null).Select(span => (span.To!.Heap - span.From.Heap) / (span.To.Circuits - span.From.Circuits) / Mebi);
        budgets.Most("M1", $"managed heap per circuit, deployment, slope {Fewest} to {Most}", Slope(points, point => point.Heap) / Mebi, 0.6, "MiB");
        budgets.Percentiles("M1", $"the same over any {Apart} in a row", spans, "MiB", 0.6, 1);
        budgets.Least("M2", "circuits per GB of process memory, deployment", 1e9 / Slope(points, point => point.Resident), 500, "");
        Budgets.Note("process memory per circuit", Slope(points, point => point.Resident) / Mebi, "MiB");
        await DisconnectAsync(budgets, product, api, first, line, without, ct);
    }

    /// <summary>What the compiler makes and what is made once is no part of a circuit.</summary>
    private static async Task WarmAsync(IPage page, string id, int times, CancellationToken ct)
    {
        for (var i = 0; i < times; i++)
        {
            await DeploymentView.OpenAsync(page, id);
        }

        await Task.Delay(s_rest, TimeProvider.System, ct);
    }

    /// <summary>The line is cut and the browser goes away, as a laptop that is closed.</summary>
    private static async Task DisconnectAsync(Budgets budgets, RunningProduct product, SluiceApi api, IPage any, CutLine line, Reading without, CancellationToken ct)
    {
        var open = await api.MetricAsync("sluice_circuits", ct);
        line.Cut();
        await any.Context.CloseAsync();
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, ct);
        var kept = await api.MetricAsync("sluice_circuits", ct);
        budgets.Least("M3", $"disconnected circuits still there, of {open}", kept, open, "");
        var reading = await ReadAsync(product, api, Most, ct);
        budgets.Most("M3", $"managed heap of {KeptAtMost} of them, from {kept}", (reading.Heap - without.Heap) / (kept - without.Circuits) * KeptAtMost / Mebi, 200, "MiB");

        var options = new CircuitOptions();
        foreach (var configure in new ServiceCollection().AddShell().Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).OfType<IConfigureOptions<CircuitOptions>>())
        {
            configure.Configure(options);
        }

        budgets.Between("M3", "disconnected circuits kept at most, as set", options.DisconnectedCircuitMaxRetained, KeptAtMost, KeptAtMost, "");
        budgets.Between("M3", "for so long, as set", options.DisconnectedCircuitRetentionPeriod.TotalMinutes, 5, 5, "min");
    }

    private static async Task<Reading> ReadAsync(RunningProduct product, SluiceApi api, int circuits, CancellationToken ct)
    {
        await Task.Delay(s_settling, TimeProvider.System, ct);
        var heaps = new List<double>();
        for (var i = 0; i < Readings; i++)
        {
            await ForcedCollection.RunAsync(product.ProcessId, ct);
            heaps.Add(await api.MetricAsync("dotnet_gc_heap_bytes", ct) - await api.MetricAsync("dotnet_gc_fragmented_bytes", ct));
            await Task.Delay(s_between, TimeProvider.System, ct);
        }

        return new(circuits, heaps.Min(), product.ControlPlane.ResidentMegabytes() * Mebi);
    }

    /// <summary>Bytes per circuit by least squares.</summary>
    private static double Slope(List<Reading> points, Func<Reading, double> value)
    {
        var (x, y) = (points.Average(point => point.Circuits), points.Average(value));
        return points.Sum(point => (point.Circuits - x) * (value(point) - y)) / points.Sum(point => (point.Circuits - x) * (point.Circuits - x));
    }

    /// <param name="Heap">Bytes in use.</param>
    /// <param name="Resident">Bytes of the process.</param>
    private sealed record Reading(double Circuits, double Heap, double Resident);
}
