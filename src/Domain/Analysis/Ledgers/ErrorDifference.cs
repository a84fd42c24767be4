using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>By how much the canary's error rate differs from stable's, as known at the end of an interval. Differences are canary minus stable, as fractions.</summary>
/// <param name="Counts">Of all intervals judged until then.</param>
/// <param name="Bounds">Hold at every look together.</param>
/// <param name="Tolerated">What nobody wants a return for, at stable's rate so far.</param>
/// <param name="RuleOut">What must be ruled out before the phase may end, at stable's rate so far; null when errors need not be cleared.</param>
public sealed record ErrorDifference(DateTimeOffset At, EvidenceCounts Counts, MarginBounds Bounds, double Tolerated, double? RuleOut)
{
    /// <summary>Of the counts; null while an arm has no requests.</summary>
    public double? Observed => Counts is { CanaryRequests: > 0, StableRequests: > 0 }
        ? ((double)Counts.CanaryErrors / Counts.CanaryRequests) - ((double)Counts.StableErrors / Counts.StableRequests)
        : null;
}
