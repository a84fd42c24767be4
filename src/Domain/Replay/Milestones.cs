using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Replay;

/// <summary>Finds the milestones of a deployment. Pure: from its events and the intervals that were kept.</summary>
public static class Milestones
{
    /// <param name="intervals">What was measured, in order of time; empty when nothing is kept.</param>
    public static ValueList<Milestone> Of(DeploymentSpec spec, IReadOnlyList<HistoryEvent<DeploymentEvent>> events, IReadOnlyList<Interval> intervals)
    {
        var exposure = First(events, 0, e => e is SplitSet { Split.Canary: var share } && share > Share.None);
        var alarm = First(events, 0, IsAlarm);
        var decision = Last(events, e => e is ReturnStarted) ?? Last(events, e => e is PromotionStarted);
        var moved = decision is { } decided ? Moved(events, decided, alarm) : null;
        var end = First(events, 0, e => e is DeploymentSucceeded or DeploymentRolledBack or DeploymentAborted or DeploymentCancelled or DeploymentFailed);
        return
        [
            Of(MilestoneKind.FirstExposure, events, exposure),
            Bad(spec, events, intervals, exposure, alarm, wentBack: decision is { } index && events[index].Event is ReturnStarted),
            Of(MilestoneKind.FirstAlarm, events, alarm),
            Of(MilestoneKind.Decision, events, decision),
            Of(MilestoneKind.AllTrafficMoved, events, moved),
            Of(MilestoneKind.End, events, end),
        ];
    }

    public static ValueList<MilestoneSpan> Spans(ValueList<Milestone> milestones)
    {
        return
        [
            Span(SpanKind.Detect, MilestoneKind.FirstBadSample, MilestoneKind.FirstAlarm),
            Span(SpanKind.Decide, MilestoneKind.FirstAlarm, MilestoneKind.Decision),
            Span(SpanKind.Act, MilestoneKind.Decision, MilestoneKind.AllTrafficMoved),
            Span(SpanKind.Settle, MilestoneKind.AllTrafficMoved, MilestoneKind.End),
        ];

        MilestoneSpan Span(SpanKind kind, MilestoneKind from, MilestoneKind to)
        {
            var length = At(to) - At(from);
            return new(kind, from, to, length >= TimeSpan.Zero ? length : null);
        }

        DateTimeOffset? At(MilestoneKind kind) => milestones.FirstOrDefault(milestone => milestone.Kind == kind)?.At;
    }

    /// <summary>Traffic that was taken away while people decided had moved before the decision; what was given back since does not count.</summary>
    private static int? Moved(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, int decided, int? alarm)
    {
        var goal = events[decided].Event is ReturnStarted ? TrafficSplit.AllStable : TrafficSplit.AllCanary;
        if (First(events, decided, e => e is SplitSet set && set.Split == goal) is { } after)
        {
            return after;
        }

        for (var i = decided - 1; i >= (alarm ?? decided); i--)
        {
            if (events[i].Event is SplitSet set)
            {
                return set.Split == goal ? i : null;
            }
        }

        return null;
    }

    private static Milestone Bad(
        DeploymentSpec spec, IReadOnlyList<HistoryEvent<DeploymentEvent>> events, IReadOnlyList<Interval> intervals, int? exposure, int? alarm, bool wentBack)
    {
        var seen = intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary).ToList();
        if (seen.Count == 0)
        {
            return new(MilestoneKind.FirstBadSample, null, null, exposure is null ? MilestoneGap.NotReached : MilestoneGap.NotKept);
        }

        // A single sample beyond a limit is ordinary: without an alarm or a return it is the beginning of nothing.
        if (alarm is null && !wentBack)
        {
            return new(MilestoneKind.FirstBadSample, null, null, MilestoneGap.NotReached);
        }

        // What was not the matter of the alarm would put its beginning where nobody looked.
        var named = alarm is { } index ? NamedBy(events[index].Event) : [];
        var limits = SampleLimit.For(spec).Where(limit => named.Count == 0 || named.Contains(limit.Name)).ToList();
        var found = seen.Select(interval => (interval.To, limits.Find(limit => limit.IsBrokenBy(interval))?.Metric)).FirstOrDefault(at => at.Metric is not null);
        if (found.Metric is null)
        {
            return new(MilestoneKind.FirstBadSample, null, null, MilestoneGap.NotReached);
        }

        var at = First(events, 0, e => e.Origin.At >= found.To) ?? events.Count - 1;
        return new(MilestoneKind.FirstBadSample, found.To, events[at].Version, Detail: found.Metric);
    }

    private static bool IsAlarm(DeploymentEvent @event) => @event switch
    {
        VerdictChanged { Verdict: var v } => v.Kind == VerdictKind.RollBack || v.HasFailingCheck || v.IsSuspicious,
        DeploymentPaused { Reason: PauseReason.Failure } => true,
        GateOpened { Gate.Kind: GateKind.RollbackQuestion } => true,
        _ => false,
    };

    private static HashSet<string> NamedBy(DeploymentEvent? alarm) => alarm is VerdictChanged { Verdict: var verdict }
        ? verdict.Checks.Where(check => check.Outcome == CheckOutcome.Fail || check.Evidence is { Share: >= 0.5 }).Select(check => check.Name).ToHashSet(StringComparer.Ordinal)
        : [];

    private static Milestone Of(MilestoneKind kind, IReadOnlyList<HistoryEvent<DeploymentEvent>> events, int? index) => index is { } i
        ? new(kind, events[i].Event!.Origin.At, events[i].Version)
        : new(kind, null, null, MilestoneGap.NotReached);

    private static int? First(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, int from, Func<DeploymentEvent, bool> matches)
    {
        for (var i = from; i < events.Count; i++)
        {
            if (events[i].Event is { } e && matches(e))
            {
                return i;
            }
        }

        return null;
    }

    private static int? Last(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, Func<DeploymentEvent, bool> matches)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (events[i].Event is { } e && matches(e))
            {
                return i;
            }
        }

        return null;
    }
}
