using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Dashboard.Replay;

/// <summary>How canary differed from stable, with bounds that hold at every look, as the live page draws it: worked out again from the record.</summary>
internal static class ReviewDifferences
{
    private static readonly (string Chart, string Metric)[] s_latencies = [("p99", MetricNames.LatencyP99), ("p95", MetricNames.LatencyP95)];

    /// <summary>Columns by the keys of the charts' series, and their values by the end of the interval. Errors in percentage points, latencies as ratios of slow requests.</summary>
    public static IEnumerable<(string Name, IReadOnlyDictionary<DateTimeOffset, double?> Values)> Of(ReplayRecord record)
    {
        if (record.History.Last is not { IsJudged: true } last)
        {
            yield break;
        }

        var isEvidence = last.Spec.Analysis.Mode == AnalysisMode.Evidence;
        var errors = ErrorBounds.History(last.Spec.LedgerTerms, record.Intervals);
        yield return Column("error_rate", "observed", errors, one => one.At, one => one.Observed * 100);
        yield return Column("error_rate", "lower", errors, one => one.At, one => one.Bounds.Lower * 100);
        yield return Column("error_rate", "upper", errors, one => one.At, one => one.Bounds.Upper * 100);
        yield return Column("error_rate", "tolerated", errors, one => one.At, one => isEvidence ? one.Tolerated * 100 : null);
        yield return Column("error_rate", "rule_out", errors, one => one.At, one => isEvidence ? one.RuleOut * 100 : null);
        foreach (var (chart, metric) in isEvidence ? s_latencies : [])
        {
            var ratios = LatencyRatios.History(last.Spec.LedgerTerms, metric, record.Intervals);
            yield return Column(chart, "observed", ratios, one => one.At, one => one.Observed);
            yield return Column(chart, "lower", ratios, one => one.At, one => one.Bounds.Lower);
            yield return Column(chart, "upper", ratios, one => one.At, one => one.Bounds.Upper);
            yield return Column(chart, "tolerated", ratios, one => one.At, _ => 1);
        }
    }

    /// <summary>Of several at one instant the last counts.</summary>
    private static (string, IReadOnlyDictionary<DateTimeOffset, double?>) Column<T>(string chart, string name, IReadOnlyList<T> history, Func<T, DateTimeOffset> at, Func<T, double?> value)
    {
        var values = new Dictionary<DateTimeOffset, double?>(history.Count);
        foreach (var one in history)
        {
            values[at(one)] = value(one);
        }

        return ($"{chart}-diff.{name}", values);
    }
}
