using System.Text.Json.Serialization;

namespace Sluice.Domain.Rolling;

/// <summary>A way back by instances that was not completed in its time: it goes on, or the next deployment takes it up.</summary>
/// <param name="Release">Of which instances may serve beside what is live.</param>
/// <param name="Instances">What the live release is to have.</param>
public sealed record UnfinishedReturn(int Release, RollingLimits Limits, int Instances)
{
    /// <summary>Nobody asks its instances how they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SkipHealth { get; init; }

    public RollingTargets Towards(int live) => RollingTargets.For(Limits, (live, Instances), Release, instances: 0, newServes: true, isReturning: true);
}
