using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Soak;

/// <summary>What the product's process holds after its garbage was collected.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="HeapMegabytes">In use.</param>
internal sealed record MemoryReading(TimeSpan At, double HeapMegabytes, double ResidentMegabytes, int Circuits)
{
    private const double Mebi = 1024 * 1024;

    public static async Task<MemoryReading> TakeAsync(RunningProduct product, SluiceApi api, TimeSpan at, CancellationToken ct)
    {
        await ForcedCollection.RunAsync(product.ProcessId, ct);
        var heap = await api.MetricAsync("dotnet_gc_heap_bytes", ct) - await api.MetricAsync("dotnet_gc_fragmented_bytes", ct);
        return new(at, heap / Mebi, product.ControlPlane.ResidentMegabytes(), (int)await api.MetricAsync("sluice_circuits", ct));
    }
}

/// <summary>The medians of two stretches: the first tenth is left to the compiler and to what is made once.</summary>
internal sealed record MemoryGrowth(double HeapBefore, double HeapAfter, double ResidentBefore, double ResidentAfter)
{
    private const int Tenths = 10;

    public double HeapPercent => 100 * ((HeapAfter / HeapBefore) - 1);

    public double ResidentPercent => 100 * ((ResidentAfter / ResidentBefore) - 1);

    public static MemoryGrowth Of(List<MemoryReading> readings)
    {
        var tenth = Math.Max(1, readings.Count / Tenths);
        var (before, after) = (readings.Skip(tenth).Take(tenth).ToList(), readings.TakeLast(tenth).ToList());
        return new(Median(before, r => r.HeapMegabytes), Median(after, r => r.HeapMegabytes), Median(before, r => r.ResidentMegabytes), Median(after, r => r.ResidentMegabytes));
    }

    private static double Median(List<MemoryReading> readings, Func<MemoryReading, double> value) => Report.At([.. readings.Select(value).Order()], 0.5);
}
