using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Deployments;

/// <summary>The head of the page.</summary>
public sealed record HeaderView(Deployment State, ServiceEnvironment Place, int? From, string? FromTitle, string? ToTitle, string? RouteProblem)
{
    public bool IsForeign { get; init; }

    public static HeaderView Of(DeploymentSnapshot view) => new(
        view.State,
        view.Place,
        view.StableRelease,
        view.StableRelease is { } from ? view.Service.Release(from)?.Spec.Title : null,
        view.Service.Release(view.State.Spec.ToRelease)?.Spec.Title,
        view.Status?.RouteProblem)
    {
        IsForeign = view.IsForeign,
    };
}
