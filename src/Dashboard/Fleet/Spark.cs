using System.Globalization;
using System.Text;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Fleet;

/// <summary>A metric of the canary since its deployment began, half an hour at most, in a few points, with its limit. A point without requests is a gap, never zero.</summary>
public sealed record Spark(string Metric, ValueList<double?> Points, double Limit)
{
    public const int Width = 88;
    public const int Height = 22;
    private const int Count = 44;

    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(2);

    public bool IsEmpty => Points.All(point => point is null);

    public double Top => Math.Max(Limit * 1.25, Points.Max() ?? 0);

    public double LimitY => Y(Limit);

    /// <summary>The line, begun anew after every gap.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            var joined = false;
            for (var i = 0; i < Points.Count; i++)
            {
                if (Points[i] is { } value)
                {
                    path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{i * (double)Width / (Count - 1):0.#} {Y(value):0.#}");
                    path.Append(joined || (i + 1 < Points.Count && Points[i + 1] is not null) ? "" : "h1.5");
                }

                joined = Points[i] is not null;
            }

            return path.ToString();
        }
    }

    /// <summary>How far back to look for a deployment that began at an instant.</summary>
    public static TimeSpan WindowSince(DateTimeOffset began, DateTimeOffset now) => TimeSpan.FromTicks(Math.Clamp((now - began).Ticks, s_least.Ticks, s_most.Ticks));

    /// <param name="ticks">Oldest first.</param>
    public static Spark Of(IReadOnlyList<SampleTick> ticks, int release, CheckResult check, TimeSpan window, DateTimeOffset now)
    {
        var metric = check.Metric == MetricNames.LatencyIncrease ? MetricNames.LatencyP99 : check.Metric;
        var limit = check.Metric == MetricNames.LatencyIncrease ? (check.Stable ?? 0) * (1 + check.Limit) : check.Limit;
        var sums = new ArmSum[Count];
        foreach (var tick in ticks)
        {
            var slot = Count - 1 - (int)((now - tick.At) / window * Count);
            if (slot is < 0 or >= Count)
            {
                continue;
            }

            foreach (var sample in tick.Samples.Where(sample => sample.Release == release))
            {
                (sums[slot] ??= new ArmSum()).Add(sample);
            }
        }

        return new(metric, sums.Select(sum => sum is { HasRequests: true } ? sum.Window.Value(metric) : null).ToValueList(), limit);
    }

    private double Y(double value) => Top > 0 ? Height - 1 - Math.Min(1, value / Top) * (Height - 2) : Height - 1;
}
