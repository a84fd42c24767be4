namespace Sluice.Load;

/// <summary>Counts latencies in buckets that grow by 2 %, so quantiles are right to 1 % and memory does not grow with time.</summary>
internal sealed class LatencyHistogram
{
    private const double FirstMs = 0.01;
    private const double LongestMs = 3_600_000;
    private static readonly double LogGrowth = Math.Log(1.02);
    private readonly long[] _counts = new long[Index(LongestMs) + 1];
    private long _total;

    public void Record(TimeSpan latency)
    {
        _counts[Index(latency.TotalMilliseconds)]++;
        _total++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        _total += other._total;
    }

    /// <summary>The latency in milliseconds that the fraction <paramref name="quantile"/> did not exceed; null without latencies.</summary>
    public double? Quantile(double quantile)
    {
        var missing = Math.Max(1, (long)Math.Ceiling(quantile * _total));
        for (var i = 0; i < _counts.Length; i++)
        {
            missing -= _counts[i];
            if (missing <= 0)
            {
                return FirstMs * Math.Exp((i + 0.5) * LogGrowth);
            }
        }

        return null;
    }

    private static int Index(double ms) => (int)(Math.Log(Math.Clamp(ms, FirstMs, LongestMs) / FirstMs) / LogGrowth);
}
