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
    long CanaryRequests);

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
}

/// <summary>What the checks of a phase add up to. Point mode: no error control.</summary>
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
    public static Verdict NoDataYet { get; } =
        new(VerdictKind.Hold, VerdictReason.NoDataYet, 0, 0, [], Stable: null, Canary: null, "No measurement yet.", string.Empty);

    /// <summary>True when something that people would act on differs; fresh numbers alone do not count.</summary>
    public bool DiffersFrom(Verdict? other) =>
        other is null
        || Kind != other.Kind
        || Reason != other.Reason
        || FailedRuns != other.FailedRuns
        || PassedRuns != other.PassedRuns
        || !Checks.Select(c => (c.Name, c.Outcome)).SequenceEqual(other.Checks.Select(c => (c.Name, c.Outcome)));

    [JsonIgnore]
    public bool HasFailingCheck => Checks.Any(c => c.Outcome == CheckOutcome.Fail);
}
