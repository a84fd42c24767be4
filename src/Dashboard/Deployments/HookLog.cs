using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Deployments;

/// <summary>What a command of a deployment wrote: from where it ran as long as that is kept, then what was recorded with its end. Never with values of its variables.</summary>
public sealed class HookLog(ILiveStates live, IEnumerable<IWorkloadRuntime> runtimes)
{
    /// <exception cref="RuntimeException">The runtime cannot be asked.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(TenantId tenant, Deployment deployment, HookRun run, int most, CancellationToken ct)
    {
        if (await live.FindServiceAsync(tenant, deployment.Spec.Service, ct) is not { State: var service } || service.Release(deployment.Spec.ToRelease) is not { } release)
        {
            return [];
        }

        var kind = service.Environment(deployment.Spec.Environment)?.Spec.Runtime.Kind;
        var written = runtimes.FirstOrDefault(runtime => runtime.Kind == kind)?.Hooks is { } hooks
            ? await hooks.ReadLastLinesAsync(new(tenant, deployment.Spec.Service, deployment.Spec.Environment), new(deployment.Id, run.Attempt) { Stage = run.Stage }, most, ct)
            : [];
        return written.Count > 0 ? HookLines.Masked(written, release.Spec, deployment.Spec.Plan.PreviewCheck) : [.. run.LastLines.TakeLast(most)];
    }
}
