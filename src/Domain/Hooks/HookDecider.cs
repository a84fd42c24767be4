using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Hooks;

/// <summary>When a command of a deployment runs, and what follows from how it ended.</summary>
internal static class HookDecider
{
    public const string Stage = "hook";

    /// <summary>Where a deployment went wrong whose check on the preview did.</summary>
    public const string PreviewStage = "preview";

    /// <summary>Nothing where the release has none. What goes back to an earlier release runs what ran before, on data that is newer than it: nothing is migrated on the way.</summary>
    public static DeploymentEvent[] Begin(Service service, DeploymentSpec spec) =>
        spec.Kind == DeploymentKind.Deployment && service.Release(spec.ToRelease)?.Spec.PreDeploy is not null ? [new HookStarted(1)] : [];

    /// <summary>Before anybody is asked, so that they see what came of it; null where there is none, or it was run.</summary>
    public static DeploymentEvent[]? BeginPreview(Deployment state) =>
        state is { Spec.Plan.PreviewCheck: not null, PreviewRun: null } ? [new HookStarted(1) { Stage = HookStage.Preview }] : null;

    /// <summary>The run is over. Where nothing has been started yet, a failure ends the deployment and there is nothing to return; a preview that failed its check is taken back.</summary>
    public static Decision Ended(Service service, Deployment state, HookRun run, HookEnd end, DateTimeOffset now)
    {
        var release = service.Release(state.Spec.ToRelease)!.Spec;
        var command = Of(state.Spec, release, run.Stage)!;
        var lines = HookLines.Kept(end.LastLines, release, command);
        var outcome = Outcome(state, end);
        var problem = Problem(outcome, end, run.Stage.Name(), command, lines);
        var ended = new HookEnded(run.Attempt, outcome) { Stage = run.Stage, ExitCode = (end as HookEnd.Exited)?.Code, Problem = problem, LastLines = lines };
        return (state.Status, outcome) switch
        {
            (RollingBack, _) => Decision.Accept(ended),

            // Where old instances leave first, their replacement cannot be put off once it has begun.
            (Running, HookOutcome.Succeeded) when state.Spec.Plan.Rolling is { MaxSurge: 0 } && Freeze(service, state) is { } freeze =>
                Decision.Accept(ended, new DeploymentPaused(PauseReason.Freeze, freeze.Sentence)),
            (_, HookOutcome.Succeeded) => Decision.Accept(ended),
            (_, HookOutcome.Unknown) => Decision.Accept(ended, new DeploymentPaused(PauseReason.Failure, problem)),
            _ when run.Stage == HookStage.Preview => Decision.Accept(ended, DeploymentDecider.Return(EndsAs.Failed, problem!, PreviewStage, now)),
            _ => new Decision.Accepted([ended, new DeploymentFailed(Stage, problem!, RollbackOutcome.None)], [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]),
        };
    }

    /// <summary>Once more, as a person ordered who looked.</summary>
    public static DeploymentEvent[] Again(HookRun run) => [new HookStarted(run.Attempt + 1) { Stage = run.Stage }];

    /// <summary>Going on after a run whose end nobody knows takes it as done.</summary>
    public static DeploymentEvent[] Accepted(Deployment state) => state.HookInDoubt is { } run ? [new HookAccepted(run.Attempt) { Stage = run.Stage }] : [];

    /// <summary>Null where there is none.</summary>
    public static HookCommand? Of(DeploymentSpec spec, ReleaseSpec release, HookStage stage) => stage == HookStage.Preview ? spec.Plan.PreviewCheck : release.PreDeploy;

    private static FreezeNotice? Freeze(Service service, Deployment state) =>
        service.Environment(state.Spec.Environment) is { } place ? Legality.Freeze(state.Spec, place) : null;

    private static HookOutcome Outcome(Deployment state, HookEnd end) => (end, state.Status) switch
    {
        (HookEnd.Exited { WasStopped: true } or HookEnd.NotStarted, RollingBack) => HookOutcome.Stopped,
        (HookEnd.Exited { WasStopped: true }, _) => HookOutcome.TimedOut,
        (HookEnd.Exited { Code: 0 }, _) => HookOutcome.Succeeded,
        (HookEnd.Exited, _) => HookOutcome.Failed,
        (HookEnd.NotStarted, _) => HookOutcome.NotStarted,
        _ => HookOutcome.Unknown,
    };

    private static string? Problem(HookOutcome outcome, HookEnd end, string name, HookCommand command, ValueList<string> lines)
    {
        var last = lines is [.., var line] ? $"; its last line: {line}" : string.Empty;
        return (outcome, end) switch
        {
            (HookOutcome.Failed, HookEnd.Exited { Detail: { } detail }) => $"The {name} {detail}{last}.",
            (HookOutcome.Failed, HookEnd.Exited { Code: { } code }) => FormattableString.Invariant($"The {name} exited with code {code}{last}."),
            (HookOutcome.TimedOut, _) => $"The {name} ran longer than {Durations.Format(command.EffectiveTimeout)} and was ended{last}.",
            (HookOutcome.NotStarted, HookEnd.NotStarted no) => $"The {name} could not be started: {no.Why.TrimEnd('.')}.",
            (HookOutcome.Unknown, HookEnd.Lost lost) => $"The {name} was started and is gone, and nobody saw how it ended: {lost.Why.TrimEnd('.')}. Find out whether it did its work; then run it again, resume without it, or abort.",
            (HookOutcome.Failed, _) => $"The {name} failed{last}.",
            _ => null,
        };
    }
}
