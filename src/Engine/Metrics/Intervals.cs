using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Engine.Metrics;

/// <summary>Stored strata, both arms of an interval side by side again.</summary>
public static class Intervals
{
    /// <param name="strata">Of one deployment, in order of time.</param>
    public static IReadOnlyList<Interval> From(IReadOnlyList<Stratum> strata) =>
        [.. strata.GroupBy(stratum => (stratum.Phase, stratum.From)).OrderBy(interval => interval.Key.From).Select(Of)];

    /// <summary>Works the evidence out again from what was stored.</summary>
    /// <param name="ledger">A fresh one.</param>
    /// <returns>The hash of the intervals taken in.</returns>
    public static string Replay(IEnumerable<Interval> intervals, EvidenceLedger ledger)
    {
        var hash = string.Empty;
        foreach (var interval in intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary))
        {
            ledger.Observe(interval);
            hash = EvidenceHash.Chain(hash, interval.Stable, interval.Canary);
        }

        return hash;
    }

    private static Interval Of(IEnumerable<Stratum> arms)
    {
        var any = arms.First();
        var canary = arms.FirstOrDefault(arm => arm.Role == ArmRole.Canary);
        var stable = arms.FirstOrDefault(arm => arm.Role == ArmRole.Stable);
        return new(any.Phase, any.From, any.To, canary?.Share ?? Share.None, stable is null ? null : Window(stable), canary is null ? ArmWindow.Empty : Window(canary))
        {
            RecordedAt = any.RecordedAt,
        };
    }

    private static ArmWindow Window(Stratum arm) => new(arm.To - arm.From, arm.Requests, arm.Errors, arm.ClientErrors, arm.Open, arm.Latency) { Detail = arm.Detail };
}
