namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What became of one stratum. Whatever is not used leaves the evidence as it was (factor 1); it is neither passing nor failing.</summary>
public enum StratumUse
{
    Used,
    NoCanaryRequests,
    NoStableRequests,

    /// <summary>Of the one arm that was asked for.</summary>
    NoRequests,

    /// <summary>The counts cannot be true: the stratum is dropped from both arms.</summary>
    NegativeCount,

    /// <summary>The counts cannot be true: the stratum is dropped from both arms.</summary>
    BadAboveRequests,

    /// <summary>The margin or limit is not a rate at this stable rate, so that no canary could be above it.</summary>
    MarginOutOfRange,

    /// <summary>The evidence of this stratum may not count at all: its tempering is 0 or not a number.</summary>
    NoWeight,
}
