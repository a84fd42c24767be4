namespace Sluice.Dashboard.Api.Shapes;

/// <summary>By how much the canary's error rate differs from stable's, one value per column and judged interval. Differences are canary minus stable, as fractions: 0.01 is one percentage point.</summary>
/// <param name="Confidence">That the bounds hold at every look together, 0 to 1.</param>
/// <param name="State"><c>known</c>, <c>one_arm_silent</c>, <c>none_yet</c>, <c>never_judged</c>, <c>not_judged</c> or <c>past_retention</c>.</param>
/// <param name="Sentence">How it stands at the last interval, or why there is nothing to show.</param>
/// <param name="UnixMs">Ends of the intervals, in milliseconds since 1970 UTC, ascending; at most 720, evenly taken, the last one always.</param>
/// <param name="Observed">Of all requests judged until then; null while an arm has none.</param>
/// <param name="Lower">The truth is above it. Never falls; null while nothing is excluded.</param>
/// <param name="Upper">The truth is below it. Never rises; null while nothing is excluded.</param>
/// <param name="Tolerated">What nobody wants a return for, at stable's rate; null where evidence does not judge.</param>
/// <param name="RuleOut">What must be ruled out before the phase may end, at stable's rate; null where nothing must.</param>
/// <param name="CanaryRequests">Judged until then; likewise of stable.</param>
public sealed record DifferencesView(
    string Deployment,
    double Confidence,
    string State,
    string Sentence,
    IReadOnlyList<long> UnixMs,
    IReadOnlyList<double?> Observed,
    IReadOnlyList<double?> Lower,
    IReadOnlyList<double?> Upper,
    IReadOnlyList<double?> Tolerated,
    IReadOnlyList<double?> RuleOut,
    IReadOnlyList<long> CanaryRequests,
    IReadOnlyList<long> StableRequests);
