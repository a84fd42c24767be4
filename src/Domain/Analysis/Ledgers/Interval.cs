using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What both arms did in one stretch of time at one share: the stratum in which they are compared.</summary>
/// <param name="Phase">Index of the phase; <see cref="BeforeTheCanary"/> for what stable did before.</param>
/// <param name="CanaryShare">As set.</param>
/// <param name="Stable">Null when there is no stable arm.</param>
public sealed record Interval(int Phase, DateTimeOffset From, DateTimeOffset To, Share CanaryShare, ArmWindow? Stable, ArmWindow Canary)
{
    public const int BeforeTheCanary = -1;

    /// <summary>When it was stored: nobody could have seen it before. Null where that was not noted.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    public TimeSpan Length => To - From;
}
