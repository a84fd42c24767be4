using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Whether the canary will get as many requests as it should in a phase, and how soon it is noticed if not.</summary>
/// <param name="Expected">Requests per second of the canary, at the present traffic.</param>
/// <param name="Least">As set.</param>
/// <param name="Noticed">How long it takes until too few are proven: if so many come, or where those are enough, if half of the least do. Null when that is never proven.</param>
public sealed record ThroughputOutlook(Share Share, double Expected, double Least, TimeSpan? Noticed)
{
    private const double Half = 0.5;

    public bool IsEnough => Expected >= Least;

    /// <summary>Every phase; empty without a minimum, without traffic, and unless evidence judges.</summary>
    /// <param name="perSecond">Requests to both arms.</param>
    public static ValueList<ThroughputOutlook> Of(LedgerTerms terms, PhasePlan plan, double perSecond)
    {
        if (terms is not { Settings: { Enabled: true, Mode: AnalysisMode.Evidence }, Thresholds.ThroughputMin: { } least } || !(perSecond > 0))
        {
            return [];
        }

        // What only holds needs its own evidence; what returns traffic needs it to carry the average.
        var weight = LedgerBook.Open(terms, ArmWindow.Empty).First(ledger => ledger is ThroughputLedger).About.Weight;
        var alpha = (1 - terms.Settings.ConfidenceLevel) * (weight > 0 ? weight : 1);
        return plan.Phases.Where(phase => phase.Reached > Share.None).Select(phase =>
        {
            var expected = perSecond * phase.Reached.Tenths / 1000.0;
            return new ThroughputOutlook(phase.Reached, expected, least, ThroughputPlan.ToNotice(least, expected < least ? expected : Half * least, alpha));
        }).ToValueList();
    }
}
