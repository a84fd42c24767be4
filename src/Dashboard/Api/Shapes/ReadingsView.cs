namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What instances told of one metric of their own, one value per column and interval that told something; the warm-up is in it, though it is not judged. A silence is one value of nothing.</summary>
/// <param name="Unit"><c>share</c> (a fraction), <c>milliseconds</c> (of the quantile that is compared) or <c>number</c>.</param>
/// <param name="UnixMs">Ends of the intervals, in milliseconds since 1970 UTC, ascending; at most 720, evenly taken, the last one always.</param>
/// <param name="Stable">Null where it told nothing; likewise of the canary.</param>
/// <param name="StableCount">What was counted in the interval; 0 for gauges, which have one value each. Likewise of the canary.</param>
public sealed record ReadingsView(
    string Deployment, string Metric, string Unit, IReadOnlyList<long> UnixMs, IReadOnlyList<double?> Stable, IReadOnlyList<double?> Canary, IReadOnlyList<long> StableCount, IReadOnlyList<long> CanaryCount);
