using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>What a review bundle looks like. Times keep all their digits: what is equal in the store must be equal in the file.</summary>
internal static class BundleFormat
{
    public const string Name = "sluice-incident-review";
    public const int Version = 2;
    public const string Events = "events";
    public const string Service = "service";
    public const string Samples = "samples";

    /// <summary>What is left of samples past their time; only where there is any.</summary>
    public const string Hours = "hours";

    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <param name="part">The bytes of a part exactly as they stand in the file.</param>
    public static string HashOf(ReadOnlySpan<byte> part) => Convert.ToHexStringLower(SHA256.HashData(part));
}

/// <summary>One recorded fact, as stored, without secrets.</summary>
internal sealed record BundleEvent(long Version, DateTimeOffset At, string Type, JsonElement Data)
{
    public static BundleEvent Of(RawEvent raw, Func<string, string> mask)
    {
        using var data = JsonDocument.Parse(mask(raw.Data));
        return new(raw.Version, raw.At, raw.Type, data.RootElement.Clone());
    }
}

/// <summary>What both arms did in one interval.</summary>
/// <param name="RecordedAt">When it was stored; left out where that was not noted.</param>
/// <param name="CanaryShare">Percent, as set.</param>
internal sealed record BundleInterval(int Phase, DateTimeOffset From, DateTimeOffset To, decimal CanaryShare, BundleArm Canary, BundleArm? Stable = null, DateTimeOffset? RecordedAt = null)
{
    public static BundleInterval Of(Interval one) =>
        new(one.Phase, one.From, one.To, one.CanaryShare.Percent, BundleArm.Of(one.Canary), one.Stable is { } stable ? BundleArm.Of(stable) : null, one.RecordedAt);

    public Interval ToInterval() => new(Phase, From, To, Share.FromPercent(CanaryShare), Stable?.ToWindow(), Canary.ToWindow()) { RecordedAt = RecordedAt };
}

/// <param name="Seconds">Length of the window.</param>
/// <param name="Latency">Pairs of bucket and count; empty buckets are left out.</param>
/// <param name="Detail">What is known beyond the counts; left out when there is nothing.</param>
internal sealed record BundleArm(double Seconds, long Requests, long Errors, long ClientErrors, long Open, IReadOnlyList<IReadOnlyList<long>> Latency, JsonElement? Detail = null)
{
    public static BundleArm Of(ArmWindow arm) => new(
        arm.Length.TotalSeconds, arm.Requests, arm.Errors, arm.ClientErrors, arm.Open,
        [.. arm.Latency.ToArray().Index().Where(one => one.Item > 0).Select(one => new long[] { one.Index, one.Item })],
        DetailText.Of(arm.Detail) is { } detail ? JsonSerializer.Deserialize<JsonElement>(detail) : null);

    public ArmWindow ToWindow()
    {
        var latency = Latency.Count == 0 ? [] : new long[LatencyBounds.BucketCount];
        foreach (var pair in Latency)
        {
            latency[pair[0]] = pair[1];
        }

        return new(TimeSpan.FromSeconds(Seconds), Requests, Errors, ClientErrors, Open, latency) { Detail = DetailText.Read(Detail?.GetRawText()) };
    }
}
