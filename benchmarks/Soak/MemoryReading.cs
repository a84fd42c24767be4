using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Soak;

/// <summary>What the product's process holds after its garbage was collected, in MB.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="Heap">Managed, in use.</param>
/// <param name="Samples">Part of it: the samples of the last half hour, which grow until the half hour is full.</param>
/// <param name="Committed">Managed, in use or held for the next allocations.</param>
/// <param name="Own">Resident, pages of its own: the managed memory, and what the runtime and native libraries allocate.</param>
/// <param name="Code">Resident, compiled code and types; counts twice what is mapped for writing too.</param>
internal sealed record MemoryReading(TimeSpan At, double Heap, double Samples, double Committed, double Resident, double Own, double Code, double Files, int Circuits)
{
    private const double Mebi = 1024 * 1024;

    public static async Task<MemoryReading> TakeAsync(RunningProduct product, SluiceApi api, TimeSpan at, CancellationToken ct)
    {
        await ForcedCollection.RunAsync(product.ProcessId, ct);
        var heap = await MegabytesAsync("dotnet_gc_heap_bytes") - await MegabytesAsync("dotnet_gc_fragmented_bytes");
        var (samples, committed) = (await MegabytesAsync("sluice_samples_bytes"), await MegabytesAsync("dotnet_gc_committed_bytes"));
        var (own, files, code) = product.ControlPlane.ResidentParts();
        return new(at, heap, samples, committed, product.ControlPlane.ResidentMegabytes(), own, code, files, (int)await api.MetricAsync("sluice_circuits", ct));

        async Task<double> MegabytesAsync(string name) => await api.MetricAsync(name, ct) / Mebi;
    }
}

/// <summary>The medians of two stretches: the first tenth is left to the compiler and to what is made once.</summary>
internal sealed class MemoryGrowth
{
    private const int Tenths = 10;
    private readonly List<MemoryReading> _before;
    private readonly List<MemoryReading> _after;

    public MemoryGrowth(List<MemoryReading> readings)
    {
        var tenth = Math.Max(1, readings.Count / Tenths);
        (_before, _after) = ([.. readings.Skip(tenth).Take(tenth)], [.. readings.TakeLast(tenth)]);
    }

    public (double Before, double After) Of(Func<MemoryReading, double> value) => (Median(_before, value), Median(_after, value));

    public double PercentOf(Func<MemoryReading, double> value) => Of(value) is var (before, after) ? 100 * ((after / before) - 1) : 0;

    private static double Median(List<MemoryReading> readings, Func<MemoryReading, double> value) => Report.At([.. readings.Select(value).Order()], 0.5);
}
