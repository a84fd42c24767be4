namespace Sluice.Domain.Rolling;

/// <summary>Between what numbers of instances one release takes the place of another. At least one of the limits is above zero, else nothing could move.</summary>
/// <param name="Instances">What the new release has in the end, 1 to 100.</param>
/// <param name="MaxSurge">How many may be there beyond what the larger of the two has.</param>
/// <param name="MaxUnavailable">How many may be missing from what the smaller of the two has.</param>
public sealed record RollingLimits(int Instances, int MaxSurge, int MaxUnavailable);
