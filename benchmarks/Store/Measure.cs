using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks.Store;

/// <summary>Measures ours and its floor in turns, so that whatever else the machine does hits both, and compares the medians.</summary>
internal sealed class Measure(int rounds, TimeSpan slice)
{
    private bool _failed;

    public bool Failed => _failed;

    /// <param name="unit">What one call of an operation counts as.</param>
    /// <param name="target">The least allowed share of the floor's rate.</param>
    public async Task CompareAsync(string name, string unit, int perCall, int clients, double target, Func<int, Task> floor, Func<int, Task> ours, CancellationToken ct)
    {
        var (floors, own) = (new List<double>(), new List<double>());
        await RateAsync(floor, clients, perCall, slice / 2, ct);
        await RateAsync(ours, clients, perCall, slice / 2, ct);
        for (var round = 0; round < rounds; round++)
        {
            // The second of a pair runs on a warmer machine; take turns at that too.
            var (first, second) = round % 2 == 0 ? (floor, ours) : (ours, floor);
            var (a, b) = (await RateAsync(first, clients, perCall, slice, ct), await RateAsync(second, clients, perCall, slice, ct));
            floors.Add(round % 2 == 0 ? a : b);
            own.Add(round % 2 == 0 ? b : a);
        }

        Report(name, unit, Median(own), Median(floors), target);
    }

    public void Report(string name, string unit, double ours, double floor, double target)
    {
        var ratio = ours / floor;
        _failed |= ratio < target;
        Write($"{name,-44} {ours,12:N0} {unit,-9} floor {floor,12:N0}   ratio {ratio:0.00} (target {target:0.00}) {(ratio < target ? "MISSED" : "ok")}");
    }

    public void ReportLatency(string name, List<double> milliseconds, double? target)
    {
        milliseconds.Sort();
        var p95 = milliseconds[(int)(milliseconds.Count * 0.95)];
        _failed |= p95 > target;
        Write($"{name,-44} p50 {milliseconds[milliseconds.Count / 2],7:0.00} ms   p95 {p95,7:0.00} ms   worst {milliseconds[^1],7:0.00} ms {(target is null ? "" : $"(target p95 {target:0} ms) {(p95 > target ? "MISSED" : "ok")}")}");
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    public static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static async Task<double> RateAsync(Func<int, Task> operation, int clients, int perCall, TimeSpan slice, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var calls = 0L;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(
            async () =>
            {
                var own = 0L;
                for (; clock.Elapsed < slice; own++)
                {
                    ct.ThrowIfCancellationRequested();
                    await operation(client);
                }

                Interlocked.Add(ref calls, own);
            },
            ct)));
        return calls * perCall / clock.Elapsed.TotalSeconds;
    }
}
