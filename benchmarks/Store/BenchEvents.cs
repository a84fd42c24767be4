using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

/// <summary>Events in the sizes and the mix of a deployment's history: small marks of progress, and verdicts with evidence.</summary>
internal abstract record BenchEvent : DomainEvent
{
    private static readonly string[] Metrics = ["error_rate", "latency_p99", "latency_p50", "throughput"];

    public static readonly Origin Stamp = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), Actor.Policy, "the checks of this phase passed", CommandId: null);

    public static EventCatalogue Catalogue { get; } = new(typeof(BenchEvent).GetNestedTypes().Where(type => type.IsSealed));

    /// <summary>Twelve of sixteen are small, four carry evidence.</summary>
    public static DomainEvent Number(int n) => (n % 16) switch
    {
        0 or 5 or 10 or 15 => new BenchVerdict(
            n % 7, "advance", "All checks passed over the last minute", [.. Metrics.Select((metric, i) => new BenchCheck(metric, "pass", 0.0123 + i, 0.05, 12_345 + n, 1_234 + n))]) { Origin = Stamp },
        1 or 9 => new BenchPhase(n % 7, 25.5m, Stamp.At.AddMinutes(n % 1000), "10 minutes at a quarter of the traffic") { Origin = Stamp },
        _ => new BenchSplit(n % 7, 25.5m, 74.5m, "gateway") { Origin = Stamp },
    };

    public sealed record BenchPhase(int Phase, decimal Share, DateTimeOffset DueAt, string Name) : BenchEvent;

    public sealed record BenchSplit(int Phase, decimal Canary, decimal Stable, string Router) : BenchEvent;

    public sealed record BenchVerdict(int Phase, string Outcome, string Sentence, ValueList<BenchCheck> Checks) : BenchEvent;

    public sealed record BenchCheck(string Metric, string Outcome, double Value, double Limit, long StableCount, long CanaryCount);
}
