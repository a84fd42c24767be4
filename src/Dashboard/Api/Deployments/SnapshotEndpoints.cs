using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Snapshots;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>What ran before and after a deployment.</summary>
internal static class SnapshotEndpoints
{
    public static void MapSnapshots(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/snapshots", ReadAsync).Describe("list_snapshots", "What ran before and after a deployment, as the runtime told, and what differs")
            .RequireAuthorization(Policies.View).Produces<SnapshotsView>().MayRefuse(404, 409);

    private static async Task<IResult> ReadAsync(CurrentActor current, string id, ILiveStates live, IEventStore store, CancellationToken ct)
    {
        var deployment = (await live.GetAsync(current.Tenant, id, ct)).State;
        var taken = deployment.BeforeIsRecorded
            ? (await store.ReadStreamAsync(current.Tenant, deployment.Id.Stream, 0, toVersion: null, ct)).Select(recorded => recorded.Event).OfType<SnapshotTaken>().ToList()
            : [];
        var (before, after) = (taken.Find(one => one.Moment == SnapshotMoment.Before), taken.Find(one => one.Moment == SnapshotMoment.After));
        return Results.Ok(new SnapshotsView(
            before is null ? null : Show(before),
            after is null ? null : Show(after),
            before is null || after is null ? [] : [.. SnapshotDiff.Between(before.Snapshot, after.Snapshot).Select(one => new SnapshotDifferenceView(one.Subject, one.Field, one.From, one.To))],
            before is null || after is null ? [] : [.. SnapshotDiff.NotCompared(before.Snapshot, after.Snapshot).Select(one => new SnapshotGapView(one.Subject, one.Field))]));
    }

    private static SnapshotView Show(SnapshotTaken taken)
    {
        var snapshot = taken.Snapshot;
        return new(
            taken.Origin.At,
            snapshot.Live,
            [.. snapshot.Instances.Select(one => new SnapshotInstanceView(
                one.Id, snapshot.Shapes[one.Shape].Release, one.Shape, one.Health, one.Since, one.Address, one.Container, one.Pid, one.Ports, one.IsLeaving))],
            [.. snapshot.Shapes.Select(Show)],
            snapshot.LeftOut,
            snapshot.Problem);
    }

    private static SnapshotShapeView Show(SnapshotShape shape) => new(
        shape.Release,
        shape.Image,
        shape.ImageId,
        shape.Digest,
        shape.Program,
        shape.Command,
        shape.Directory,
        shape.User,
        shape.Memory,
        shape.MemoryReservation,
        shape.Cpus,
        [.. shape.Variables.Select(variable => variable.Name)],
        shape.Labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal),
        [.. shape.Mounts.Select(mount => new SnapshotMountView(mount.Target, mount.Type, mount.Source, mount.ReadOnly))],
        shape.LeftOut);
}
