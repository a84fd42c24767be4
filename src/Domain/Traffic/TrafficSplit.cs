namespace Sluice.Domain.Traffic;

/// <summary>How traffic is shared between what served before and the newcomer. The two always add up to 100 %.</summary>
public readonly record struct TrafficSplit(Share Canary)
{
    public Share Stable => Canary.Rest;

    public static TrafficSplit AllStable { get; } = new(Share.None);

    public static TrafficSplit AllCanary { get; } = new(Share.All);

    public override string ToString() => $"stable {Stable}, canary {Canary}";
}
