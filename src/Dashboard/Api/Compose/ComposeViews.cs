using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Engine.Compose;

namespace Sluice.Dashboard.Api.Compose;

/// <summary>From previews and rollouts to the wire.</summary>
internal static class ComposeViews
{
    public static ComposePreviewView Of(ComposePreview preview) => new(
        preview.Application,
        preview.Environment.Value,
        preview.Start is not null,
        [.. preview.Report.Select(one => new ComposeFindingView(one.Path, one.At.Line, one.At.Column, Words.Of(one.Treatment), one.Sentence))],
        [.. preview.Warnings.Select(one => new ComposeWarningView(one.Path, one.At.Line, one.At.Column, one.Sentence))],
        preview.Plan?.Volumes ?? [],
        [.. (preview.Plan?.Steps ?? []).Select(Of)],
        [.. (preview.Plan?.Unchanged ?? []).Select(Of)]);

    public static ApplicationView Of(Rollout rollout, ValueList<ServiceSight> sights) => new(
        rollout.Application.Value, rollout.Environment.Value, rollout.Number, Words.Of(rollout.Status), rollout.Why, rollout.By.Name, rollout.At, rollout.EndedAt, rollout.Reason,
        [.. rollout.Steps.Select(step => new RolloutStepView(
            step.Key, step.Service.Value, step.Release, Words.Of(step.State), step.Deployment?.Value, After(step.After), rollout.HasEnded ? [] : RolloutProgress.WaitsFor(rollout, step, sights), step.Why))]);

    private static ComposeServiceView Of(ServicePlan plan) => new(
        plan.Wish.Key,
        plan.Wish.Service.Value,
        Words.Of(plan.Verdict),
        plan.Sentence,
        plan.Live,
        plan.Release,
        [.. (plan.Comparison?.Differences ?? []).Select(one => new SpecDifferenceView(one.Field, one.From, one.To, Words.Of(one.Needs)))],
        After(plan.Wish.After),
        [.. plan.Operations.Select(o => new OperationView(Words.Of(o.Kind), o.Phase, o.Release, o.Instances, o.Share?.Percent))],
        plan.Behind?.Value);

    private static List<ComposeAfterView> After(ValueList<ServiceDependency> after) => [.. after.Select(on => new ComposeAfterView(on.Service.Value, Words.Of(on.Condition)))];
}
