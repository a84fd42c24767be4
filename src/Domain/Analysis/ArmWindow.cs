namespace Sluice.Domain.Analysis;

/// <summary>What one arm did in a window of time: counts only, so that windows can be added.</summary>
/// <param name="Length">Length of the window.</param>
/// <param name="Latency">Ended requests per bucket of <see cref="LatencyBounds"/>; empty or exactly <see cref="LatencyBounds.BucketCount"/> long.</param>
public sealed record ArmWindow(TimeSpan Length, long Requests, long Errors, long ClientErrors, long Open, ReadOnlyMemory<long> Latency)
{
    public static ArmWindow Empty { get; } = new(TimeSpan.Zero, 0, 0, 0, 0, ReadOnlyMemory<long>.Empty);

    public ArmDetail Detail { get; init; } = ArmDetail.None;

    /// <summary>The same window of the requests that were copied alone: what a release that serves nobody can be compared by.</summary>
    public ArmWindow OfMirrored()
    {
        var detail = Detail with { Mirrored = null, Aging = Detail.Mirrored?.Aging ?? ReadOnlyMemory<long>.Empty };
        return Detail.Mirrored is { } mirrored
            ? new(Length, mirrored.Requests, mirrored.Errors, mirrored.ClientErrors, mirrored.Open, mirrored.Latency) { Detail = detail }
            : new(Length, 0, 0, 0, 0, ReadOnlyMemory<long>.Empty) { Detail = detail };
    }

    /// <summary>Requests that came in the window, open ones included, as far as they are known.</summary>
    public long Arrived
    {
        get
        {
            var arrived = Requests;
            foreach (var change in Detail.Aging.Span)
            {
                arrived += change;
            }

            return Detail.Aging.IsEmpty ? Requests : Math.Max(0, arrived);
        }
    }

    /// <summary>0 to 1; null without requests.</summary>
    public double? ErrorRate => Requests > 0 ? (double)Errors / Requests : null;

    public double? ClientErrorRate => Requests > 0 ? (double)ClientErrors / Requests : null;

    /// <summary>Requests per second.</summary>
    public double Throughput => Length > TimeSpan.Zero ? Requests / Length.TotalSeconds : 0;

    /// <summary>Milliseconds, interpolated inside the bucket; null without requests.</summary>
    public double? Quantile(double q) => LatencyQuantile.Of(Latency.Span, q);

    /// <summary>The value of a metric by name; null when there is nothing to take it from.</summary>
    public double? Value(string metric) => metric switch
    {
        MetricNames.ErrorRate => ErrorRate,
        MetricNames.ClientErrorRate => ClientErrorRate,
        MetricNames.LatencyP50 => Quantile(0.5),
        MetricNames.LatencyP90 => Quantile(0.9),
        MetricNames.LatencyP95 => Quantile(0.95),
        MetricNames.LatencyP99 => Quantile(0.99),
        MetricNames.Throughput => Throughput,
        MetricNames.OpenRequests => Open,
        _ => null,
    };

    /// <summary>The small form that decision events carry.</summary>
    public ArmSummary Summarise() => new(Requests, Errors, Round(Quantile(0.5)), Round(Quantile(0.95)), Round(Quantile(0.99)));

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 2) : null;
}

/// <summary>Counts and quantiles (milliseconds) of one arm, as recorded with a decision.</summary>
public sealed record ArmSummary(long Requests, long Errors, double? P50, double? P95, double? P99);
