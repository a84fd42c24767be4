using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics.Scraping;

namespace Sluice.Engine.Metrics;

/// <summary>
/// What is left of strata past their time: those of one arm, phase and hour as one. Counts and histograms are added, so that rates and quantiles of the hour are exact; what instances did singly is gone.
/// Hours can be added to hours.
/// </summary>
public static class StratumHours
{
    /// <param name="strata">Of one deployment; what stable did before the canary is left out.</param>
    /// <returns>By time and release. Both arms of a phase and hour have the same ends.</returns>
    public static IReadOnlyList<Stratum> Of(IEnumerable<Stratum> strata) =>
    [
        .. strata.Where(stratum => stratum.Phase != Interval.BeforeTheCanary).GroupBy(stratum => (stratum.Phase, Hour: HourOf(stratum.From)))
            .SelectMany(hour => Of([.. hour])).OrderBy(stratum => stratum.From).ThenBy(stratum => stratum.Release),
    ];

    /// <summary>The start of the hour that an instant lies in, UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static IEnumerable<Stratum> Of(List<Stratum> hour)
    {
        var (from, to) = (hour.Min(stratum => stratum.From), hour.Max(stratum => stratum.To));
        return hour.GroupBy(stratum => stratum.Release).Select(arm => Sum([.. arm.OrderBy(stratum => stratum.From)]) with { From = from, To = to });
    }

    private static Stratum Sum(List<Stratum> arm)
    {
        var windows = arm.ConvertAll(one => new ArmWindow(one.To - one.From, one.Requests, one.Errors, one.ClientErrors, one.Open, one.Latency));
        var sum = WindowSum.Of(windows);
        return arm[^1] with
        {
            Share = MeanOf(arm),
            Requests = sum.Requests,
            Errors = sum.Errors,
            ClientErrors = sum.ClientErrors,
            Latency = sum.Latency.Span.ContainsAnyExcept(0) ? sum.Latency : ReadOnlyMemory<long>.Empty,
            Detail = new() { Metrics = MetricsOf(arm) },
            RecordedAt = null,
        };
    }

    private static ValueList<ArmMetric> MetricsOf(List<Stratum> arm) =>
    [
        .. arm.SelectMany(one => one.Detail.Metrics.Select(metric => (Metric: metric, Seconds: (one.To - one.From).TotalSeconds))).GroupBy(one => one.Metric.Name)
            .OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Mean([.. one])).OfType<ArmMetric>(),
    ];

    /// <summary>Gauges by time, so that an interval that comes late weighs what it is; counts are added.</summary>
    private static ArmMetric? Mean(List<(ArmMetric Metric, double Seconds)> rounds)
    {
        var seconds = rounds.Sum(round => round.Metric.Value is null ? 0 : round.Seconds);
        var sum = MetricSum.Of(rounds.Select(round => round.Metric));
        return sum?.Value is null || seconds == 0 ? sum : sum with { Value = rounds.Sum(round => (round.Metric.Value ?? 0) * round.Seconds) / seconds };
    }

    /// <summary>By time, to a tenth of a percent.</summary>
    private static Share MeanOf(List<Stratum> arm)
    {
        var length = arm.Sum(one => (one.To - one.From).TotalSeconds);
        return length > 0 ? Share.FromTenths((int)Math.Round(arm.Sum(one => one.Share.Tenths * (one.To - one.From).TotalSeconds) / length)) : arm[^1].Share;
    }
}
