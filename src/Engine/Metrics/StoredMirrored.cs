using Sluice.Domain.Analysis;

namespace Sluice.Engine.Metrics;

/// <summary>Counts of copied requests as they are kept in the database.</summary>
internal sealed record StoredMirrored(long Requests, long Errors, long ClientErrors, long Open, PackedBuckets? Latency, PackedBuckets? Aging)
{
    public static StoredMirrored Of(MirroredCounts counts) =>
        new(counts.Requests, counts.Errors, counts.ClientErrors, counts.Open, Pack(counts.Latency), Pack(counts.Aging));

    public MirroredCounts Unpack() =>
        new(Requests, Errors, ClientErrors, Open, Latency?.Unpack() ?? ReadOnlyMemory<long>.Empty, Aging?.Unpack() ?? ReadOnlyMemory<long>.Empty);

    private static PackedBuckets? Pack(ReadOnlyMemory<long> buckets) => buckets.IsEmpty ? null : PackedBuckets.Pack(buckets.Span);
}
