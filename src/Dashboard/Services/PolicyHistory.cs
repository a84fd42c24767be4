using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Services;

/// <summary>One thing that a deployment was to be delivered by in another way than the one before it.</summary>
public sealed record PolicyDifference(string What, string Before, string After);

/// <summary>A deployment with another plan or other guards than the one before it at its place.</summary>
public sealed record PolicyChange(Deployment Deployment, ValueList<PolicyDifference> Differences);

/// <summary>How the plans of a place have changed from deployment to deployment. Pure.</summary>
internal static class PolicyHistory
{
    /// <param name="newestFirst">The deployments of one place.</param>
    public static ValueList<PolicyChange> Of(IStringLocalizer<Texts> texts, IReadOnlyList<Deployment> newestFirst) =>
    [
        .. newestFirst.Zip(newestFirst.Skip(1), (later, earlier) => new PolicyChange(later, Between(texts, earlier.Spec, later.Spec))).Where(change => change.Differences.Count > 0),
    ];

    /// <summary>The share and the hold of each phase.</summary>
    public static string Phases(IStringLocalizer<Texts> texts, DeploymentSpec spec) =>
        string.Join(" → ", spec.Plan.Phases.Select(phase => $"{MirrorText.Share(texts, phase)} {Times.Planned(phase.Hold)}"));

    public static string Limits(IStringLocalizer<Texts> texts, DeploymentSpec spec) => spec.Rules.Count == 0
        ? texts["Plan.NoLimits"]
        : string.Join("; ", spec.Rules.Select(rule => texts[rule.AtLeast ? "Plan.AtLeast" : "Plan.AtMost", MetricName.Of(texts, rule.Metric), MetricText.Of(rule.Metric, rule.Limit)].Value));

    private static ValueList<PolicyDifference> Between(IStringLocalizer<Texts> texts, DeploymentSpec before, DeploymentSpec after) =>
        [.. Facts(texts, before).Zip(Facts(texts, after), (from, to) => new PolicyDifference(from.What, from.Value, to.Value)).Where(one => one.Before != one.After)];

    private static IEnumerable<(string What, string Value)> Facts(IStringLocalizer<Texts> texts, DeploymentSpec spec)
    {
        yield return (texts["Shape.Strategy"], texts[$"Strategy.{spec.Strategy}"]);
        yield return (texts["Plan.Phases"], Phases(texts, spec));
        yield return (texts["Policy.Gates"], Gates(texts, spec.Plan));
        yield return (texts["Plan.Limits"], Limits(texts, spec));
        yield return (texts["Plan.Analysis"], Analysis(texts, spec.Analysis));
        yield return (texts["Plan.Rollback"], RollbackText.Of(texts, spec.Rollback));
    }

    private static string Gates(IStringLocalizer<Texts> texts, PhasePlan plan)
    {
        var asked = plan.Phases.Where(phase => phase.NeedsApproval).Select(phase => MirrorText.Share(texts, phase));
        return string.Join(", ", asked.Concat(plan.BeforePromotion is null ? [] : [texts["Next.Promotion"].Value]).DefaultIfEmpty("–"));
    }

    private static string Analysis(IStringLocalizer<Texts> texts, AnalysisSettings analysis) => analysis.Enabled
        ? texts["Policy.Analysis", texts[$"Mode.{analysis.Mode}"], Times.Planned(analysis.Interval), analysis.FailedRuns, analysis.SuccessfulRuns, EvidenceSentence.Percent(analysis.ConfidenceLevel)]
        : texts["Plan.NotJudged"];
}
