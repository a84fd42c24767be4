using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the action bar stands on: the state, the version that orders name, and the events that a dialog shows when it moves on.</summary>
/// <param name="Release">The release that would get traffic; null when it is not known.</param>
public sealed record BarView(Deployment State, long Version, ServiceEnvironment Place, IReadOnlyList<VersionedEvent> Events, Release? Release = null)
{
    /// <summary>Drawn as it was: questions cannot be answered.</summary>
    public bool IsReadOnly { get; init; }

    public bool IsForeign { get; init; }

    public static BarView Of(DeploymentSnapshot view) =>
        new(view.State, view.Version, view.Place, view.Events, view.Service.Release(view.State.Spec.ToRelease)) { IsReadOnly = view.AsOf is not null, IsForeign = view.IsForeign };
}
