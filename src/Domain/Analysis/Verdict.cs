using System.Text.Json.Serialization;

namespace Sluice.Domain.Analysis;

public enum CheckOutcome
{
    Pass,
    Fail,
    NotEnoughData,
    SourceError,
}

public enum CheckRole
{
    /// <summary>A limit that must hold before a phase may end.</summary>
    Threshold,

    /// <summary>A limit that only asks for going back.</summary>
    Trigger,

    /// <summary>The canary against stable.</summary>
    Comparison,
}

/// <summary>One rule over one metric and what came of it. Stored with every decision, so what is usual is left out to keep it small.</summary>
/// <param name="Limit">In the metric's unit.</param>
/// <param name="AtLeast">The limit is a floor, not a ceiling.</param>
/// <param name="Stable">Value of the stable arm, null when it has none.</param>
public sealed record CheckResult(
    string Name,
    string Metric,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] CheckRole Role,
    CheckOutcome Outcome,
    double Limit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AtLeast,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double? Stable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double? Canary,
    long StableRequests,
    long CanaryRequests)
{
    /// <summary>Null in point mode.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CheckEvidence? Evidence { get; init; }

    /// <summary>Of gauges judged by evidence; null for what is counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GaugeShift? Shift { get; init; }

    /// <summary>Of the place's own metrics; null for built-in ones, whose names say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MetricUnit? Unit { get; init; }

    /// <summary>Of limits on latencies and histograms: the bounds that stand for a limit that is none; null for one that is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LimitBounds? Bounds { get; init; }

    /// <summary>Judged and shown, and counts for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DryRun { get; init; }

    /// <summary>The runs up to this one; null where none are limited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CheckCounts? Counts { get; init; }
}

/// <summary>What the values of a metric are measured in.</summary>
public enum MetricUnit
{
    /// <summary>A fraction 0 to 1.</summary>
    Share,
    Milliseconds,
    Number,
}

/// <summary>The evidence about one metric, rounded for people.</summary>
/// <param name="Against">ln of the evidence that the canary should go back.</param>
/// <param name="InFavour">ln of the most evidence in this phase that it may go on.</param>
/// <param name="Share">Of the evidence for going back, 0 to 1.</param>
/// <param name="Required">Must be cleared before the phase may end.</param>
/// <param name="RuleOut">The value that must be ruled out; null for what never clears.</param>
public sealed record CheckEvidence(
    double Against,
    double InFavour,
    double Share,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Required,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double? RuleOut);

public enum VerdictKind
{
    Hold,
    Advance,
    RollBack,
}

public enum VerdictReason
{
    NoDataYet,
    NotEnoughData,
    SourceError,
    ConfirmingFailure,
    ConfirmingSuccess,
    ChecksFailed,
    ChecksPassed,

    /// <summary>No limit is set: time alone decides, and the console says so.</summary>
    NothingToJudge,

    /// <summary>The canary is proven worse than stable.</summary>
    Regression,

    /// <summary>The canary is proven to break a limit that stable keeps.</summary>
    SloBreach,

    /// <summary>The data cannot be trusted.</summary>
    DataQuality,

    /// <summary>Stable breaks the same limit: going back would not help.</summary>
    SharedIncident,

    /// <summary>Too much evidence against the canary for more traffic, too little for going back.</summary>
    Suspicious,

    /// <summary>Everything required is cleared.</summary>
    Proven,

    /// <summary>Not enough evidence either way.</summary>
    Inconclusive,
}

/// <summary>What the checks of a phase add up to.</summary>
/// <param name="FailedRuns">Failing runs in a row, up to the number that decides.</param>
/// <param name="PassedRuns">Passing runs in a row, likewise.</param>
/// <param name="Sentence">Why, in one sentence for people.</param>
/// <param name="Hash">Of the counts it rests on; empty when there were none.</param>
public sealed record Verdict(
    VerdictKind Kind,
    VerdictReason Reason,
    int FailedRuns,
    int PassedRuns,
    ValueList<CheckResult> Checks,
    ArmSummary? Stable,
    ArmSummary? Canary,
    string Sentence,
    string Hash)
{
    private const double LeastShare = 0.05;

    /// <summary>Null in point mode, which has no error control.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EvidenceSummary? Evidence { get; init; }

    /// <summary>A limit on counted runs is used up: more runs decide nothing, so what the plan does with undecided phases applies at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LimitReached { get; init; }

    public static Verdict NoDataYet { get; } =
        new(VerdictKind.Hold, VerdictReason.NoDataYet, 0, 0, [], Stable: null, Canary: null, "No measurement yet.", string.Empty);

    /// <summary>True when something that people would act on differs; fresh numbers alone do not count.</summary>
    public bool DiffersFrom(Verdict? other) =>
        other is null
        || Kind != other.Kind
        || Reason != other.Reason
        || FailedRuns != other.FailedRuns
        || PassedRuns != other.PassedRuns
        || LimitReached != other.LimitReached
        || !Checks.Select(c => (c.Name, c.Outcome, c.Counts)).SequenceEqual(other.Checks.Select(c => (c.Name, c.Outcome, c.Counts)));

    /// <summary>True while something speaks against more traffic.</summary>
    [JsonIgnore]
    public bool IsSuspicious => FailedRuns > 0 || Reason is VerdictReason.Suspicious or VerdictReason.DataQuality or VerdictReason.SharedIncident;

    /// <summary>The checks that ask for going back: what a person is asked about, and mutes by carrying on.</summary>
    public ValueList<string> Culprits(ValueList<CheckRule> rules, ValueList<string> muted)
    {
        if (Evidence is null)
        {
            if (Checks.Any(check => check.Role == CheckRole.Comparison))
            {
                return Checks.Where(check => check.Outcome == CheckOutcome.Fail && !muted.Contains(check.Name)).Select(check => check.Name).ToValueList();
            }

            return PointJudge.Failing(Checks, rules, muted).Select(check => check.Name).ToValueList();
        }

        var speaking = Checks.Where(check => check.Evidence is { Share: >= LeastShare } && !muted.Contains(check.Name)).Select(check => check.Name).ToValueList();
        return speaking.Count > 0 ? speaking : Checks.Where(check => check.Outcome == CheckOutcome.Fail).Select(check => check.Name).ToValueList();
    }

    /// <summary>Requests do not arrive in the shares that were set. Only evidence notices it.</summary>
    [JsonIgnore]
    public bool SplitIsOff => Evidence is { SplitIsOff: true };

    [JsonIgnore]
    public bool HasFailingCheck => Checks.Any(c => c.Outcome == CheckOutcome.Fail && !c.DryRun);
}
