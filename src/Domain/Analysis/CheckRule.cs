using Sluice.Domain.Rollbacks;

namespace Sluice.Domain.Analysis;

/// <summary>One limit, worked out from thresholds and rollback policy.</summary>
/// <param name="HoldsOnly">Falling short is a matter of data: it holds, but never counts as a failing run.</param>
/// <param name="Compares">Needs both arms.</param>
public sealed record CheckRule(string Name, string Metric, CheckRole Role, double Limit, bool AtLeast = false, bool HoldsOnly = false, bool Compares = false)
{
    /// <summary>The trigger of the rollback policy on errors.</summary>
    public const string OnErrorRate = "on_error_rate";

    /// <summary>The trigger of the rollback policy on growing latency.</summary>
    public const string OnLatencyIncrease = "on_latency_increase";

    /// <summary>Every check of a deployment, in the order in which people read them.</summary>
    public static ValueList<CheckRule> For(Thresholds thresholds, RollbackPolicy rollback)
    {
        var rules = new List<CheckRule>();
        Ceiling(MetricNames.ErrorRate, thresholds.ErrorRate);
        Ceiling(MetricNames.LatencyP50, thresholds.LatencyP50?.TotalMilliseconds);
        Ceiling(MetricNames.LatencyP95, thresholds.LatencyP95?.TotalMilliseconds);
        Ceiling(MetricNames.LatencyP99, thresholds.LatencyP99?.TotalMilliseconds);
        Floor(MetricNames.Throughput, thresholds.ThroughputMin);
        foreach (var custom in thresholds.Custom)
        {
            Ceiling(custom.Metric, custom.Max);
            Floor(custom.Metric, custom.Min);
        }

        if (rollback is { Enabled: true, OnErrorRate: { } errors })
        {
            rules.Add(new(OnErrorRate, MetricNames.ErrorRate, CheckRole.Trigger, errors));
        }

        if (rollback is { Enabled: true, OnLatencyIncrease: { } increase })
        {
            rules.Add(new(OnLatencyIncrease, MetricNames.LatencyIncrease, CheckRole.Trigger, increase, Compares: true));
        }

        return rules.ToValueList();

        void Ceiling(string metric, double? limit)
        {
            if (limit is { } most)
            {
                rules.Add(new(UniqueName(metric), metric, CheckRole.Threshold, most));
            }
        }

        void Floor(string metric, double? limit)
        {
            if (limit is { } least)
            {
                var holdsOnly = metric == MetricNames.Throughput && !rollback.OnMetricFailure.Contains(metric);
                rules.Add(new(UniqueName(metric), metric, CheckRole.Threshold, least, AtLeast: true, holdsOnly));
            }
        }

        string UniqueName(string metric)
        {
            var name = metric;
            for (var i = 2; rules.Any(r => r.Name == name); i++)
            {
                name = FormattableString.Invariant($"{metric}_{i}");
            }

            return name;
        }
    }
}
