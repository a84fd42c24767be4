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

    /// <summary>A limit on what the usual counts do not tell; null for one on those.</summary>
    private static Entry? OwnLimit(LedgerTerms terms, CheckRule rule, RestartPlan restarts) => KindOf(terms, rule.Metric) switch
    {
        MetricKind.CounterPair => ShareLimit(rule, restarts),
        MetricKind.Histogram => QuantileLimit(terms, rule, restarts),
        MetricKind.Gauge => GaugeLimit(terms, rule),
        _ => null,
    };

    private static Entry ShareLimit(CheckRule rule, RestartPlan restarts)
    {
        // A floor on a share is a ceiling on the rest.
        var allowed = rule.AtLeast ? 1 - rule.Limit : rule.Limit;
        Func<ArmWindow, Count> count = arm => OwnCounts.Of(arm, rule.Metric, others: rule.AtLeast);
        return Limit(rule, new(rule.Metric, MetricKind.CounterPair, AtLeast: rule.AtLeast), about => new LimitLedger(about, rule.Limit, allowed, restarts, count, count));
    }

    /// <summary>Of the quantile that its comparison is about: so few may be above it.</summary>
    private static Entry QuantileLimit(LedgerTerms terms, CheckRule rule, RestartPlan restarts)
    {
        var quantile = HistogramLedger.QuantileOf(terms.Evidence.Metrics.FirstOrDefault(other => other.Metric == rule.Metric));
        return Limit(rule, new(rule.Metric, MetricKind.Histogram, quantile), about => new LimitLedger(
            about, rule.Limit, 1 - quantile, restarts, arm => OwnCounts.Breaking(arm, rule.Metric, rule.Limit), arm => OwnCounts.Complying(arm, rule.Metric, rule.Limit)));
    }

    private static Entry GaugeLimit(LedgerTerms terms, CheckRule rule)
    {
        var measure = rule.Metric == MetricNames.OpenRequests ? null : new MetricMeasure(rule.Metric, MetricKind.Gauge, AtLeast: rule.AtLeast);
        return Limit(rule, measure, about => new GaugeLimitLedger(
            about, rule.Limit, rule.AtLeast, arm => measure is null ? arm.Value(rule.Metric) : measure.Value(arm), GaugeProcess.PlanFor(terms.Horizon)));
    }

    private static Entry Limit(CheckRule rule, MetricMeasure? measure, Func<MetricLedger.Terms, MetricLedger> open) =>
        new(rule.Name, rule.Metric, EvidenceKind.Slo, MetricRole.Guard, Required: rule.Role == CheckRole.Threshold, EvidenceGroup.Slo, open) { Measure = measure };

    private static MetricKind? KindOf(LedgerTerms terms, string metric) =>
        metric == MetricNames.OpenRequests ? MetricKind.Gauge : terms.Custom.FirstOrDefault(definition => definition.Name == metric)?.Kind;
}
