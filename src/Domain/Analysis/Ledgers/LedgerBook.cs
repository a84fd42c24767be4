using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What a deployment is judged by, fixed before it starts: that is what the promises rest on.</summary>
/// <param name="Horizon">Planned intervals of the whole deployment, 1 or more.</param>
/// <param name="First">The canary's share in the first phase.</param>
public sealed record LedgerTerms(Thresholds Thresholds, RollbackPolicy Rollback, AnalysisSettings Settings, int Horizon, Share First)
{
    private const int LeastHorizon = 360;
    private const int MostHorizon = 100_000;

    /// <summary>The place's own metrics that rules name.</summary>
    public ValueList<MetricDefinition> Custom { get; init; } = [];

    /// <summary>All requests of a user go to one release; then requests need not arrive in the shares that users were given.</summary>
    public bool IsSticky { get; init; }

    /// <summary>Both releases answer the same requests; then nothing is shared out that could arrive in other shares.</summary>
    public bool IsMirrored { get; init; }

    internal EvidenceSettings Evidence => Settings.Evidence ?? new();

    /// <summary>As a deployment of this plan is judged.</summary>
    public static LedgerTerms For(PhasePlan plan, Thresholds thresholds, RollbackPolicy rollback, AnalysisSettings settings) =>
        new(thresholds, rollback, settings, HorizonOf(plan, settings), plan.Phases[0].Compared) { IsSticky = plan.Users?.Sticky is not null, IsMirrored = plan.Mirror is not null };

    /// <summary>Intervals that the plan takes at the least; a short plan counts as an hour's, since holds grow.</summary>
    private static int HorizonOf(PhasePlan plan, AnalysisSettings settings) =>
        (int)Math.Clamp(plan.Phases.Sum(phase => (phase.Hold + (phase.Gap?.For ?? TimeSpan.Zero)) / settings.Interval), LeastHorizon, MostHorizon);
}

/// <summary>Opens a ledger per metric: comparisons with stable first, then limits, in the order in which people read them.</summary>
internal static partial class LedgerBook
{
    internal sealed record Entry(string Name, string Metric, EvidenceKind Kind, MetricRole Role, bool Required, EvidenceGroup Group, Func<MetricLedger.Terms, MetricLedger> Open)
    {
        public MetricMeasure? Measure { get; init; }
    }

    /// <summary>Of a comparison with stable.</summary>
    public static string NameOf(string metric) => metric + "_vs_stable";

    /// <param name="before">What stable did before the canary had traffic.</param>
    public static IReadOnlyList<MetricLedger> Open(LedgerTerms terms, ArmWindow before)
    {
        var restarts = RestartPlan.For(terms.Horizon);
        var priorRate = before.ErrorRate ?? PastRate.UsualRate;
        var rules = MetricRule.With(terms.Evidence.Metrics);
        List<Entry> entries =
        [
            .. rules.Where(rule => !rule.IsExtra).Select(rule => Comparison(rule, terms.First, restarts, priorRate)),
            .. rules.Where(rule => rule.IsExtra).Select(rule => Own(terms, rule, before)).OfType<Entry>(),
            .. CheckRule.For(terms.Thresholds, terms.Rollback).Select(rule => OwnLimit(terms, rule, restarts) ?? Limit(rule, restarts)),
        ];
        var critical = terms.Rollback.OnMetricFailure.Concat(terms.Evidence.Metrics.Where(rule => rule.Critical).Select(rule => rule.Metric)).ToHashSet(StringComparer.Ordinal);
        var guards = entries.Where(entry => entry.Role == MetricRole.Guard).ToList();
        var weights = EvidenceWeights.For([.. guards.Select(entry => new EvidenceStake(entry.Group, critical.Contains(entry.Metric)))]);
        return [.. entries.Select(entry => entry.Open(new(
            entry.Name, entry.Metric, entry.Kind, entry.Role, entry.Required, entry.Role == MetricRole.Guard ? weights[guards.IndexOf(entry)] : 0)
        {
            Measure = entry.Measure,
        }))];
    }

    private static Entry Comparison(MetricRule rule, Share first, RestartPlan restarts, double priorRate) => rule.Metric == MetricNames.ErrorRate
        ? new(NameOf(rule.Metric), rule.Metric, EvidenceKind.Comparison, rule.Role, rule.Required, EvidenceGroup.Errors, about => new ErrorLedger(about, rule, restarts, first, priorRate))
        : new(NameOf(rule.Metric), rule.Metric, EvidenceKind.Comparison, rule.Role, rule.Required, EvidenceGroup.Latency, about => new LatencyLedger(
            about, Quantile(rule.Metric)!.Value, LatencyGrowth.Buckets(rule.ToleratedGrowth), LatencyGrowth.Buckets(rule.GrowthToRuleOut), restarts));

    private static Entry Limit(CheckRule rule, RestartPlan restarts)
    {
        var required = rule.Role == CheckRole.Threshold;
        return rule switch
        {
            { Metric: MetricNames.Throughput } => new(
                rule.Name, rule.Metric, EvidenceKind.Slo, rule.HoldsOnly ? MetricRole.Information : MetricRole.Guard, Required: false, EvidenceGroup.Slo,
                about => new ThroughputLedger(about, rule.Limit)),
            { Compares: true } => new(
                rule.Name, rule.Metric, EvidenceKind.Comparison, MetricRole.Guard, Required: false, EvidenceGroup.Slo,
                about => new LatencyLedger(about, 0.99, LatencyGrowth.Buckets(rule.Limit), ruledOut: null, restarts)),
            _ when Quantile(rule.Metric) is { } q => new(
                rule.Name, rule.Metric, EvidenceKind.Slo, MetricRole.Guard, required, EvidenceGroup.Slo,
                about => new LimitLedger(about, rule.Limit, 1 - q, restarts, Exceedance.Breaking(rule.Limit), Exceedance.Complying(rule.Limit))),
            _ => new(
                rule.Name, rule.Metric, EvidenceKind.Slo, MetricRole.Guard, required, EvidenceGroup.Slo,
                about => new LimitLedger(about, rule.Limit, rule.Limit, restarts, Bad(rule.Metric), Bad(rule.Metric))),
        };
    }

    /// <summary>Null for what is no quantile of latency.</summary>
    internal static double? Quantile(string metric) => metric switch
    {
        MetricNames.LatencyP50 => 0.5,
        MetricNames.LatencyP90 => 0.9,
        MetricNames.LatencyP95 => 0.95,
        MetricNames.LatencyP99 => 0.99,
        _ => null,
    };

    private static Func<ArmWindow, Count> Bad(string metric) => metric == MetricNames.ClientErrorRate
        ? arm => new(arm.Requests, arm.ClientErrors)
        : arm => new(arm.Requests, arm.Errors);
}
