using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Sees to the commands of the deployment under way: that each is started once, ends in time or with its deployment, and that its end is told.</summary>
internal sealed class HookTurn(PlaceKey place, TimeProvider time)
{
    private readonly StartLimit _limit = new(time);
    private (HookRunId Run, DateTimeOffset Since)? _waiting;
    private Task? _ending;

    /// <param name="instances">Those that nobody is stopping.</param>
    /// <returns>What the deployment is to be told; null: nothing yet.</returns>
    /// <exception cref="RuntimeException">The runtime cannot be asked; nothing is known.</exception>
    public async Task<DeploymentCommand.ReportHook?> RunAsync(PlaceView view, IReadOnlyList<Instance> instances, IWorkloadRuntime runtime, List<string> problems, CancellationToken ct)
    {
        if (runtime.Hooks is not { } hooks)
        {
            return view.Wanted.Hook is { } impossible ? Told(impossible, new HookEnd.NotStarted("nothing here could run it")) : null;
        }

        var isTidy = await TidyAsync(view, hooks, problems, ct);
        if (view.Wanted.Hook is not { } wanted)
        {
            return null;
        }

        var (run, release) = (new HookRunId(wanted.Deployment, wanted.Attempt) { Stage = wanted.Stage }, view.Service.Release(wanted.Release)!);
        var order = new HookOrder(run, wanted.CommandOf(view.Active!, release.Spec)!) { Preview = wanted.Stage == HookStage.Preview ? Ready(release, instances) : [] };
        var seen = await hooks.LookAsync(place, run, ct);
        switch (seen, wanted.MayRun)
        {
            case (HookSighting.Ended ended, _):
                return Told(wanted, ended.How);
            case (HookSighting.Running running, var mayRun):
                Collect(problems);
                if (!mayRun || time.GetUtcNow() - running.StartedAt >= order.Command.EffectiveTimeout)
                {
                    // Beside the looks: what takes its time to end must not keep traffic waiting. Begun where they run, as with stops.
                    _ending ??= Task.Factory.StartNew(() => hooks.EndAsync(place, run, Pace.StopGrace, ct), ct, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
                }

                return null;
            case (_, false):
                return Told(wanted, new HookEnd.NotStarted("its deployment ended before"));
            case var _ when !isTidy:
                return null;   // two commands must not run beside each other
            case var _ when wanted.Stage == HookStage.Preview && order.Preview.Count < release.Spec.Replicas:
                return Wait(wanted, order, release.Spec, problems);
            default:
                _waiting = null;
                return await StartAsync(view, hooks, release, wanted, order, problems, ct);
        }
    }

    /// <summary>One that crashed meanwhile comes back by itself, or does not: it has as long as it may take to get ready. Counted from when it was missed, as nobody looked while the control plane was away.</summary>
    private DeploymentCommand.ReportHook? Wait(WantedHook wanted, HookOrder order, ReleaseSpec release, List<string> problems)
    {
        var ready = $"{order.Preview.Count} of {release.Replicas} instances are ready";
        problems.Add($"The {wanted.Stage.Name()} waits: {ready}.");
        _waiting = _waiting is { } known && known.Run == order.Run ? known : (order.Run, time.GetUtcNow());
        return time.GetUtcNow() - _waiting.Value.Since >= release.Readiness.Timeout
            ? Told(wanted, new HookEnd.NotStarted($"{ready} after {Durations.Format(release.Readiness.Timeout)}"))
            : null;
    }

    /// <returns>False when something of another run may be left. The look goes on all the same.</returns>
    private async Task<bool> TidyAsync(PlaceView view, IHookRunner hooks, List<string> problems, CancellationToken ct)
    {
        try
        {
            await hooks.TidyAsync(place, view.Active is { } active && (active.PreviewRun ?? active.Hook) is { } last ? new(active.Id, last.Attempt) { Stage = last.Stage } : null, ct);
            return true;
        }
        catch (RuntimeException ex)
        {
            problems.Add($"What is left of an earlier command cannot be taken away: {ex.Message}");
            return false;
        }
    }

    private async Task<DeploymentCommand.ReportHook?> StartAsync(
        PlaceView view, IHookRunner hooks, Release release, WantedHook wanted, HookOrder order, List<string> problems, CancellationToken ct)
    {
        try
        {
            await hooks.StartAsync(place, view.Environment.Spec, release, order, ct);
            _limit.Started();
            return null;
        }
        catch (RuntimeException ex)
        {
            problems.Add($"The {wanted.Stage.Name()} of release {release.Number} cannot be started: {ex.Message}");
            return _limit.IsReached(order.Run, release.Spec.Readiness.Timeout) || !ex.IsTransient ? Told(wanted, new HookEnd.NotStarted(ex.Message)) : null;
        }
    }

    /// <summary>What went wrong with ending it; it is tried again.</summary>
    private void Collect(List<string> problems)
    {
        if (_ending is not { IsCompleted: true } over)
        {
            return;
        }

        _ending = null;
        if (over is { IsFaulted: true, Exception: { } fault })
        {
            problems.Add(fault.GetBaseException().Message);
        }
    }

    private static DeploymentCommand.ReportHook Told(WantedHook wanted, HookEnd end) => new(wanted.Attempt, end) { Stage = wanted.Stage };

    /// <summary>What is checked is all of them.</summary>
    private static ValueList<Instance> Ready(Release release, IReadOnlyList<Instance> instances) =>
        instances.Where(instance => instance.Release == release.Number && instance.State == InstanceState.Ready && instance.Address.Length > 0).OrderBy(instance => instance.Slot).ToValueList();
}
