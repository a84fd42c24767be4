using Sluice.Domain;
using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>One metric of two releases over the same rounds: counts added, gauges averaged.</summary>
internal static class MetricSum
{
    /// <param name="rounds">Per release.</param>
    /// <returns>Null for an arm without data.</returns>
    public static (ArmMetric? Stable, ArmMetric? Canary) Of(IEnumerable<IReadOnlyDictionary<int, ArmMetric>> rounds, int? stable, int canary)
    {
        var arms = rounds.Select(round => (Stable: stable is { } release ? round.GetValueOrDefault(release) : null, Canary: round.GetValueOrDefault(canary))).ToList();

        // Values of a gauge are compared in pairs; one without a partner would tell of another time than the rest.
        var pairs = arms.Where(round => round is { Stable.Value: not null, Canary.Value: not null }).ToList();
        arms = pairs.Count > 0 ? pairs : arms;
        return (Of(arms.Select(round => round.Stable)), Of(arms.Select(round => round.Canary)));
    }

    /// <summary>The same metric of one arm over several rounds; null without data.</summary>
    public static ArmMetric? Of(IEnumerable<ArmMetric?> rounds)
    {
        ArmMetric? sum = null;
        var count = 0;
        foreach (var round in rounds.OfType<ArmMetric>())
        {
            count++;
            sum = sum is null ? round : Add(sum, round, count);
        }

        return sum switch
        {
            // Minus zero is stored as zero; what is judged must be what can be read again.
            { Value: { } value } => sum with { Value = value == 0 ? 0 : value },
            { Count: > 0 } => sum,
            _ => null,
        };
    }

    private static ArmMetric Add(ArmMetric sum, ArmMetric more, int count) => (sum, more) switch
    {
        ({ Value: { } mean }, { Value: { } value }) => sum with { Value = mean + ((value - mean) / count) },

        // Other bounds than before begin anew.
        ({ Buckets: { } before }, { Buckets: { } now }) => sum.Bounds!.Equals(more.Bounds) ? sum with { Buckets = before.Zip(now, (a, b) => a + b).ToValueList() } : more,
        _ => sum with { Total = sum.Total + more.Total, Bad = sum.Bad + more.Bad },
    };
}
