namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What the checks of the phase add up to.</summary>
/// <param name="Kind"><c>advance</c>, <c>hold</c> or <c>roll_back</c>.</param>
/// <param name="Sentence">Why, in one sentence.</param>
/// <param name="NextRunAt">When it is judged again; null when that is not known.</param>
/// <param name="Muted">Checks that people decided to carry on with in this phase.</param>
public sealed record VerdictView(
    string Kind,
    string Reason,
    string Sentence,
    int FailedRuns,
    int PassedRuns,
    IReadOnlyList<CheckView> Checks,
    ArmView? Stable,
    ArmView? Canary,
    DateTimeOffset? NextRunAt,
    IReadOnlyList<string> Muted);

/// <summary>One rule over one metric. Rates are fractions, latencies milliseconds, throughput requests per second.</summary>
/// <param name="Outcome"><c>pass</c>, <c>fail</c>, <c>not_enough_data</c> or <c>source_error</c>.</param>
/// <param name="AtLeast">The limit is a floor, not a ceiling.</param>
public sealed record CheckView(
    string Name,
    string Metric,
    string Role,
    string Outcome,
    double Limit,
    bool AtLeast,
    double? Stable,
    double? Canary,
    long StableRequests,
    long CanaryRequests);

/// <summary>Counts of one arm, and its latencies in milliseconds.</summary>
public sealed record ArmView(long Requests, long Errors, double? P50, double? P95, double? P99);
