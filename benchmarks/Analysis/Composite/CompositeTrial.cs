using Sluice.Benchmarks.Analysis.Gauges;
using Sluice.Benchmarks.Analysis.Latency;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Composite;

/// <summary>What differs on the canary.</summary>
/// <param name="Latency">Factor of latencies.</param>
/// <param name="Gauge">Relative shift.</param>
internal sealed record Truth(double Errors, double Latency, bool TailOnly, double Gauge);

/// <summary>An hour at 100 requests/s with errors, latency and a gauge together, judged by the product's verdict table; strata until ours and Kayenta on any of the three go back, 0 for never.</summary>
internal sealed class CompositeTrial(Truth truth)
{
    public const double StableErrors = 0.005;
    private const double Requests = 1000;
    private readonly double[] _canaryTruth = LatencyTruth.Buckets(truth.Latency, truth.TailOnly);
    private readonly double[] _stableTruth = LatencyTruth.Buckets(1, tailOnly: false);
    private readonly long[] _canary = new long[LatencyBounds.BucketCount];
    private readonly long[] _stable = new long[LatencyBounds.BucketCount];
    private readonly GaugeSeries _canaryGauge = new(0, truth.Gauge);
    private readonly GaugeSeries _stableGauge = new(0, 0);
    private readonly KayentaLatency _kayentaLatency = new();
    private readonly Kayenta _kayentaErrors = new(Study.Hour);
    private readonly ShiftTest _kayentaGauge = new(Study.Hour);

    public (int Ours, int Kayenta) Run(RandomStream random)
    {
        var plan = RestartPlan.For(Study.Hour);
        var (errors, past) = (new RollbackProcess(Margin.Equal, plan), PastRate.From(StableErrors));
        var latency = new OurLatencyRule(ExceedanceBounds.Quantiles.ToArray(), plan);
        var gauge = new GaugeProcess(GaugeDirection.Increase, 0, GaugeProcess.PlanFor(Study.Hour));
        _kayentaLatency.Start(default);
        _kayentaErrors.Start();
        _kayentaGauge.Clear();
        _canaryGauge.Start(random);
        _stableGauge.Start(random);
        LatencyRace.Fill(random, _stable, _stableTruth, Requests * Study.Hour);
        latency.Start(_stable);
        var (ours, kayenta) = (0, 0);
        for (var stratum = 1; stratum <= Study.Hour && (ours == 0 || kayenta == 0); stratum++)
        {
            var canaryRequests = LatencyRace.Fill(random, _canary, _canaryTruth, Requests * Study.Share);
            var stableRequests = LatencyRace.Fill(random, _stable, _stableTruth, Requests * (1 - Study.Share));
            var counts = new ArmCounts(canaryRequests, random.Binomial(canaryRequests, truth.Errors), stableRequests, random.Binomial(stableRequests, StableErrors));
            var (canaryGauge, stableGauge) = (_canaryGauge.Next(random), _stableGauge.Next(random));
            errors.Observe(counts, past.Estimate);
            past = past.After(counts);
            latency.Observe(_canary, _stable);
            gauge.Observe(canaryGauge, stableGauge);
            ours = ours == 0 && GoesBack(errors.LogEvidence, latency.LogEvidence, gauge.LogEvidence) ? stratum : ours;
            _kayentaGauge.Add(canaryGauge, stableGauge);
            kayenta = kayenta == 0 && (_kayentaErrors.Observe(counts) | _kayentaLatency.Observe(_canary, _stable) | _kayentaGauge.IsHigh(Peers.Kayenta.Tolerance)) ? stratum : kayenta;
        }

        return (ours, kayenta);
    }

    private static bool GoesBack(double errors, double latency, double gauge) => EvidenceTable.Decide(new()
    {
        Components =
        [
            new("errors", EvidenceKind.Comparison, 0.4, errors),
            new("latency", EvidenceKind.Comparison, 0.4, latency),
            new("processor", EvidenceKind.Comparison, 0.2, gauge),
        ],
        Runs = new(Failed: 1, Passed: 0),
    }).Verdict == VerdictKind.RollBack;
}
