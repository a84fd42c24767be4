using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Tables;

namespace Sluice.Benchmarks.Analysis;

/// <summary>The simulations behind the promises of the analysis: ours beside the specification and beside the rules of others.</summary>
internal static class AnalysisBenchmark
{
    /// <summary>Runs only when it is asked for: it promises nothing.</summary>
    private const string Experiment = "headroom";

    private static readonly (string[] Names, Action<Study> Run)[] s_parts =
    [
        (["S1"], FalseRollbackTable.Run),
        (["S1", "peeking"], PeekingTable.Run),
        (["S1", "stress"], StressTable.Run),
        (["S2"], AdvanceTable.Run),
        (["S3", "S4"], DelayTable.Run),
        (["hour"], HourTable.Run),
        (["S5"], DriftTable.Run),
        (["S6"], OutageTable.Run),
        (["S7", "S8"], ReplicaTable.Run),
        (["S9"], LateOnsetTable.Run),
        (["S10"], LatencyTables.Run),
        (["S11"], ForecastTable.Run),
        (["slo"], SloTable.Run),
        (["gauges"], GaugeTable.Run),
        (["bounds"], RatioTable.Run),
        (["composite"], CompositeTable.Run),
        ([Experiment], HeadroomTable.Run),
        ([Experiment], LearnedTable.Run),
    ];

    public static Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        const string Only = "--only=";
        var quick = args.Contains("--quick", StringComparer.Ordinal);
        var only = args.FirstOrDefault(arg => arg.StartsWith(Only, StringComparison.Ordinal))?[Only.Length..].Split(',');
        var chosen = s_parts.Where(part => only is null ? part.Names is not [Experiment] : part.Names.Intersect(only, StringComparer.OrdinalIgnoreCase).Any()).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"--only takes {string.Join(", ", s_parts.SelectMany(part => part.Names).Distinct(StringComparer.Ordinal))}.");
            return Task.FromResult(2);
        }

        Machine.Introduce("analysis", "5 % canary, 10 s strata, 1 h, α = 1 %, Poisson arrivals unless said; [95 % intervals by Clopper and Pearson]; \"spec\" is the figure of the specification");
        var gates = new Gates(quick);
        var study = new Study(quick, gates, ct);
        foreach (var (names, run) in chosen)
        {
            var start = TimeProvider.System.GetTimestamp();
            run(study);
            Machine.Write($"({string.Join(", ", names)}: {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s)");
        }

        gates.Print();
        return Task.FromResult(gates.Missed ? 1 : 0);
    }
}
