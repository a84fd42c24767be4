using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>A deployment's state for people: what is happening, then what comes next. Console and API say the same.</summary>
public sealed class StateSentence(IStringLocalizer<Texts> texts)
{
    /// <param name="place">Where it is delivered; null when that is not known, as in a state of the past.</param>
    /// <param name="routeProblem">Why the router was last seen not to do what is wanted, where that is known.</param>
    public string Of(Deployment deployment, ServiceEnvironment? place, string? routeProblem = null)
    {
        var (now, next) = (Now(deployment, place, deployment.SplitProblem ?? routeProblem), Next(deployment, place is null ? null : Legality.Freeze(deployment.Spec, place)));
        now = SharesAmongSome(deployment) ? Text("Sentence.AndThen", now, Text("Sentence.AmongSome")) : now;
        now = deployment.AskedMirror is var copies && copies > Domain.Traffic.Share.None ? Text("Sentence.AndThen", now, Text("Sentence.Mirrored", copies)) : now;
        return next is null ? now : Text("Sentence.AndThen", now, next);
    }

    private static bool SharesAmongSome(Deployment d) => d is { Status: Running, Stable: not null, Phase: >= 0, Spec.Plan.Users.Match.Count: > 0 };

    private string Now(Deployment d, ServiceEnvironment? place, string? problem) => d.Status switch
    {
        Pending { Reason: PendingReason.Draft } => Text("Sentence.Draft"),
        Pending { Reason: PendingReason.Scheduled } => Text("Sentence.Scheduled", Day(d.Spec.StartAt!.Value)),
        Pending when place is { Holder: null } && Legality.Freeze(d.Spec, place) is { } frozen => Text("Sentence.QueuedFrozen", frozen.Sentence),
        Pending => place?.Holder is { } holder ? Text("Sentence.QueuedBehind", holder) : Text("Sentence.Queued"),
        Running { Stage: RunStage.Gate } => Text("Sentence.Gate"),
        Running { Stage: RunStage.Apply } when d.HookIsInTheWay => Text("Sentence.Hook", d.Spec.ToRelease),
        Running { Stage: RunStage.Apply } when d.PreviewIsInTheWay => Text("Sentence.PreviewCheck", d.Spec.ToRelease),
        Running { Stage: RunStage.Apply } => Text("Sentence.Apply", d.Spec.ToRelease),
        Running { Stage: RunStage.Shift } => Shifting(d, problem),
        Running { Stage: RunStage.Waiting } => Text("Sentence.Waiting", d.Spec.ToRelease, d.Asked.Canary, d.Phase + 1),
        Running => Holding(d),
        Paused { Reason: PauseReason.Freeze } p => Text("Sentence.Frozen", d.Spec.ToRelease, d.Asked.Canary, (place is null ? null : Legality.Freeze(d.Spec, place)?.Sentence) ?? Full(p.Why)),
        Paused p => Held(d, p),
        Promoting when problem is not null => Text("Sentence.PromotingProblem", d.Spec.ToRelease, Full(problem)),
        Promoting => Text("Sentence.Promoting", d.Spec.ToRelease),
        RollingBack r when problem is not null => Text("Sentence.ReturningProblem", r.By, Full(r.Reason), Full(problem)),
        RollingBack r => Text("Sentence.Returning", r.By, Full(r.Reason)),
        Ended e => Over(d, e),
        _ => throw new ArgumentOutOfRangeException(nameof(d), d.Status, "An unknown status."),
    };

    private string Shifting(Deployment d, string? problem) => problem is not null
        ? Text("Sentence.ShiftProblem", d.Spec.ToRelease, d.Asked.Canary, Full(problem))
        : Text("Sentence.Shift", d.Spec.ToRelease, d.Asked.Canary);

    private string Holding(Deployment d) => d switch
    {
        { Set: null } => Text("Sentence.SplitLost", d.Spec.ToRelease, d.Asked.Canary, Full(d.SplitProblem)),
        { IsJudged: true, Verdict: { } verdict } => Text("Sentence.HoldJudged", d.Spec.ToRelease, d.Asked.Canary, Full(verdict.Sentence)),
        _ => Text("Sentence.Hold", d.Spec.ToRelease, d.Asked.Canary),
    };

    private string Held(Deployment d, Paused p) => p switch
    {
        { Reason: PauseReason.Approval } => Text("Sentence.Question", Full(d.OpenGate?.Question ?? p.Why)),
        { Reason: PauseReason.Step } => Text("Sentence.Step", d.Spec.ToRelease, d.Asked.Canary, d.Phase + 1),
        { Reason: PauseReason.Inconclusive } => Text("Sentence.Inconclusive", d.Spec.ToRelease, d.Asked.Canary, Full(p.Why)),
        { Reason: PauseReason.Failure } => Text("Sentence.Failure", Full(p.Why)),
        { Why: { Length: > 0 } why } => Text("Sentence.PausedWhy", p.By, Clock(p.Since), Full(why)),
        _ => Text("Sentence.Paused", p.By, Clock(p.Since)),
    };

    private string Over(Deployment d, Ended e) => (e.Outcome, d.RollbackOutcome) switch
    {
        (Outcome.Succeeded, _) when d.Spec.Kind == DeploymentKind.Initial => Text("Sentence.Recorded", d.Spec.ToRelease, d.CreatedBy, Day(e.At)),
        (Outcome.Succeeded, _) when d.Spec.DryRun => Text("Sentence.DryRun"),
        (Outcome.Succeeded, _) when e is { NoOp: true, Reason: { } why } => Text("Sentence.NoOpSame", Full(why)),
        (Outcome.Succeeded, _) when e.NoOp => Text("Sentence.NoOp", d.Spec.ToRelease),
        (Outcome.Succeeded, _) => Text("Sentence.Succeeded", d.Spec.ToRelease, Day(e.At)),
        (Outcome.RolledBack, _) => Text("Sentence.RolledBack", Day(e.At), Full(e.Reason)),
        (Outcome.Aborted, _) => Text("Sentence.Aborted", Day(e.At), Full(e.Reason)),
        (Outcome.Cancelled, _) => Text("Sentence.Cancelled", Day(e.At), Full(e.Reason)),
        (_, RollbackOutcome.Failed) => Text("Sentence.FailedMixed", Day(e.At), Full(e.Reason)),
        _ when d is { StableIsKnown: true, Stable: null } => Text("Sentence.FailedFirst", Day(e.At), Full(e.Reason)),
        _ => Text("Sentence.Failed", Day(e.At), Full(e.Reason)),
    };

    private string? Next(Deployment d, FreezeNotice? frozen) => d.Status switch
    {
        Pending { Reason: PendingReason.Queued } when frozen is not null => Text("Sentence.NextThawStart"),
        Paused { Reason: PauseReason.Freeze } => Text("Sentence.NextThaw"),
        Paused when d.OpenGate is { IsComplete: true } => Text("Sentence.NextThawGate"),
        Running { Stage: RunStage.Apply } when d.HookIsInTheWay => Text("Sentence.NextHook", d.Spec.ToRelease),
        Running { Stage: RunStage.Apply } when d.PreviewIsInTheWay && frozen is not null => Text("Sentence.NextPreviewFrozen", frozen.Sentence),
        Running { Stage: RunStage.Apply } when d.PreviewIsInTheWay => Text(First(d).NeedsApproval ? "Sentence.NextPreviewAsked" : "Sentence.NextPreviewSwitch"),
        Paused when d.HookInDoubt is not null => Text("Sentence.NextHookDoubt"),
        Running { Stage: RunStage.Apply } when frozen is not null => Text("Sentence.NextFrozenReady", frozen.Sentence),
        Running { Stage: RunStage.Hold or RunStage.Waiting } when frozen is not null && d.CurrentPhase is not { Gap.UntilResumed: true } => Text("Sentence.NextFrozen", d.Asked.Canary, frozen.Sentence),
        Pending { Reason: PendingReason.Draft } => Text("Sentence.NextStart", d.Spec.ToRelease),
        Pending { Reason: PendingReason.Scheduled } => Text("Sentence.NextScheduled"),
        Pending => Text("Sentence.NextTurn"),
        Running { Stage: RunStage.Gate } => Text("Sentence.NextApply", d.Spec.ToRelease),
        Running { Stage: RunStage.Apply } => Text("Sentence.NextFirst", MirrorText.Share(texts, First(d))),
        Running { Stage: RunStage.Shift } => Text("Sentence.NextHold", Length(d.CurrentPhase!.Hold)),
        Running => AfterHold(d),
        Paused { Reason: PauseReason.Approval } => Text("Sentence.NextAnswer"),
        Paused => Text("Sentence.NextResume"),
        Promoting => Text("Sentence.NextPromoted"),
        RollingBack r => Text("Sentence.NextReturned", texts[$"Outcome.{r.EndsAs}"]),
        _ => null,
    };

    private string AfterHold(Deployment d)
    {
        var (plan, following) = (d.Spec.Plan, d.Phase + 1);
        var due = d.Clock.DueAt is { } at ? Clock(at) : Text("Sentence.LaterOn");
        var gap = d.Stage is RunStage.Hold ? d.CurrentPhase!.Gap : PhaseGap.None;
        var judged = d.Stage is RunStage.Hold && d.IsJudged;
        return (gap, following > plan.Last) switch
        {
            (_, true) => Text(If("Sentence.NextPromotion", "Sentence.NextPromotionIf", "Sentence.NextPromotionUnless"), due),
            ({ UntilResumed: true }, _) => Text(If("Sentence.NextPause", "Sentence.NextPauseIf", "Sentence.NextPauseUnless"), due),
            _ when plan.Phases[following].NeedsApproval => Text(If("Sentence.NextQuestion", "Sentence.NextQuestionIf", "Sentence.NextQuestionUnless"), due, MirrorText.Share(texts, plan.Phases[following])),
            ({ For: { } length }, _) => Text(If("Sentence.NextGap", "Sentence.NextGapIf", "Sentence.NextGapUnless"), due, Length(length), MirrorText.Share(texts, plan.Phases[following])),
            _ => Text(If("Sentence.NextShare", "Sentence.NextShareIf", "Sentence.NextShareUnless"), due, MirrorText.Share(texts, plan.Phases[following])),
        };

        string If(string byTime, string byProof, string unlessAgainst) => !judged ? byTime : d.NeedsNoProof ? unlessAgainst : byProof;
    }

    private static Phase First(Deployment d)
    {
        var first = d.Phases.TakeWhile(phase => phase.Status == PhaseStatus.Skipped).Count();
        return d.Spec.Plan.Phases[Math.Min(first, d.Spec.Plan.Last)];
    }

    private string Text(string key, params object[] values) => values.Length == 0 ? texts[key].Value : texts[key, values].Value;

    /// <summary>What people and machines wrote, as a sentence that another can follow.</summary>
    private static string Full(string? text) => string.IsNullOrWhiteSpace(text) ? "–" : text[^1] is '.' or '!' or '?' or '…' ? text : text + ".";

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan length) => Domain.Validation.Durations.Format(length);
}
