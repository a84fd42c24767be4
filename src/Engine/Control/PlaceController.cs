using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>
/// Keeps one place as it is wanted: observe, decide, converge, again and again. Holds nothing that a restart would miss:
/// what is wanted follows from the state, what is there is read back.
/// </summary>
internal sealed partial class PlaceController(PlaceKey place, ControlParts parts, ILogger<PlaceController> logger)
{
    private readonly Drains _drains = new(parts.Time);
    private readonly Judging _judging = new(place, parts);
    private readonly Stops _stops = new(place);
    private readonly StartLimit _startLimit = new(parts.Time);
    private readonly HookTurn _hook = new(place, parts.Time);
    private readonly ImageWatch _images = new(parts.Time);
    private readonly Snapshots _snapshots = new(place, parts);
    private ValueList<int> _missingImages = [];
    private IReadOnlyList<Instance> _seen = [];
    private bool _hasLooked;
    private string? _routeProblem;
    private AppliedShares? _applied;

    /// <summary>From what the router last told; null while instances do not take each other's place.</summary>
    private RollingSlots? _slots;
    private (int Old, int New) _slotsOf;

    /// <summary>Those that nobody is stopping, as of now: one that was asked to end after it was seen gets nothing any more.</summary>
    private IReadOnlyList<Instance> Staying => [.. _seen.Where(i => !i.IsStopping && !_stops.IsUnderWay(i))];

    /// <summary>One look.</summary>
    /// <returns>When to look again at the latest.</returns>
    public async Task<DateTimeOffset> LookAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is not { } view)
        {
            return parts.Time.GetUtcNow() + Pace.Idle;
        }

        if (await PausedAsync(ct) is { } pause)
        {
            // Nothing is touched, not even looked at: what was seen last is said again, with why it stays so.
            parts.Statuses.Publish((parts.Statuses.Find(place) ?? new(place, parts.Time.GetUtcNow())) with { Problems = [pause.Sentence] });
            return parts.Time.GetUtcNow() + Pace.Idle;
        }

        var problems = new List<string>();
        await TakeTurnAsync(view, ct);

        // Traffic first: an abort must not wait for a slow probe. The instances of the last look will do.
        if (_hasLooked && view.Active is not null)
        {
            (_, view) = await SteerAsync(view, problems, ct);
            problems.Clear();
        }

        try
        {
            await InspectAsync(view, problems, ct);
            if (await _hook.RunAsync(view, Staying, parts.Runtimes.For(view.Environment.Spec.Runtime.Kind), problems, ct) is { } told)
            {
                await TellAsync(view, told, ct);
            }
        }
        catch (RuntimeException ex)
        {
            // What runs is not known now: nothing is decided on it, traffic stays with what was seen last, and whoever looks is told.
            var last = _hasLooked ? (await SteerAsync(view, problems, ct)).Reading : null;
            parts.Statuses.Publish(Describe(view, last, [ex.Message, .. problems], judged: default));
            throw;
        }

        if (view.Slots is null && view.Wanted.Rolling is { } rolling)
        {
            view = view with { Slots = Rollings.AsTheyAre(rolling, Staying) };
        }

        await StartAsync(view, problems, ct);
        (var reading, view) = await SteerAsync(view, problems, ct);
        await ReportAsync(view, reading, ct);
        Stop(view, reading, ct);
        var judged = await _judging.RunAsync(view, reading, ct);

        // What falls due while this look still goes on is met by the next one at once, and its lateness counts.
        var decidedAt = parts.Time.GetUtcNow();
        await TellAsync(view, new DeploymentCommand.Tick(), ct);
        await _snapshots.FollowUpAsync(view, _seen, parts.Runtimes.For(view.Environment.Spec.Runtime.Kind), ct);
        parts.Statuses.Publish(Describe(view, reading, [.. problems, .. Mixtures.In(view, reading)], judged));
        return Pace.Next(decidedAt, view, _seen.Any(i => !view.Wants(i)), judged.NextRunAt);
    }

    private async Task<EnginePause?> PausedAsync(CancellationToken ct) => (await parts.States.FindFreezesAsync(place.Tenant, ct)).State.EnginePause;

    private async Task<PlaceView?> ReadAsync(CancellationToken ct)
    {
        if (await parts.States.FindServiceAsync(place.Tenant, place.Service, ct) is not { State: var service }
            || service.Environment(place.Environment) is not { } environment)
        {
            return null;
        }

        var active = environment.Holder is { } holder ? await parts.States.FindDeploymentAsync(place.Tenant, holder, ct) : null;
        environment = Rest(environment, active?.State);
        var wanted = Wanted.From(environment, active?.State, parts.Time.GetUtcNow());
        return new PlaceView(service, environment, active?.State, wanted) { Slots = wanted.Rolling is { } targets && _slotsOf == (targets.OldRelease, targets.NewRelease) ? _slots : null };
    }

    /// <summary>Without the return that was not completed, once nothing is left of what it should have taken back: what a later attempt starts is its own.</summary>
    private ServiceEnvironment Rest(ServiceEnvironment environment, Deployment? active) =>
        _hasLooked && environment.Unfinished is { } left && !_seen.Any(i => i.Release == left.Release && (active?.Spec.ToRelease != left.Release || i.StartedAt < active.StartedAt))
            ? environment with { Unfinished = null }
            : environment;

    private async Task TakeTurnAsync(PlaceView view, CancellationToken ct)
    {
        // Under a freeze one that goes back may pass those before it.
        var next = view.Environment switch
        {
            { Holder: not null } => [],
            { Frozen: null, Queue: var queue } => queue.Take(1),
            { Queue: var queue } => queue,
        };
        var now = parts.Time.GetUtcNow();
        foreach (var deployment in view.Environment.Scheduled.Where(one => one.At <= now).Select(one => one.Deployment).Concat(next))
        {
            await parts.Bus.SendAsync(place.Tenant, deployment, new DeploymentCommand.Dequeue(), CommandContext.Engine, ct);
        }
    }

    private async Task InspectAsync(PlaceView view, List<string> problems, CancellationToken ct)
    {
        problems.AddRange(_stops.Collect());
        var runtime = parts.Runtimes.For(view.Environment.Spec.Runtime.Kind);
        _seen = await runtime.InspectAsync(place, view.ReleasesThatMatter(_seen), ct);

        // Also what an earlier control plane asked to end.
        foreach (var leaving in _seen.Where(i => i.IsStopping || view.IsLeftOver(i) || view.IsToBeTriedAgain(i, parts.Time.GetUtcNow())))
        {
            _stops.Begin(runtime, leaving, ct);
        }

        _hasLooked = true;
        _missingImages = await _images.MissingAsync(view, runtime, ct);
    }

    /// <summary>Starts what is wanted and missing. Starting what runs changes nothing.</summary>
    private async Task StartAsync(PlaceView view, List<string> problems, CancellationToken ct)
    {
        var runtime = parts.Runtimes.For(view.Environment.Spec.Runtime.Kind);
        foreach (var number in view.Wanted.Running)
        {
            var release = view.Service.Release(number)!;
            var deployed = view.Active is { } active && active.Spec.ToRelease == number ? active : null;
            try
            {
                await runtime.StartAsync(place, view.Environment.Spec, release, view.SlotsOf(number) ?? Slots.Below(release.Spec.Replicas), ct);
                if (deployed is not null)
                {
                    _startLimit.Started();
                }
            }
            catch (RuntimeException ex)
            {
                problems.Add($"Release {number} cannot be started: {ex.Message}");
                if (deployed is not null && !ex.IsPutOff && (_startLimit.IsReached(deployed.Id, release.Spec.Readiness.Timeout) || !ex.IsTransient))
                {
                    await TellAsync(view, new DeploymentCommand.ReportStartFailed(ex.Message), ct);
                }
            }
        }
    }

    /// <summary>Makes the router do what is wanted, and reads back what it does.</summary>
    /// <returns>No reading when the router cannot be asked; the view with the instances that may come and go after it.</returns>
    private async Task<(RouteReading? Reading, PlaceView View)> SteerAsync(PlaceView view, List<string> problems, CancellationToken ct)
    {
        var router = parts.Router;
        _routeProblem = null;
        try
        {
            var before = await router.ReadAsync(place, ct) ?? RouteReading.None;
            _drains.See(before);
            view = Count(view, before);
            switch (Route.For(place, view, Staying, before))
            {
                case Route.Serve serve:
                    await router.ApplyAsync(serve.Spec, ct);
                    Applied(serve.Spec);
                    break;
                case Route.Withdraw when before.Arms.Count > 0:
                    await router.ReleaseAsync(place, ct);
                    _applied = null;
                    break;
                case Route.Keep keep:
                    problems.Add(_routeProblem = keep.Why);
                    break;
            }

            return (await router.ReadAsync(place, ct), view);
        }
        catch (RouterException ex)
        {
            problems.Add(_routeProblem = ex.Message);
            await TellAsync(view, new DeploymentCommand.ReportSplitLost(ex.Message), ct);
            return (null, view);
        }
    }

    private void Applied(RouteSpec spec)
    {
        var shares = spec.Arms.Where(arm => arm.Share > Share.None).Select(arm => new ReleaseShare(arm.Release, arm.Share)).ToValueList();
        if (!shares.Equals(_applied?.Shares))
        {
            _applied = new(shares, parts.Time.GetUtcNow());
        }
    }

    /// <summary>Which instances may come and go follows from which get requests; so nothing does while the router cannot be asked.</summary>
    private PlaceView Count(PlaceView view, RouteReading reading)
    {
        _slots = view.Wanted.Rolling is { } targets ? RollingStep.Next(targets, Rollings.See(targets, _seen, _stops, reading)) : null;
        _slotsOf = view.Wanted.Rolling is { } of ? (of.OldRelease, of.NewRelease) : default;
        return view with { Slots = _slots };
    }

    private async Task ReportAsync(PlaceView view, RouteReading? reading, CancellationToken ct)
    {
        foreach (var signal in Observations.From(view, Staying, reading))
        {
            await TellAsync(view, await WithSnapshotAsync(view, signal, ct), ct);
        }
    }

    /// <summary>Nothing is touched before all that runs is written down.</summary>
    private async Task<DeploymentCommand> WithSnapshotAsync(PlaceView view, DeploymentCommand signal, CancellationToken ct) => signal is DeploymentCommand.ReportStable stable
        ? stable with { Snapshot = await _snapshots.TakeAsync(view, _seen, parts.Runtimes.For(view.Environment.Spec.Runtime.Kind), ct) }
        : signal;

    /// <summary>Stops what is not wanted any more, once it has no open requests or has had its time.</summary>
    private void Stop(PlaceView view, RouteReading? reading, CancellationToken ct)
    {
        var runtime = parts.Runtimes.For(view.Environment.Spec.Runtime.Kind);
        var limit = view.Environment.Spec.Runtime.DrainTimeout ?? RuntimeSpec.DefaultDrainTimeout;
        foreach (var instance in _drains.Finished(view, Staying, reading, limit))
        {
            _stops.Begin(runtime, instance, ct);
        }
    }

    private async Task TellAsync(PlaceView view, DeploymentCommand signal, CancellationToken ct)
    {
        if (view.Active is { } active
            && await parts.Bus.SendAsync(place.Tenant, active.Id, signal, CommandContext.Engine, ct) is CommandAnswer.Refused { Refusal: var refusal })
        {
            Log.Refused(logger, active.Id, signal.GetType().Name, refusal.Sentence);
        }
    }

    private PlaceStatus Describe(PlaceView view, RouteReading? reading, List<string> problems, Judged judged) => new(place, parts.Time.GetUtcNow())
    {
        Instances = _seen.Select(instance =>
        {
            var routed = reading?.Instances.FirstOrDefault(i => i.Id == instance.Id);
            return new InstanceStatus(instance, routed is { Draining: false }, routed is { Draining: true }, routed?.Open);
        }).ToValueList(),
        Set = reading?.Arms.Select(a => new ReleaseShare(a.Release, a.Share)).ToValueList() ?? [],
        Applied = _applied,
        Users = reading?.UserCounts,
        Mirror = reading?.MirrorCounts,
        Problems = problems.Distinct().ToValueList(),
        MissingImages = _missingImages,
        RouteProblem = _routeProblem,
        Frozen = view.Environment.Frozen,
        Verdict = judged.Verdict,
        ServedCanary = judged.ServedCanary,
        NextRunAt = judged.NextRunAt,
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.SignalIgnored, LogLevel.Warning, "{Deployment} refused {Signal}: {Why}")]
        public static partial void Refused(ILogger logger, DeploymentId deployment, string signal, string why);
    }
}
