using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Fleet;

/// <summary>What comes next and when, in a few words: "50 % in 4m10s if green".</summary>
internal static class NextStep
{
    public static string? Of(FleetLine line, IStringLocalizer<Texts> texts, DateTimeOffset now) => line.Deployment is not { } d ? null : d.Status switch
    {
        Pending { Reason: PendingReason.Scheduled } => texts["Next.Scheduled", Times.Length(d.Spec.StartAt!.Value > now ? d.Spec.StartAt.Value - now : TimeSpan.Zero)],
        Pending when line is { Behind: null, Place.Frozen: not null } => texts["Next.Thaw"],
        Pending => line.Behind is { } holder ? texts["Next.Turn", holder] : texts["Next.Start"],
        Running { Stage: RunStage.Gate or RunStage.Apply } => texts["Next.Ready"],
        Running { Stage: RunStage.Shift } or Promoting or RollingBack when d.SplitProblem is not null => texts["Next.Router"],
        Running { Stage: RunStage.Shift } => texts["Next.Hold", Times.Planned(d.CurrentPhase!.Hold)],
        Running => AfterHold(d, texts, now),
        Paused { Reason: PauseReason.Approval } => texts["Next.Answer"],
        Paused { Reason: PauseReason.Freeze } => texts["Next.Thaw"],
        Paused => texts["Next.Resume"],
        Promoting => texts["Next.Promoted"],
        RollingBack => texts["Next.Returned"],
        _ => null,
    };

    private static string AfterHold(Deployment d, IStringLocalizer<Texts> texts, DateTimeOffset now)
    {
        var what = What(d, texts);
        if (d.Clock.DueAt is not { } due)
        {
            return what;
        }

        var judged = d.Stage is RunStage.Hold && d.IsJudged;
        return (due > now, judged) switch
        {
            (true, true) => texts["Next.InIf", what, Times.Length(due - now)],
            (true, false) => texts["Next.In", what, Times.Length(due - now)],
            (false, true) => texts["Next.When", what],
            _ => texts["Next.Now", what],
        };
    }

    private static string What(Deployment d, IStringLocalizer<Texts> texts)
    {
        var following = d.Phase + 1;
        return d switch
        {
            _ when following > d.Spec.Plan.Last => texts["Next.Promotion"],
            { Stage: RunStage.Hold, CurrentPhase.Gap.UntilResumed: true } => texts["Next.Pause"],
            _ when d.Spec.Plan.Phases[following].NeedsApproval => texts["Next.Question", MirrorText.Share(texts, d.Spec.Plan.Phases[following])],
            _ => MirrorText.Share(texts, d.Spec.Plan.Phases[following]),
        };
    }
}
