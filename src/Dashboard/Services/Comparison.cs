using System.Globalization;
using System.Text;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Services;

/// <summary>One of two deployments that are held side by side.</summary>
/// <param name="Metrics">Oldest first.</param>
public sealed record Compared(Deployment State, IReadOnlyList<MetricRow> Metrics)
{
    public DateTimeOffset Began => State.StartedAt ?? State.CreatedAt;

    /// <summary>How long it was watched; at least a second, so that it can be divided by.</summary>
    public TimeSpan Length => Metrics is [.., var last] && last.At - Began > TimeSpan.FromSeconds(1) ? last.At - Began : TimeSpan.FromSeconds(1);

    /// <summary>Largest share of the canary that was read back from the router, in percent.</summary>
    public decimal MostShare => State.Phases.Zip(State.Spec.Plan.Phases).Where(pair => pair.First.SetAt is not null).Select(pair => pair.Second.Share.Percent).DefaultIfEmpty(0).Max();

    public long CanaryRequests => Metrics is [.., var last] ? last.CanaryRequests : 0;
}

/// <summary>A metric of two canaries over the minutes since each began, as two lines in one frame.</summary>
/// <param name="Top">The largest value; 0 without any.</param>
public sealed record ComparedLines(string First, string Second, double Top, TimeSpan Length)
{
    public const int Width = 480;
    public const int Height = 120;

    public bool IsEmpty => First.Length == 0 && Second.Length == 0;

    public static ComparedLines Of(Compared a, Compared b, Func<MetricRow, double?> value)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var length = a.Length > b.Length ? a.Length : b.Length;
        var top = a.Metrics.Concat(b.Metrics).Max(row => value(row)) ?? 0;
        return new(Path(a), Path(b), top, length);

        string Path(Compared of)
        {
            var path = new StringBuilder();
            var joined = false;
            foreach (var row in of.Metrics)
            {
                if (value(row) is { } v)
                {
                    var x = Math.Clamp((row.At - of.Began) / length, 0, 1) * Width;
                    path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{x:0.#} {Y(v):0.#}");
                }

                // What was not measured is a gap, never a line.
                joined = value(row) is not null;
            }

            return path.ToString();
        }

        double Y(double v) => top > 0 ? Height - 2 - (v / top * (Height - 6)) : Height - 2;
    }
}
