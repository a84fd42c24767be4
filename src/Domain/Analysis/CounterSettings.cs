namespace Sluice.Domain.Analysis;

/// <summary>
/// Limits on counted runs in point mode, check by check and anew in every phase, for people who come from Argo Rollouts. What is unset judges as usual, by runs in a row.
/// </summary>
public sealed record CounterSettings
{
    /// <summary>Failing runs of a check that are allowed, in a row or not: the next one rolls back. Takes the place of <see cref="AnalysisSettings.FailedRuns"/>; 0 to 1000.</summary>
    public int? FailureLimit { get; init; }

    /// <summary>Runs of a check without enough data that are allowed: with the next one the phase stays undecided; 0 to 1000.</summary>
    public int? InconclusiveLimit { get; init; }

    /// <summary>Runs in a row that the source may fail to answer: with the next one the phase stays undecided; 0 to 1000.</summary>
    public int? ConsecutiveErrorLimit { get; init; }

    /// <summary>Passing runs in a row that every check needs once before a phase may end, 1 to 1000. Takes the place of <see cref="AnalysisSettings.SuccessfulRuns"/>.</summary>
    public int? ConsecutiveSuccessLimit { get; init; }

    /// <summary>Runs with a result that every check needs before a phase may end, 1 to 1000. Takes the place of <see cref="AnalysisSettings.SuccessfulRuns"/>.</summary>
    public int? Count { get; init; }

    /// <summary>From the moment a phase has its share to the first run, up to 1 h.</summary>
    public TimeSpan InitialDelay { get; init; }

    /// <summary>Metrics and triggers whose checks are judged and shown, and count for nothing.</summary>
    public ValueList<string> DryRun { get; init; } = [];

    /// <summary>Whether a check counts for nothing; a trigger is named by itself, as its metric may have a limit that counts.</summary>
    public bool IsDry(CheckRule rule) => DryRun.Contains(rule.Role == CheckRole.Trigger ? rule.Name : rule.Metric);
}
