namespace Sluice.Dashboard.Api.Shapes;

/// <summary>
/// How many times as large a share of the canary's requests as of stable's is slow, one value per column and judged interval. Stable's are slow above the bound of the quantile, the canary's above that
/// bound grown by what is tolerated: above 1 is more than is tolerated.
/// </summary>
/// <param name="Metric"><c>latency_p50</c>, <c>latency_p90</c>, <c>latency_p95</c> or <c>latency_p99</c>.</param>
/// <param name="ToleratedGrowth">As a factor: a whole number of the histogram's steps.</param>
/// <param name="Confidence">That the bounds hold at every look together, 0 to 1.</param>
/// <param name="State"><c>known</c>, <c>one_arm_silent</c>, <c>none_yet</c>, <c>never_judged</c>, <c>not_judged</c> or <c>past_retention</c>.</param>
/// <param name="Sentence">How it stands at the last interval, or why there is nothing to show.</param>
/// <param name="UnixMs">Ends of the intervals, in milliseconds since 1970 UTC, ascending; at most 720, evenly taken, the last one always.</param>
/// <param name="Observed">Of all requests judged until then; null while there is nothing to divide by.</param>
/// <param name="Lower">The truth is above it. Never falls; null while nothing is excluded.</param>
/// <param name="Upper">The truth is below it. Never rises; null while nothing is excluded.</param>
/// <param name="Tolerated">Always 1.</param>
/// <param name="StableBound">Above it a request of stable is slow, in milliseconds; null while too little is known of stable. Likewise of the canary.</param>
/// <param name="CanaryRequests">Judged until then; likewise of stable.</param>
public sealed record RatiosView(
    string Deployment,
    string Metric,
    double ToleratedGrowth,
    double Confidence,
    string State,
    string Sentence,
    IReadOnlyList<long> UnixMs,
    IReadOnlyList<double?> Observed,
    IReadOnlyList<double?> Lower,
    IReadOnlyList<double?> Upper,
    IReadOnlyList<double> Tolerated,
    IReadOnlyList<double?> StableBound,
    IReadOnlyList<double?> CanaryBound,
    IReadOnlyList<long> CanaryRequests,
    IReadOnlyList<long> StableRequests);
