using System.Collections.ObjectModel;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Engine.Commands;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Writes down what runs before a deployment touches anything, and when it is over.</summary>
internal sealed class Snapshots(PlaceKey place, ControlParts parts)
{
    /// <summary>How long after the end, and the drain, something may take to leave.</summary>
    private static readonly TimeSpan s_leaving = TimeSpan.FromMinutes(1);

    /// <summary>What is there much later says nothing about that end: other things happened since.</summary>
    private static readonly TimeSpan s_tooLate = TimeSpan.FromMinutes(15);

    /// <summary>The last one that ended and needs no look any more.</summary>
    private DeploymentId? _settled;

    public async Task<Snapshot> TakeAsync(PlaceView view, IReadOnlyList<Instance> seen, IWorkloadRuntime runtime, CancellationToken ct)
    {
        var (details, problem) = await DescribeAsync(runtime, ct);
        return SnapshotMaker.Make(
            view.Environment.Live,
            seen.Where(instance => !instance.IsFetching).Select(instance => new SeenInstance(
                instance.Id, instance.Release, instance.Degraded is null ? Words.Of(instance.State) : "degraded", instance.StartedAt, details.GetValueOrDefault(instance.Id) ?? InstanceDetail.Unknown with { Image = instance.Image })
            {
                Address = instance.Address,
                Container = instance.Container,
                Pid = instance.Pid,
                Digest = instance.Digest,
                IsLeaving = instance.IsStopping,
                Command = WordsOf(view.Service.Release(instance.Release)?.Spec),
            }),
            parts.Marks?.KeyName,
            variable => parts.Marks?.Of(variable) ?? "") with { Problem = problem };
    }

    private static ValueList<string> WordsOf(ReleaseSpec? release) => [.. release?.Container?.Entrypoint ?? [], .. release?.Command ?? []];

    /// <summary>What cannot be told holds nothing up, and is said: no deployment stands, and none is kept from going back, because a record would have gaps.</summary>
    private async Task<(IReadOnlyDictionary<string, InstanceDetail> Details, string? Problem)> DescribeAsync(IWorkloadRuntime runtime, CancellationToken ct)
    {
        try
        {
            return (await runtime.DescribeAsync(place, ct), null);
        }
        catch (RuntimeException ex)
        {
            return (ReadOnlyDictionary<string, InstanceDetail>.Empty, ex.Message);
        }
    }

    /// <summary>After the end: once what was to leave has left, at the latest when the next one comes.</summary>
    public async Task FollowUpAsync(PlaceView view, IReadOnlyList<Instance> seen, IWorkloadRuntime runtime, CancellationToken ct)
    {
        var now = parts.Time.GetUtcNow();
        if ((view.Environment.LastWithoutSuccess ?? view.Environment.LiveBy) is not { } last || last == _settled)
        {
            return;
        }

        // Read only where it may still be due: after a start there are as many places as there are.
        if (view.Environment is { LastWithoutSuccess: null, LiveSince: { } since } && now - since > s_tooLate)
        {
            _settled = last;
            return;
        }

        if (await parts.States.FindDeploymentAsync(place.Tenant, last, ct) is not { State: { Status: DeploymentStatus.Ended ended } state })
        {
            return;
        }

        if (ended.NoOp || !state.BeforeIsRecorded || state.AfterIsRecorded || now - ended.At > s_tooLate)
        {
            _settled = last;
            return;
        }

        var drain = view.Environment.Spec.Runtime.DrainTimeout ?? RuntimeSpec.DefaultDrainTimeout;
        if (view.Active is not null || seen.All(view.Wants) || now - ended.At > drain + s_leaving)
        {
            await parts.Bus.SendAsync(place.Tenant, last, new DeploymentCommand.ReportAftermath(await TakeAsync(view, seen, runtime, ct)), CommandContext.Engine, ct);
            _settled = last;
        }
    }
}
