using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Deployments;

/// <summary>What a deployment does, step by step, and how each of its instances is.</summary>
public sealed record OperationsView(int Canary, ValueList<OperationStatus> Operations, ValueList<InstanceStatus> Instances)
{
    /// <param name="status">What was seen last; null for a state of the past.</param>
    public static OperationsView Of(Service service, Deployment d, PlaceStatus? status)
    {
        var stable = d.StableIsKnown ? d.Stable?.Release : d.Spec.FromRelease;
        return new(
            d.Spec.ToRelease,
            OperationProgress.Of(service, d, InstanceSteps.Observed(status)),
            (status?.Instances ?? []).Where(one => one.Instance.Release == d.Spec.ToRelease || one.Instance.Release == stable)
                .OrderByDescending(one => one.Instance.Release).ThenBy(one => one.Instance.Slot).ToValueList());
    }

    public static OperationsView Of(DeploymentSnapshot view) => Of(view.Service, view.State, view.AsOf is null && !view.IsForeign ? view.Status : null);
}

/// <summary>What goes wrong quietly.</summary>
public sealed record NoticesView(ValueList<PlaceNotice> Notices)
{
    public static NoticesView Of(DeploymentSnapshot view) => view is { AsOf: null, IsForeign: false, Status: { } status } && Concerns(view.State, view.Place)
        ? new(PlaceNotices.Of(view.Service, view.State, InstanceSteps.Observed(status), status.MissingImages, status.LookedAt))
        : new([]);

    /// <summary>What runs now says nothing about a deployment that others have followed.</summary>
    public static bool Concerns(Deployment d, ServiceEnvironment place) => place.Holder == d.Id || (place.Holder is null && (d.Status is not DeploymentStatus.Ended { Outcome: Outcome.Succeeded } || place.LiveBy == d.Id));
}
