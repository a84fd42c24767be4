using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;

namespace Sluice.Benchmarks.Control;

/// <summary>What planning costs: one step of a rolling update, which every look works out anew, and the whole list that is shown before the start.</summary>
internal static class PlanBenchmark
{
    private const int Instances = 1000;
    private const int Batch = 50;
    private const int MostMilliseconds = 50;

    public static Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var rounds = args.Contains("--quick", StringComparer.Ordinal) ? 50 : 500;
        Machine.Introduce("plan", $"{Instances} instances, batches of {Batch}");
        var plan = PlanBuilder.Build(new(PlanKind.Batches) { Instances = Instances, Rolling = new() { Parallelism = Batch } }).Plan!;
        var report = new Report();
        Measure(report, "the next step, both releases half way", rounds, MidwayStep(plan.Rolling!), ct);
        Measure(report, $"the whole plan, {plan.Phases.Count} batches", rounds, () => OperationPlan.For(plan, (1, Instances), 2, Instances), ct);
        return Task.FromResult(report.ExitCode);
    }

    /// <summary>Half of each, of which one in ten does not answer and one in ten is leaving.</summary>
    private static Func<object> MidwayStep(RollingLimits limits)
    {
        var targets = RollingTargets.For(limits, (1, Instances), 2, (Instances / 2) + Batch, newServes: true, isReturning: false);
        SeenInstance[] seen =
        [
            .. Enumerable.Range(0, Instances).Select(i => new SeenInstance(1 + (i % 2), i / 2, IsReady: i % 10 != 3, IsLeaving: i % 10 == 6, IsStopping: false)),
        ];
        return () => RollingStep.Next(targets, seen);
    }

    private static void Measure(Report report, string name, int rounds, Func<object> plan, CancellationToken ct)
    {
        var milliseconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var began = TimeProvider.System.GetTimestamp();
            _ = plan();
            milliseconds.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }

        double[] sorted = [.. milliseconds.Order()];
        Report.Note($"{name}, p50", Report.At(sorted, 0.5), "ms");
        report.Below($"{name}, p95", Report.At(sorted, 0.95), MostMilliseconds, "ms");
    }
}
