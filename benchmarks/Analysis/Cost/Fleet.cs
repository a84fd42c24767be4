using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Cost;

/// <summary>Many deployments, each with errors and four latency quantiles in both directions and a gauge: six metrics, ten Bernoulli processes and one for the gauge.</summary>
internal sealed class Fleet(int deployments)
{
    public const int Metrics = 6;
    private const int Quantiles = 4;
    private readonly (RateComparison Errors, LatencyComparison[] Latency, GaugeProcess Gauge)[] _deployments =
    [
        .. from _ in Enumerable.Range(0, deployments)
           let plan = RestartPlan.For(Study.Hour)
           select (
               new RateComparison(Margin.Tolerance, Margin.Advance, plan),
               Enumerable.Range(0, Quantiles).Select(_ => new LatencyComparison(plan)).ToArray(),
               new GaugeProcess(GaugeDirection.Increase, 0.1, GaugeProcess.PlanFor(Study.Hour))),
    ];

    private int _ticks;

    public double Sum { get; private set; }

    /// <summary>One stratum of every deployment, and all of its evidence read.</summary>
    public void Tick()
    {
        _ticks++;
        for (var i = 0; i < _deployments.Length; i++)
        {
            var (errors, latency, gauge) = _deployments[i];
            errors.Observe(Updates.Stratum(_ticks + i));
            Sum += errors.Rollback.LogEvidence + errors.Advance.LogEvidence;
            foreach (var quantile in latency)
            {
                quantile.Observe(Updates.Stratum(_ticks + i), Updates.Stratum(_ticks + i + 1), 8000, 1_000_000);
                Sum += quantile.Rollback.LogEvidence + quantile.Advance.LogEvidence;
            }

            gauge.Observe(40 + ((_ticks + i) % 11), 40 + (_ticks % 7));
            Sum += gauge.LogEvidence;
        }
    }
}
