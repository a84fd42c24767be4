using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Engine.Metrics;

/// <summary>The details of an arm as they are kept in the <c>detail</c> columns: without empty ends, and null when there are none.</summary>
internal sealed record StoredDetail
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public PackedBuckets? Aging { get; init; }

    public ValueList<InstanceCounts>? Replicas { get; init; }

    public ValueList<ValueList<InstanceCounts>>? Stretches { get; init; }

    public ValueList<ArmMetric>? Metrics { get; init; }

    public StoredMirrored? Mirrored { get; init; }

    public static StoredDetail? Of(ArmDetail detail) => detail.IsNone ? null : new()
    {
        Aging = detail.Aging.IsEmpty ? null : PackedBuckets.Pack(detail.Aging.Span),
        Replicas = detail.Replicas.Count == 0 ? null : detail.Replicas,
        Stretches = detail.Stretches.Count == 0 ? null : detail.Stretches,
        Metrics = detail.Metrics.Count == 0 ? null : detail.Metrics,
        Mirrored = detail.Mirrored is { } mirrored ? StoredMirrored.Of(mirrored) : null,
    };

    public static string? ToJson(ArmDetail detail) => Of(detail) is { } stored ? JsonSerializer.Serialize(stored, s_json) : null;

    /// <param name="json">Null for none.</param>
    /// <exception cref="JsonException">It is not what <see cref="ToJson"/> wrote.</exception>
    public static ArmDetail FromJson(string? json) => json is null ? ArmDetail.None : JsonSerializer.Deserialize<StoredDetail>(json, s_json)?.Unpack() ?? ArmDetail.None;

    public ArmDetail Unpack() => new()
    {
        Aging = Aging?.Unpack() ?? ReadOnlyMemory<long>.Empty,
        Replicas = Replicas ?? [],
        Stretches = Stretches ?? [],
        Metrics = Metrics ?? [],
        Mirrored = Mirrored?.Unpack(),
    };
}
