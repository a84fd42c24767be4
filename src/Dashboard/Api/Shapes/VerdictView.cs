namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What the checks of the phase add up to.</summary>
/// <param name="Kind"><c>advance</c>, <c>hold</c> or <c>roll_back</c>.</param>
/// <param name="Sentence">Why, in one sentence.</param>
/// <param name="DecidedAt">When it was recorded, of a verdict that led to the end and is not judged again; null while it may change.</param>
/// <param name="NextRunAt">When it is judged again; null when that is not known.</param>
/// <param name="Muted">Checks that people decided to carry on with in this phase.</param>
/// <param name="LimitReached">A limit on counted runs is used up: what the plan does with undecided phases applies at once.</param>
public sealed record VerdictView(
    string Kind,
    string Reason,
    string Sentence,
    int FailedRuns,
    int PassedRuns,
    IReadOnlyList<CheckView> Checks,
    ArmView? Stable,
    ArmView? Canary,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? NextRunAt,
    IReadOnlyList<string> Muted,
    VerdictEvidenceView? Evidence,
    bool LimitReached,
    VerdictTraceView? Trace);

/// <summary>Which row of the verdict table decided; absent in the modes without error control.</summary>
/// <param name="Rules">Those that were asked, in order; the last one decided.</param>
/// <param name="Otherwise">What would have changed it, in words; null when nothing simple would.</param>
public sealed record VerdictTraceView(IReadOnlyList<TraceRuleView> Rules, string? Otherwise);

/// <summary>A row of the verdict table.</summary>
/// <param name="Rule"><c>worse</c>, <c>data</c>, <c>shared_incident</c>, <c>suspicious</c>, <c>source</c>, <c>cleared</c> or <c>otherwise</c>.</param>
public sealed record TraceRuleView(string Rule, string Text, bool Decided);

/// <summary>What a verdict with evidence rests on; absent in point mode, which has no error control.</summary>
/// <param name="LogEvidence">ln of the total evidence for going back.</param>
/// <param name="Needed">ln of what returns traffic.</param>
/// <param name="Alpha">Accepted chance of a false alarm over the whole deployment.</param>
/// <param name="Beta">Accepted chance that what is worse than the margin passes a phase.</param>
/// <param name="CanaryRequests">Judged so far; likewise the other counts.</param>
/// <param name="ErrorsAtLeast">How many times stable's error rate the canary's is at the least, valid at every look; worked out only for a return.</param>
/// <param name="DesignEffect">Requests per independent one that the next interval is reckoned with, 1 or more; null where nothing is known and nothing was set.</param>
/// <param name="DesignEffectSource"><c>setting</c>, <c>not_above_setting</c>, <c>within_strata</c> (sessions that stick, batches, retries) or <c>between_replicas</c> (instances that differ lastingly).</param>
/// <param name="DesignEffectWarning"><c>one_stable_instance</c>: dependence between requests cannot be measured. <c>one_canary_instance</c>: among unequal stable ones it cannot be told from a bad version.</param>
public sealed record VerdictEvidenceView(
    double LogEvidence,
    double Needed,
    double Alpha,
    double Beta,
    long CanaryRequests,
    long CanaryErrors,
    long StableRequests,
    long StableErrors,
    double Seconds,
    double? ErrorsAtLeast,
    ForecastView? Forecast,
    double? DesignEffect,
    string? DesignEffectSource,
    string? DesignEffectWarning);

/// <summary>What is missing for the next step.</summary>
/// <param name="Requests">More canary requests, likely; the range is a fifth to three times of it. Null when more traffic will not help.</param>
/// <param name="LeadsTo">The verdict it leads to if the canary is as good as stable.</param>
/// <param name="RequestsPerSecond">Of the canary, now.</param>
public sealed record ForecastView(string Check, long? Requests, string LeadsTo, double RequestsPerSecond);

/// <summary>One rule over one metric. Rates are fractions, latencies milliseconds, throughput requests per second.</summary>
/// <param name="Outcome"><c>pass</c>, <c>fail</c>, <c>not_enough_data</c> or <c>source_error</c>.</param>
/// <param name="AtLeast">The limit is a floor, not a ceiling.</param>
/// <param name="Unit">Of the place's own metrics: <c>share</c>, <c>milliseconds</c> or <c>number</c>; null for built-in ones.</param>
/// <param name="DryRun">Judged and shown, and counts for nothing.</param>
/// <param name="StableRequests">How many values it rests on: requests, counts of the place's own, or for a gauge the intervals with a value in both arms.</param>
/// <param name="Counts">The runs of the phase; absent where none are limited.</param>
/// <param name="Shift">Of a gauge that is judged by evidence.</param>
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
    long CanaryRequests,
    CheckEvidenceView? Evidence,
    string? Unit,
    bool DryRun,
    CheckCountsView? Counts,
    GaugeShiftView? Shift,
    LimitBoundsView? Bounds);

/// <summary>A latency limit that is no bound of its histogram is judged by the bounds around it, in milliseconds.</summary>
/// <param name="Kept">That it is kept is shown by this one; null when it is below every bound.</param>
/// <param name="Broken">That it is broken, by this one; null when it is above every bound.</param>
public sealed record LimitBoundsView(double? Kept, double? Broken);

/// <summary>By how much a gauge of the canary differs from stable's over the last sixty intervals at most. It explains and never decides.</summary>
/// <param name="Pairs">Intervals compared.</param>
/// <param name="Value">Median of all differences canary − stable (Hodges, Lehmann), in the gauge's unit.</param>
/// <param name="Lower">Where the shift lies with 95 %; null while there are too few values to say.</param>
/// <param name="Higher">Chance that a value of the canary is above one of stable, 0 to 1.</param>
/// <param name="P">Of Mann-Whitney's test, two-sided; it holds for one look at independent values.</param>
public sealed record GaugeShiftView(int Pairs, double Value, double? Lower, double? Upper, double Higher, double P);

/// <summary>The runs of one check in its phase, as far as a limit asks for them.</summary>
public sealed record CheckCountsView(int Judged, int Failed, int Inconclusive, int ErrorsInARow, int PassedInARow);

/// <summary>The evidence about one metric; logarithms are natural.</summary>
/// <param name="Against">That the canary should go back.</param>
/// <param name="InFavour">The most in this phase that it may go on.</param>
/// <param name="Share">Of the evidence for going back, 0 to 1.</param>
/// <param name="Required">Must be cleared before the phase may end.</param>
/// <param name="RuleOut">The value that must be ruled out.</param>
public sealed record CheckEvidenceView(double Against, double InFavour, double Share, bool Required, double? RuleOut);

/// <summary>Counts of one arm, and its latencies in milliseconds.</summary>
public sealed record ArmView(long Requests, long Errors, double? P50, double? P95, double? P99);
