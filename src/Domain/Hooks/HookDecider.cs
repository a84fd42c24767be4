using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Hooks;

/// <summary>When a pre-deploy command runs, and what follows from how it ended.</summary>
internal static class HookDecider
{
    public const string Stage = "hook";

    /// <summary>Nothing where the release has none. What goes back to an earlier release runs what ran before, on data that is newer than it: nothing is migrated on the way.</summary>
    public static DeploymentEvent[] Begin(Service service, DeploymentSpec spec) =>
        spec.Kind == DeploymentKind.Deployment && service.Release(spec.ToRelease)?.Spec.PreDeploy is not null ? [new HookStarted(1)] : [];

    /// <summary>The run is over: nothing has been started yet, so a failure ends the deployment and there is nothing to return.</summary>
    public static Decision Ended(Service service, Deployment state, HookRun run, HookEnd end)
    {
        var release = service.Release(state.Spec.ToRelease)!.Spec;
        var lines = HookLines.Kept(end.LastLines, release);
        var outcome = Outcome(state, end);
        var problem = Problem(outcome, end, release, lines);
        var ended = new HookEnded(run.Attempt, outcome) { ExitCode = (end as HookEnd.Exited)?.Code, Problem = problem, LastLines = lines };
        return (state.Status, outcome) switch
        {
            (RollingBack, _) => Decision.Accept(ended),

            // Where old instances leave first, their replacement cannot be put off once it has begun.
            (Running, HookOutcome.Succeeded) when state.Spec.Plan.Rolling is { MaxSurge: 0 } && Freeze(service, state) is { } freeze =>
                Decision.Accept(ended, new DeploymentPaused(PauseReason.Freeze, freeze.Sentence)),
            (_, HookOutcome.Succeeded) => Decision.Accept(ended),
            (_, HookOutcome.Unknown) => Decision.Accept(ended, new DeploymentPaused(PauseReason.Failure, problem)),
            _ => new Decision.Accepted([ended, new DeploymentFailed(Stage, problem!, RollbackOutcome.None)], [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]),
        };
    }

    /// <summary>Once more, as a person ordered who looked.</summary>
    public static DeploymentEvent[] Again(HookRun run) => [new HookStarted(run.Attempt + 1)];

    /// <summary>Going on after a run whose end nobody knows takes it as done.</summary>
    public static DeploymentEvent[] Accepted(Deployment state) => state.Hook is { IsOpen: true } run ? [new HookAccepted(run.Attempt)] : [];

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

    private static string? Problem(HookOutcome outcome, HookEnd end, ReleaseSpec release, ValueList<string> lines)
    {
        var last = lines is [.., var line] ? $"; its last line: {line}" : string.Empty;
        return (outcome, end) switch
        {
            (HookOutcome.Failed, HookEnd.Exited { Detail: { } detail }) => $"The pre-deploy command {detail}{last}.",
            (HookOutcome.Failed, HookEnd.Exited { Code: { } code }) => FormattableString.Invariant($"The pre-deploy command exited with code {code}{last}."),
            (HookOutcome.TimedOut, _) => $"The pre-deploy command ran longer than {Durations.Format(release.PreDeploy!.EffectiveTimeout)} and was ended{last}.",
            (HookOutcome.NotStarted, HookEnd.NotStarted no) => $"The pre-deploy command could not be started: {no.Why.TrimEnd('.')}.",
            (HookOutcome.Unknown, HookEnd.Lost lost) => $"The pre-deploy command was started and is gone, and nobody saw how it ended: {lost.Why.TrimEnd('.')}. Find out whether it did its work; then run it again, resume without it, or abort.",
            (HookOutcome.Failed, _) => $"The pre-deploy command failed{last}.",
            _ => null,
        };
    }
}
