namespace Sluice.Domain.Rolling;

/// <summary>How instances are to be replaced, as asked for. Numbers are as found: they may be wrong.</summary>
public sealed record RollingRequest
{
    public const int DefaultParallelism = 1;

    /// <summary>How long the instances of a batch must have served before the next one where nobody said it: uncloud's monitor period.</summary>
    public static TimeSpan Monitor { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Instances of the new release that a batch adds, 1 to 100.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Instances that may be there beyond what the larger of the two releases has. Null: as many as a batch has, or none when the old ones stop first.</summary>
    public int? MaxSurge { get; init; }

    /// <summary>Instances that may be missing from what the smaller of the two releases has. Null: none, or as many as a batch has when the old ones stop first.</summary>
    public int? MaxUnavailable { get; init; }

    /// <summary>Null: <see cref="UpdateOrder.StartFirst"/>, unless the release takes a port of the host that only one instance can have, or its only instance writes to a volume.</summary>
    public UpdateOrder? Order { get; init; }
}
