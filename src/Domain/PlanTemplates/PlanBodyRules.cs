using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.PlanTemplates;

/// <summary>What a deployment's rules say of the plan in a template, as far as they can while nobody knows service, place and release. What hangs on these is asked when it is used.</summary>
public static class PlanBodyRules
{
    /// <param name="ofTeam">The services of the team.</param>
    public static ValueList<FieldError> Check(DeploymentRequest request, IEnumerable<Service> ofTeam)
    {
        ArgumentNullException.ThrowIfNull(request);
        ValueList<FieldError> ofPlan = request.Custom is null ? PlanBuilder.Build(InPlace.Complete(request.Plan, release: null, live: null)).Errors : [];
        return [.. DeploymentRequestRules.Check(request, OwnOf(ofTeam)), .. ofPlan, .. OfPreview(request)];
    }

    /// <returns>Null where any name might be one: the team has no service yet, or two services mean different things by one name.</returns>
    private static ValueList<MetricDefinition>? OwnOf(IEnumerable<Service> ofTeam)
    {
        var places = ofTeam.SelectMany(service => service.Environments).ToList();
        var own = places.SelectMany(place => place.Spec.Metrics ?? []).Distinct().ToValueList();
        return places.Count == 0 || own.Select(metric => metric.Name).Distinct(StringComparer.Ordinal).Count() < own.Count ? null : own;
    }

    private static IEnumerable<FieldError> OfPreview(DeploymentRequest request)
    {
        if (request.Plan.PreviewCheck?.Env is { Count: > 0 } given)
        {
            yield return new("plan.preview_check.env", $"{given.Count} values", "nothing: everybody reads the plans of teams, and these may be secrets; the release's own reach the check too");
        }
    }
}
