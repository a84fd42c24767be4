using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Deployments;

/// <summary>Everything that the page of one deployment shows, at one instant.</summary>
/// <param name="Version">Of the deployment's stream: orders carry it as what was seen.</param>
/// <param name="Status">Null before the controller's first look.</param>
/// <param name="Events">Oldest first. May be a moment behind <paramref name="Version"/>.</param>
public sealed record DeploymentSnapshot(
    Deployment State, long Version, Service Service, ServiceEnvironment Place, PlaceStatus? Status, IReadOnlyList<VersionedEvent> Events)
{
    /// <summary>Events are missing, because the store cannot be read now.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The instant of the past that is shown; null for now. Nothing counts down, and nobody is asked.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>It is another system's: links to its service would lead to one of the same name here.</summary>
    public bool IsForeign { get; init; }

    /// <summary>What served before, as captured, or as created when nothing was looked at yet.</summary>
    public int? StableRelease => State.StableIsKnown ? State.Stable?.Release : State.Spec.FromRelease;
}
