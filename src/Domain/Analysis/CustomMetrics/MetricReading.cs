namespace Sluice.Domain.Analysis.CustomMetrics;

/// <summary>What one instance said of one metric at an instant.</summary>
/// <param name="Counts">Cumulative: all and bad ones of a counter pair, per bucket (not added up) of a histogram; empty for a gauge.</param>
/// <param name="Bounds">Of a histogram: upper bounds in milliseconds, ascending, without the open last one.</param>
/// <param name="Value">Of a gauge; NaN when the instance said nothing of it.</param>
public sealed record MetricReading(ValueList<long> Counts, ValueList<double> Bounds, double Value)
{
    /// <summary>More buckets are taken for a mistake.</summary>
    public const int MostBounds = 64;

    private const double LargestWhole = 9_007_199_254_740_992;   // 2^53: beyond it whole numbers have gaps
    private const double LargestGauge = 1e100;

    /// <summary>Series that are not there count as zero: many libraries show a counter only after its first count.</summary>
    /// <param name="defect">Why it cannot be true, as the end of a sentence; null when all is well.</param>
    public static MetricReading? Of(MetricDefinition definition, Exposition text, out string? defect) => definition.Kind switch
    {
        MetricKind.CounterPair => Pair(Selected(definition.Total, text), Selected(definition.Bad, text), out defect),
        MetricKind.Histogram => Buckets(definition, text, out defect),
        _ => Gauge(Selected(definition.Value, text), out defect),
    };

    /// <summary>The series that must be read to know the metric.</summary>
    public static IEnumerable<string> SeriesOf(MetricDefinition definition) => definition.Kind switch
    {
        MetricKind.CounterPair => [NameOf(definition.Total), NameOf(definition.Bad)],
        MetricKind.Histogram => [NameOf(definition.Histogram) + "_bucket"],
        _ => [NameOf(definition.Value)],
    };

    private static MetricReading? Pair(List<double> total, List<double> bad, out string? defect)
    {
        defect = null;
        if (Whole(total, ref defect) is not { } all || Whole(bad, ref defect) is not { } wrong)
        {
            return null;
        }

        defect = wrong > all ? FormattableString.Invariant($"has more bad ones ({wrong}) than there are ({all})") : null;
        return defect is null ? new([all, wrong], [], double.NaN) : null;
    }

    private static MetricReading? Buckets(MetricDefinition definition, Exposition text, out string? defect)
    {
        defect = null;
        var factor = definition.Unit == TimeUnit.S ? 1000.0 : 1;
        var selector = SeriesSelector.Parse(definition.Histogram)!;
        selector = selector with { Name = selector.Name + "_bucket" };
        var sums = new SortedDictionary<double, List<double>>();
        foreach (var sample in text.Samples.Where(selector.Matches))
        {
            if (sample.Labels.FirstOrDefault(label => label.Name == "le") is not { } le || !Exposition.TryParse(le.Value, out var bound) || double.IsNaN(bound))
            {
                defect = "has a bucket without an upper bound";
                return null;
            }

            var key = bound * factor;
            (sums.TryGetValue(key, out var same) ? same : sums[key] = []).Add(sample.Value);
        }

        return sums.Count == 0 ? new([], [], double.NaN) : Buckets(sums, out defect);
    }

    private static MetricReading? Buckets(SortedDictionary<double, List<double>> sums, out string? defect)
    {
        var bounds = sums.Keys.Where(double.IsFinite).ToValueList();
        defect = !sums.ContainsKey(double.PositiveInfinity) ? "has no bucket +Inf"
            : sums.ContainsKey(double.NegativeInfinity) ? "has a bucket -Inf"
            : bounds.Count is 0 or > MostBounds ? FormattableString.Invariant($"has {bounds.Count} bounds, and 1 to {MostBounds} can be judged")
            : sums.Values.Any(same => same.Count != sums[double.PositiveInfinity].Count) ? "has series with other bounds than the rest"
            : null;
        var counts = new List<long>();
        var below = 0L;
        foreach (var same in sums.Values)
        {
            if (defect is not null || Whole(same, ref defect) is not { } upTo)
            {
                return null;
            }

            if (upTo < below)
            {
                defect = "has buckets that fall";
                return null;
            }

            counts.Add(upTo - below);
            below = upTo;
        }

        return new(counts.ToValueList(), bounds, double.NaN);
    }

    private static MetricReading? Gauge(List<double> values, out string? defect)
    {
        defect = values.Count > 1 ? "has several series; name the labels of one"
            : values.Any(value => !(Math.Abs(value) <= LargestGauge)) ? FormattableString.Invariant($"is {values[0]}")
            : null;
        return defect is null ? new([], [], values.Count == 0 ? double.NaN : values[0]) : null;
    }

    /// <summary>Null, with the reason, for what is no count.</summary>
    private static long? Whole(List<double> values, ref string? defect)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            if (!(value >= 0 && value <= LargestWhole && value == Math.Floor(value)))
            {
                defect = FormattableString.Invariant($"is {value}, which is no count");
                return null;
            }

            sum += value;
        }

        defect = sum > LargestWhole ? "is too large to count with" : null;
        return defect is null ? (long)sum : null;
    }

    private static List<double> Selected(string? selector, Exposition text)
    {
        var wanted = SeriesSelector.Parse(selector)!;
        return [.. text.Samples.Where(wanted.Matches).Select(sample => sample.Value)];
    }

    private static string NameOf(string? selector) => SeriesSelector.Parse(selector)!.Name;
}
