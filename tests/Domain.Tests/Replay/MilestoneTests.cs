using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Replay;

public sealed class MilestoneTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);

    private readonly List<HistoryEvent<DeploymentEvent>> _events = [];

    [Fact]
    public void A_returned_deployment_says_where_the_time_went()
    {
        Returned();
        var milestones = Milestones.Of(Make.Spec, _events, [Interval(10, 0), Interval(20, 0), Interval(30, 50), Interval(40, 50)]);
        Assert.Equal([5, 30, 41, 60, 63, 64], milestones.Select(m => (m.At! - Start).Value.TotalSeconds));
        Assert.Equal([2, 3, 3, 4, 5, 6], milestones.Select(m => m.Version!.Value));
        Assert.Equal(MetricNames.ErrorRate, milestones[1].Detail);
        Assert.Equal([11, 19, 3, 1], Milestones.Spans(milestones).Select(span => span.Length!.Value.TotalSeconds));
    }

    [Fact]
    public void Samples_that_are_not_kept_are_said_to_be_gone()
    {
        Returned();
        var bad = Milestones.Of(Make.Spec, _events, [])[1];
        Assert.Equal((MilestoneGap.NotKept, null), (bad.Gap, bad.At));
        Assert.Null(Milestones.Spans(Milestones.Of(Make.Spec, _events, []))[0].Length);
    }

    [Fact]
    public void A_good_deployment_has_no_bad_sample_and_no_alarm()
    {
        Add(0, new DeploymentCreated(Make.Spec));
        Add(5, Split(10));
        Add(50, new PromotionStarted(Full: false));
        Add(55, new SplitSet(TrafficSplit.AllCanary, Verified: true, null, null));
        Add(55, new DeploymentSucceeded(NoOp: false));
        var milestones = Milestones.Of(Make.Spec, _events, [Interval(10, 0)]);
        Assert.Equal(
            [MilestoneGap.None, MilestoneGap.NotReached, MilestoneGap.NotReached, MilestoneGap.None, MilestoneGap.None, MilestoneGap.None], milestones.Select(m => m.Gap));
        Assert.Equal([null, null, TimeSpan.FromSeconds(5), TimeSpan.Zero], Milestones.Spans(milestones).Select(span => span.Length));
    }

    [Fact]
    public void Traffic_that_was_shed_before_people_decided_had_moved_by_then()
    {
        Add(0, new DeploymentCreated(Make.Spec));
        Add(5, Split(10));
        Add(41, Alarm());
        Add(43, Split(0));
        Add(90, new ReturnStarted(EndsAs.RolledBack, "bad", "hold", Start));
        var milestones = Milestones.Of(Make.Spec, _events, []);
        Assert.Equal(4, milestones[4].Version);
        Assert.Null(Milestones.Spans(milestones)[2].Length);
    }

    [Fact]
    public void Before_any_traffic_nothing_is_missing()
    {
        Add(0, new DeploymentCreated(Make.Spec));
        Assert.All(Milestones.Of(Make.Spec, _events, []), milestone => Assert.Equal(MilestoneGap.NotReached, milestone.Gap));
    }

    private void Returned()
    {
        Add(0, new DeploymentCreated(Make.Spec));
        Add(5, Split(10));
        Add(41, Alarm());
        Add(60, new ReturnStarted(EndsAs.RolledBack, "bad", "hold", Start));
        Add(63, Split(0));
        Add(64, new DeploymentRolledBack());
    }

    private void Add(int seconds, DeploymentEvent @event) =>
        _events.Add(FoldHistoryTests.Recorded(_events.Count + 1, @event with { Origin = new Origin(Start.AddSeconds(seconds), Actor.Engine) }));

    private static SplitSet Split(decimal percent) => new(Make.Canary(percent), Verified: true, null, null);

    private static VerdictChanged Alarm() => new(0, Verdict.NoDataYet with
    {
        Reason = VerdictReason.ConfirmingFailure,
        FailedRuns = 1,
        Checks = [new(MetricNames.ErrorRate, MetricNames.ErrorRate, CheckRole.Threshold, CheckOutcome.Fail, 0.01, AtLeast: false, 0, 0.05, 1000, 1000)],
    });

    private static Interval Interval(int seconds, long errors) => new(
        0, Start.AddSeconds(seconds - 10), Start.AddSeconds(seconds), Make.Percent(10), Make.Arm(1000, 0, 20), Make.Arm(1000, errors, 20));
}
