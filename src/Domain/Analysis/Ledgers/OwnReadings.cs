using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What a deployment is judged by that the router does not count, for people who want to see it over time.</summary>
public static class OwnReadings
{
    /// <summary>Intervals may be shorter than the time between two rounds of asking; only a longer silence is one.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);

    /// <summary>One for each metric that a rule or a limit names, in the order in which they are judged.</summary>
    public static ValueList<MetricMeasure> Of(LedgerTerms terms) => terms.Settings is { Enabled: true, Mode: AnalysisMode.Evidence }
        ? LedgerBook.Open(terms, ArmWindow.Empty).Select(metric => metric.About.Measure).OfType<MetricMeasure>().DistinctBy(measure => measure.Metric).ToValueList()
        : [];

    /// <summary>The values of both arms after each interval that told something, the warm-up included: it is not judged, and it is seen. A silence is one reading of nothing.</summary>
    /// <param name="intervals">All of a deployment, in order of time.</param>
    public static IReadOnlyList<OwnReading> History(MetricMeasure measure, IReadOnlyList<Interval> intervals)
    {
        var history = new List<OwnReading>();
        foreach (var interval in intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary))
        {
            var reading = Of(measure, interval);
            var isSilent = reading is { Stable: null, Canary: null };
            if (!isSilent || (history.Count > 0 && history[^1] is not { Stable: null, Canary: null } && interval.To - history[^1].At >= s_silence))
            {
                history.Add(reading);
            }
        }

        return history;
    }

    private static OwnReading Of(MetricMeasure measure, Interval interval) => new(
        interval.To,
        interval.Stable is { } stable ? measure.Value(stable) : null,
        measure.Value(interval.Canary),
        interval.Stable is { } arm ? measure.Count(arm) : 0,
        measure.Count(interval.Canary));
}

/// <summary>A metric of the place's own in one interval, in its unit; null for an arm that told nothing.</summary>
/// <param name="StableCount">What was counted; 0 for gauges, which have one value per interval.</param>
/// <param name="CanaryCount">Likewise.</param>
public sealed record OwnReading(DateTimeOffset At, double? Stable, double? Canary, long StableCount, long CanaryCount);
