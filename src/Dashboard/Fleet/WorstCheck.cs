using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Fleet;

/// <summary>The check that stands closest to a bad end.</summary>
public static class WorstCheck
{
    /// <summary>Failing ones first, then those that cannot be judged, then the one with the least room to its limit.</summary>
    public static CheckResult? Of(Verdict? verdict) => verdict?.Checks
        .Where(check => !check.DryRun)
        .OrderBy(check => Rank(check.Outcome))
        .ThenByDescending(Used)
        .ThenBy(check => check.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static int Rank(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Fail => 0,
        CheckOutcome.SourceError => 1,
        CheckOutcome.Pass => 2,
        _ => 3,
    };

    /// <summary>How much of the room to the limit is used up; 1 is the limit itself.</summary>
    private static double Used(CheckResult check) => check switch
    {
        { Canary: null } => 0,
        { AtLeast: true, Canary: > 0 } => check.Limit / check.Canary.Value,
        { Limit: > 0 } => check.Canary.Value / check.Limit,
        _ => check.Canary.Value > 0 ? double.MaxValue : 0,
    };
}
