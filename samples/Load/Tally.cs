using System.Globalization;

namespace Sluice.Load;

/// <summary>What happened in some span of time, and a line that tells it. Not safe for several threads.</summary>
internal sealed class Tally
{
    private readonly LatencyHistogram _latencies = new();
    private readonly SortedDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _versions = new(StringComparer.Ordinal);

    public long Requests { get; private set; }

    public long Dropped { get; private set; }

    public TimeSpan Span { get; set; }

    public long Errors => _errors.Values.Sum();

    public IReadOnlyDictionary<string, long> Versions => _versions;

    public void Drop() => Dropped++;

    /// <param name="latency">From the moment when the request should have started.</param>
    public void Record(Answer answer, TimeSpan latency)
    {
        Requests++;
        _latencies.Record(latency);
        Count(_versions, answer.Version ?? "none", 1);
        if (answer.Error is { } error)
        {
            Count(_errors, error, 1);
        }
    }

    public void Add(Tally other)
    {
        Requests += other.Requests;
        Dropped += other.Dropped;
        Span += other.Span;
        _latencies.Add(other._latencies);
        foreach (var (error, count) in other._errors)
        {
            Count(_errors, error, count);
        }

        foreach (var (version, count) in other._versions)
        {
            Count(_versions, version, count);
        }
    }

    public override string ToString()
    {
        var rate = Span > TimeSpan.Zero ? Requests / Span.TotalSeconds : 0;
        var share = Requests > 0 ? 100.0 * Errors / Requests : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests} requests, {rate:0.0}/s, errors {share:0.0} %{List(_errors)}, p50 {Ms(0.5)}, p95 {Ms(0.95)}, p99 {Ms(0.99)}, dropped {Dropped}, versions{List(_versions)}");
    }

    private static void Count(SortedDictionary<string, long> counts, string key, long count) =>
        counts[key] = counts.GetValueOrDefault(key) + count;

    private static string List(SortedDictionary<string, long> counts) =>
        counts.Count == 0 ? "" : $" ({string.Join(", ", counts.Select(entry => $"{entry.Key}: {entry.Value}"))})";

    private string Ms(double quantile) =>
        _latencies.Quantile(quantile) is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms") : "–";
}
