using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

internal static partial class LedgerBook
{
    /// <summary>Of a metric that is compared only when asked for; null for one that nobody defined.</summary>
    private static Entry? Own(LedgerTerms terms, MetricRule rule, ArmWindow before)
    {
        if (KindOf(terms, rule.Metric) is not { } kind)
        {
            return null;
        }

        var restarts = RestartPlan.For(terms.Horizon);
        var measure = new MetricMeasure(rule.Metric, kind, kind == MetricKind.Histogram ? HistogramLedger.QuantileOf(rule) : null, AtLeast: rule.Direction == MetricDirection.HigherIsBetter);
        var (group, open) = kind switch
        {
            MetricKind.CounterPair => (EvidenceGroup.Errors, (Func<MetricLedger.Terms, MetricLedger>)(about => new CounterPairLedger(about, rule, restarts, terms.First, before))),
            MetricKind.Histogram => (EvidenceGroup.Latency, about => new HistogramLedger(about, rule, restarts, before)),
            _ => (EvidenceGroup.Gauge, about => new GaugeLedger(about, measure, rule, GaugeProcess.PlanFor(terms.Horizon))),
        };
        return new(NameOf(rule.Metric), rule.Metric, EvidenceKind.Comparison, rule.Role, rule.Required && kind != MetricKind.Gauge, group, open) { Measure = measure };
    }

    /// <summary>A limit on a place's own counter pair; null for what is none.</summary>
    private static Entry? OwnLimit(LedgerTerms terms, CheckRule rule, RestartPlan restarts)
    {
        if (terms.Custom.All(metric => metric.Name != rule.Metric))
        {
            return null;
        }

        // A floor on a share is a ceiling on the rest.
        var allowed = rule.AtLeast ? 1 - rule.Limit : rule.Limit;
        Func<ArmWindow, Count> count = arm => OwnCounts.Of(arm, rule.Metric, others: rule.AtLeast);
        return new(
            rule.Name, rule.Metric, EvidenceKind.Slo, MetricRole.Guard, Required: rule.Role == CheckRole.Threshold, EvidenceGroup.Slo,
            about => new LimitLedger(about, rule.Limit, allowed, restarts, count, count))
        {
            Measure = new(rule.Metric, MetricKind.CounterPair, AtLeast: rule.AtLeast),
        };
    }

    private static MetricKind? KindOf(LedgerTerms terms, string metric) =>
        metric == MetricNames.OpenRequests ? MetricKind.Gauge : terms.Custom.FirstOrDefault(definition => definition.Name == metric)?.Kind;
}
