using Sluice.Benchmarks.Access;
using Sluice.Benchmarks.Analysis;
using Sluice.Benchmarks.Audit;
using Sluice.Benchmarks.Containers;
using Sluice.Benchmarks.Control;
using Sluice.Benchmarks.Gateway;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Rest;
using Sluice.Benchmarks.Served;
using Sluice.Benchmarks.Soak;
using Sluice.Benchmarks.Store;
using Sluice.Benchmarks.ZeroDowntime;

namespace Sluice.Benchmarks;

/// <summary>One benchmark: exit code 0 when its targets are met, 1 when one is missed.</summary>
internal sealed record Benchmark(string Name, string What, Func<string[], CancellationToken, Task<int>> RunAsync)
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("store", "the event store against plain statements over the same connection (--only=append, fold, rebuild or projection)", StoreBenchmark.RunAsync),
        new("gateway", "the gateway against bare YARP and HAProxy", GatewayBenchmark.RunAsync),
        new("control", "100 running deployments: lateness, processor, memory, abort to traffic", ControlBenchmark.RunAsync),
        new("plan", "one step and the whole plan of a rolling update of 1,000 instances", PlanBenchmark.RunAsync),
        new("zero-downtime", "every strategy and its way back under load, with slow requests under way: does one request fail, and how soon is it back (--rounds=N)", ZeroDowntimeBenchmark.RunAsync),
        new("containers", "50 deployments of containers at once on one Podman: does each arrive, and is each change of health seen (--services=N)", ContainersBenchmark.RunAsync),
        new("audit", "the audit chain: linking and checking 100,000 items, and appends beside it", AuditBenchmark.RunAsync),
        new("access", "policy checks, passwords, a flood of wrong tokens, and the inbox with 10,000 decided and 200 open gates", AccessBenchmark.RunAsync),
        new("analysis", "error control and speed of the analysis by simulation, beside the rules of others (--only=S1, S2, ...)", AnalysisBenchmark.RunAsync),
        new("analysis-cost", "time and memory of the evidence per stratum and process, and the share of a core of 1,000 deployments", AnalysisCostBenchmark.RunAsync),
        new("served", "seven days of live releases by the minute: writing for 1,000 places, bytes per place and week, and trying rules on them", ServedBenchmark.RunAsync),
        new("live", "the console in a real browser: event and sample to pixel, bytes, abort click to traffic", LiveBenchmark.RunAsync),
        new("console", "every budget of the console in a real browser, with 10,000 services and a replay of 10,000 events (--only=page, line, memory, fleet or replay)", ConsoleBenchmark.RunAsync),
        new("soak", "25 open consoles under load for half an hour: does memory grow (--minutes=N)", SoakBenchmark.RunAsync),
        new("rest", "the control plane at rest with ten services", RestBenchmark.RunAsync),
    ];
}
