using Sluice.Domain;
using Sluice.Domain.Rolling;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Deployments;

/// <summary>Where an instance is between its start and its end.</summary>
public enum InstanceStep
{
    Fetching,
    Starting,

    /// <summary>It runs and has not answered its probe yet.</summary>
    WaitingForHealth,
    Ready,

    /// <summary>Gets no new requests; those under way end.</summary>
    Draining,
    Stopping,

    /// <summary>Was ready and does not answer now.</summary>
    Unready,
    Failed,
}

/// <summary>From what a controller saw to what people and rules go by.</summary>
public static class InstanceSteps
{
    public static InstanceStep Of(InstanceStatus status) => status switch
    {
        { Instance.IsFetching: true } => InstanceStep.Fetching,
        { Instance.IsStopping: true } => InstanceStep.Stopping,
        { Instance.State: InstanceState.Failed } => InstanceStep.Failed,
        { Draining: true } => InstanceStep.Draining,
        { Instance.State: InstanceState.Ready } => InstanceStep.Ready,
        { Instance.State: InstanceState.Unready } => InstanceStep.Unready,
        { Instance.Address.Length: > 0 } => InstanceStep.WaitingForHealth,
        _ => InstanceStep.Starting,
    };

    public static ValueList<ObservedInstance> Observed(PlaceStatus? status) => (status?.Instances ?? []).Select(one => new ObservedInstance(
        one.Instance.Id, one.Instance.Release, one.Instance.State == InstanceState.Ready, one is { InService: true, Draining: false }, one.Draining || one.Instance.IsStopping)
    {
        Failure = one.Instance.State == InstanceState.Failed ? one.Instance.Problem ?? ObservedInstance.NotReady : null,
        Image = one.Instance.Image,
        Digest = one.Instance.Digest,
    }).ToValueList();
}
