using System.Globalization;

namespace Sluice.Shop;

/// <summary>How slow and how broken the shop is right now.</summary>
/// <param name="ErrorRate">Fraction of requests, 0 to 1, that are answered with 500.</param>
/// <param name="LatencyMs">Milliseconds added to the usual latency, 0 to 60,000.</param>
/// <param name="BaseLatencyMs">The usual latency in milliseconds (median), 0 to 60,000.</param>
/// <param name="Jitter">Spread of the latencies: sigma of the log-normal distribution, 0 (always the same) to 2.</param>
/// <param name="AffectHealth">Whether <c>/health</c> suffers too.</param>
/// <param name="OrderFailureRate">Fraction of orders, 0 to 1, that fail although the answer is 200: only the shop's own metrics tell.</param>
/// <param name="QueueLength">What the gauge of the packing queue shows, about.</param>
/// <param name="PackingMs">How long it takes to pack an order, median, as the histogram shows it; nobody waits for it.</param>
/// <param name="HideMetrics">Whether <c>/metrics</c> answers 503.</param>
internal sealed record Faults(double ErrorRate, double LatencyMs, double BaseLatencyMs, double Jitter, bool AffectHealth, double OrderFailureRate = 0, int QueueLength = 3, double PackingMs = 20, bool HideMetrics = false)
{
    private const double LongestMs = 60_000;
    private const double LongestQueue = 1_000_000;

    /// <summary>A healthy shop: median 12 ms, p99 about 30 ms.</summary>
    public static Faults Usual { get; } = new(ErrorRate: 0, LatencyMs: 0, BaseLatencyMs: 12, Jitter: 0.4, AffectHealth: false);

    private static readonly Dictionary<string, Field> Fields = new(StringComparer.Ordinal)
    {
        ["error_rate"] = Number(1, "must be a fraction from 0 to 1", (faults, value) => faults with { ErrorRate = value }),
        ["latency_ms"] = Number(LongestMs, "must be milliseconds from 0 to 60000", (faults, value) => faults with { LatencyMs = value }),
        ["base_latency_ms"] = Number(LongestMs, "must be milliseconds from 0 to 60000", (faults, value) => faults with { BaseLatencyMs = value }),
        ["jitter"] = Number(2, "must be a number from 0 to 2", (faults, value) => faults with { Jitter = value }),
        ["affect_health"] = Flag((faults, value) => faults with { AffectHealth = value }),
        ["order_failure_rate"] = Number(1, "must be a fraction from 0 to 1", (faults, value) => faults with { OrderFailureRate = value }),
        ["queue_length"] = Number(LongestQueue, "must be a number from 0 to 1000000", (faults, value) => faults with { QueueLength = (int)value }),
        ["packing_ms"] = Number(LongestMs, "must be milliseconds from 0 to 60000", (faults, value) => faults with { PackingMs = value }),
        ["hide_metrics"] = Flag((faults, value) => faults with { HideMetrics = value }),
    };

    public static IEnumerable<string> FieldNames => Fields.Keys;

    /// <summary>Changes the named fields and keeps the others. Mistakes are sentences by field name; with any, the faults stay as they were.</summary>
    public (Faults Faults, Dictionary<string, string> Mistakes) With(IEnumerable<KeyValuePair<string, string>> values)
    {
        var changed = this;
        var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in values)
        {
            if (!Fields.TryGetValue(name, out var field))
            {
                mistakes[name] = $"is not known; the fields are {string.Join(", ", Fields.Keys)}.";
            }
            else if (field.Set(changed, text) is { } next)
            {
                changed = next;
            }
            else
            {
                mistakes[name] = $"{field.Remedy}, but is '{text}'.";
            }
        }

        return (mistakes.Count == 0 ? changed : this, mistakes);
    }

    public bool NextOrderFails(Random random) => random.NextDouble() < OrderFailureRate;

    public bool NextFails(Random random) => random.NextDouble() < ErrorRate;

    /// <summary>A log-normal latency: most answers near the median, a few much slower, as real services have it.</summary>
    public TimeSpan NextLatency(Random random) => LogNormal(BaseLatencyMs + LatencyMs, random);

    public TimeSpan NextPacking(Random random) => LogNormal(PackingMs, random);

    private TimeSpan LogNormal(double medianMs, Random random)
    {
        // A standard normal number from two uniform ones: Box and Muller, 1958.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return TimeSpan.FromMilliseconds(Math.Min(LongestMs, medianMs * Math.Exp(Jitter * normal)));
    }

    private static Field Flag(Func<Faults, bool, Faults> set) =>
        new("must be true or false", (faults, text) => bool.TryParse(text, out var value) ? set(faults, value) : null);

    private static Field Number(double most, string remedy, Func<Faults, double, Faults> set) => new(remedy, (faults, text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= most
            ? set(faults, value)
            : null);

    /// <param name="Set">Null if the text is no such value.</param>
    private sealed record Field(string Remedy, Func<Faults, string, Faults?> Set);
}
