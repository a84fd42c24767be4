using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Strategies;

/// <summary>What the place lacks that a custom strategy needs, as far as its declaration tells. The router is asked elsewhere.</summary>
internal static class CustomStrategyRules
{
    public static FieldError? Mismatch(DeploymentRequest request, EnvironmentSpec place) =>
        request is { Custom: { } custom } && request.Needs.Contains(Capability.StartInstances) && place.Runtime.Kind == RuntimeKind.External
            ? new("strategy", custom.Name, "one that does not start instances: someone else starts and stops these")
            : null;
}
