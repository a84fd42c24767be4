using Sluice.Benchmarks.Analysis.Cost;

namespace Sluice.Benchmarks.Analysis;

/// <summary>What the evidence costs: time and memory per stratum and process, and the share of a core that a thousand deployments take.</summary>
internal static class AnalysisCostBenchmark
{
    private const int Deployments = 1000;
    private const double IntervalSeconds = 10;
    private const double MostNanoseconds = 5000;
    private const double MostPercent = 10;
    private const double MostMilliseconds = 500;
    private const int Rounds = 15;

    public static Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var rounds = args.Contains("--quick", StringComparer.Ordinal) ? 5 : Rounds;
        Machine.Introduce("analysis-cost", $"medians of {rounds} rounds in turns; one stratum with 50 canary and 950 stable requests; an update is what a look does: take in the stratum and read the evidence");
        var report = new Report();
        var updates = Updates.All();
        var (times, bytes) = (updates.Select(_ => new List<double>()).ToList(), new long[updates.Count]);
        foreach (var update in updates)
        {
            Pace.Nanoseconds(update.Run);
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < updates.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                var before = GC.GetAllocatedBytesForCurrentThread();
                var nanoseconds = Pace.Nanoseconds(updates[i].Run);
                bytes[i] = Math.Max(bytes[i], GC.GetAllocatedBytesForCurrentThread() - before);
                times[i].Add(nanoseconds);
            }
        }

        for (var i = 0; i < updates.Count; i++)
        {
            report.Below($"S12 {updates[i].Name}", Report.At([.. times[i].Order()], 0.5), MostNanoseconds, "ns");
            report.Below($"    allocated in {Pace.Updates:N0} updates", bytes[i], 1, "B");
        }

        var fleet = new Fleet(Deployments);
        fleet.Tick();
        List<double> ticks = [];
        for (var round = 0; round < rounds; round++)
        {
            var start = TimeProvider.System.GetTimestamp();
            fleet.Tick();
            ticks.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        var tick = Report.At([.. ticks.Order()], 0.5);
        Report.Note($"one stratum of {Deployments:N0} deployments with {Fleet.Metrics} metrics each", 1000 * tick, "ms");
        report.Below($"share of a core at one stratum per {IntervalSeconds:0} s", 100 * tick / IntervalSeconds, MostPercent, "%");
        report.Below($"difference view: bounds after each of {DifferenceView.Strata:N0} strata, slowest of {DifferenceView.Settings} settings", 1000 * DifferenceView.SlowestSeconds(rounds, ct), MostMilliseconds, "ms");
        return Task.FromResult(report.ExitCode);
    }
}
