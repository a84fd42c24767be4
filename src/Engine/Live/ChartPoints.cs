using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics;

namespace Sluice.Engine.Live;

/// <summary>
/// One point of a deployment's charts. Requests and errors are those of the sample alone; latencies and the served share
/// are taken over the <see cref="ChartPoints.Window"/> that ends with it. Written as an array of its values, in this order.
/// </summary>
/// <param name="At">End of the sample, UTC. Written as milliseconds since 1970.</param>
/// <param name="Stable">Null when there is no stable arm, or it said nothing in this sample.</param>
/// <param name="ServedCanary">Percent of all requests of the place; null without requests.</param>
[JsonConverter(typeof(ChartPointConverter))]
public sealed record ChartPoint(DateTimeOffset At, ChartArm? Stable, ChartArm? Canary, double? ServedCanary);

/// <param name="P50">Milliseconds, as <paramref name="P95"/> and <paramref name="P99"/>; null without requests.</param>
public sealed record ChartArm(long Requests, long Errors, double? P50, double? P95, double? P99);

/// <summary>Makes chart points from samples. The live hub and the history of the API both come from here, so a chart has no seam where they meet.</summary>
public static class ChartPoints
{
    /// <summary>A canary at a small share has one or two requests a second: quantiles over ten seconds make a line that can be read.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The releases that a deployment compares; no stable one on a first deployment.</summary>
    public static (int? Stable, int Canary) ArmsOf(Deployment deployment)
    {
        var stable = deployment.StableIsKnown ? deployment.Stable?.Release : deployment.Spec.FromRelease;
        return (stable == deployment.Spec.ToRelease ? null : stable, deployment.Spec.ToRelease);
    }

    /// <summary>The points of all samples after an instant, oldest first.</summary>
    /// <param name="ticks">Oldest first. Begin a <see cref="Window"/> before <paramref name="after"/>, so that the first point is whole.</param>
    public static IReadOnlyList<ChartPoint> Of(IReadOnlyList<SampleTick> ticks, int? stable, int canary, DateTimeOffset after) =>
        [.. Enumerable.Range(0, ticks.Count).Where(i => ticks[i].At > after).Select(i => From(ticks, i, stable, canary))];

    /// <summary>The point of one sample.</summary>
    /// <param name="ticks">Oldest first; those before <paramref name="index"/> fill its window.</param>
    public static ChartPoint From(IReadOnlyList<SampleTick> ticks, int index, int? stable, int canary)
    {
        var now = ticks[index];
        long canaryRequests = 0, allRequests = 0;
        Span<long> stableLatency = stackalloc long[LatencyBounds.BucketCount];
        Span<long> canaryLatency = stackalloc long[LatencyBounds.BucketCount];
        for (var i = index; i >= 0 && ticks[i].At > now.At - Window; i--)
        {
            foreach (var sample in ticks[i].Samples)
            {
                allRequests += sample.Requests;
                if (sample.Release == canary)
                {
                    canaryRequests += sample.Requests;
                    Add(sample.Latency.Span, canaryLatency);
                }
                else if (sample.Release == stable)
                {
                    Add(sample.Latency.Span, stableLatency);
                }
            }
        }

        return new(
            now.At,
            stable is { } release ? Arm(now, release, stableLatency) : null,
            Arm(now, canary, canaryLatency),
            allRequests > 0 ? Math.Round(100.0 * canaryRequests / allRequests, 1) : null);
    }

    private static ChartArm? Arm(SampleTick tick, int release, ReadOnlySpan<long> latency)
    {
        foreach (var sample in tick.Samples)
        {
            if (sample.Release == release)
            {
                return new(sample.Requests, sample.Errors, Quantile(latency, 0.5), Quantile(latency, 0.95), Quantile(latency, 0.99));
            }
        }

        return null;
    }

    private static void Add(ReadOnlySpan<long> buckets, Span<long> sum)
    {
        for (var i = 0; i < buckets.Length; i++)
        {
            sum[i] += buckets[i];
        }
    }

    /// <summary>A tenth of a millisecond below a hundred, whole ones above: finer than a bucket is wide, and short on the wire.</summary>
    private static double? Quantile(ReadOnlySpan<long> latency, double q) =>
        LatencyQuantile.Of(latency, q) is { } value ? Math.Round(value, value < 100 ? 1 : 0) : null;
}

internal sealed class ChartPointConverter : JsonConverter<ChartPoint>
{
    public override ChartPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Chart points are only written.");

    /// <summary><c>[at, stable requests, errors, p50, p95, p99, canary requests, errors, p50, p95, p99, served canary]</c>.</summary>
    public override void Write(Utf8JsonWriter writer, ChartPoint value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.At.ToUnixTimeMilliseconds());
        WriteArm(writer, value.Stable);
        WriteArm(writer, value.Canary);
        WriteNumber(writer, value.ServedCanary);
        writer.WriteEndArray();
    }

    private static void WriteArm(Utf8JsonWriter writer, ChartArm? arm)
    {
        WriteNumber(writer, arm?.Requests);
        WriteNumber(writer, arm?.Errors);
        WriteNumber(writer, arm?.P50);
        WriteNumber(writer, arm?.P95);
        WriteNumber(writer, arm?.P99);
    }

    private static void WriteNumber(Utf8JsonWriter writer, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
