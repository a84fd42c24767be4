using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What a start is tried by: the rules of a deployment as far as stored counts can answer them, and its phases beside stable.</summary>
internal sealed record TrialTerms(LedgerTerms Ledger, ValueList<Phase> Phases, bool NeedsNoProof)
{
    /// <returns>Null where requests are copied, without phases beside stable, and where evidence does not judge.</returns>
    public static TrialTerms? For(LedgerTerms terms, PhasePlan plan)
    {
        var phases = plan.Phases.TakeWhile(phase => phase.Share < Share.All).ToValueList();
        if (phases.Count == 0 || terms.IsMirrored || terms.Settings is not { Enabled: true, Mode: AnalysisMode.Evidence })
        {
            return null;
        }

        // Stored counts hold what every arm has; the place's own metrics are not in them, and what must be cleared would wait for ever.
        var ledger = terms with
        {
            Custom = [],
            Thresholds = terms.Thresholds with { Custom = terms.Thresholds.Custom.Where(limit => MetricNames.All.Contains(limit.Metric) && limit.Metric != MetricNames.OpenRequests).ToValueList() },
            Settings = terms.Settings with { Evidence = terms.Evidence with { Metrics = terms.Evidence.Metrics.Where(rule => !rule.IsExtra).ToValueList() } },
        };
        return new(ledger, phases, plan.Rolling is not null && terms.Settings.OnInconclusive == OnInconclusive.AdvanceIfNoSuspicion);
    }

    /// <summary>The same rules for one look per step instead of one per interval.</summary>
    public TrialTerms Every(TimeSpan step, PhasePlan plan)
    {
        var slower = LedgerTerms.For(plan, Ledger.Thresholds, Ledger.Rollback, Ledger.Settings with { Interval = step });
        return this with { Ledger = slower with { IsSticky = Ledger.IsSticky } };
    }
}
