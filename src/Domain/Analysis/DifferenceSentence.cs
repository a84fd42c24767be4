using System.Globalization;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>A difference of error rates in words: the same text in console and API.</summary>
public static class DifferenceSentence
{
    /// <param name="confidence">Of the bounds, 0 to 1.</param>
    /// <param name="judged">Whether evidence decides, so that there are margins to speak of.</param>
    public static string For(ErrorDifference difference, double confidence, bool judged) => difference switch
    {
        { Counts.CanaryRequests: 0 } => "The canary has had no requests since the warm-up, so there is no difference to show.",
        { Counts.StableRequests: 0 } => "Stable has had no requests since the warm-up, so there is nothing to compare with.",
        { Bounds: { Lower: null, Upper: null } } => $"Errors, canary minus stable: {Observed(difference)}; too few requests to bound it yet.",
        _ => $"Errors, canary minus stable: {Observed(difference)}, {Bounds(difference)} ({EvidenceSentence.Percent(confidence)}, valid at every look).{(judged ? Margins(difference) : string.Empty)}",
    };

    /// <summary>Why there is no interval at all.</summary>
    /// <param name="keptDays">How long intervals are kept.</param>
    public static string ForNone(DifferenceGap gap, int keptDays) => gap switch
    {
        DifferenceGap.NotJudged => "This deployment is not judged, so nothing is compared.",
        DifferenceGap.NoneYet => "No interval has been judged yet: the first one ends after the warm-up.",
        DifferenceGap.PastRetention => $"Intervals are kept for {keptDays.ToString(CultureInfo.InvariantCulture)} days; those of this deployment are gone.",
        _ => "It ended before an interval was judged.",
    };

    private static string Observed(ErrorDifference difference) => Points(difference.Observed ?? 0) + " percentage points";

    private static string Bounds(ErrorDifference difference) => difference.Bounds switch
    {
        { Lower: { } lower, Upper: { } upper } => $"between {Points(lower)} and {Points(upper)}",
        { Lower: { } lower } => $"at least {Points(lower)}",
        { Upper: { } upper } => $"at most {Points(upper)}",
        _ => "without bounds",
    };

    private static string Margins(ErrorDifference difference)
    {
        var tolerated = $" Tolerated: {Points(difference.Tolerated)}{(difference.Bounds.Lower > difference.Tolerated ? ", exceeded" : string.Empty)}";
        return difference.RuleOut is { } most ? $"{tolerated}; to be ruled out: {Points(most)}{(difference.Bounds.Upper < most ? ", which it is" : string.Empty)}." : tolerated + ".";
    }

    /// <summary>With its sign, so that better and worse read differently.</summary>
    private static string Points(double fraction) =>
        (fraction * 100).ToString(Math.Abs(fraction) >= 0.1 ? "+0.#;−0.#;0" : Math.Abs(fraction) >= 0.01 ? "+0.##;−0.##;0" : "+0.###;−0.###;0", CultureInfo.InvariantCulture);
}

/// <summary>Why a deployment has no interval to show.</summary>
public enum DifferenceGap
{
    NotJudged,
    NoneYet,
    NeverJudged,
    PastRetention,
}
