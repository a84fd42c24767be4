using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Abort, cancel, roll back, and what comes after the end.</summary>
public sealed class EndStories
{
    public static TheoryData<string> Stages() => [.. s_stages.Keys];

    private static readonly Dictionary<string, Func<DeploymentScenario>> s_stages = new(StringComparer.Ordinal)
    {
        ["gate"] = () => DeploymentScenario.AtGate(),
        ["apply"] = () => DeploymentScenario.AtApply(),
        ["shift"] = () => DeploymentScenario.AtShift(),
        ["hold in phase 1"] = () => DeploymentScenario.AtHold(0),
        ["hold in phase 2"] = () => DeploymentScenario.AtHold(1),
        ["hold in phase 3"] = () => DeploymentScenario.AtHold(2),
        ["waiting"] = () => DeploymentScenario.AtWaiting(),
        ["paused"] = () => DeploymentScenario.AtHold().Given(new Pause(null)),
        ["asking"] = () => DeploymentScenario.AtQuestion(),
        ["promoting"] = () => DeploymentScenario.AtPromoting(),
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void An_abort_returns_the_traffic_and_ends_when_that_is_read_back(string stage)
    {
        var scenario = s_stages[stage]();
        scenario.When(new Abort("wrong build")).Then(new ReturnStarted(EndsAs.Aborted, "wrong build", FailedStage: null, scenario.Bus.Now + DeploymentDecider.ReturnBudget));
        Assert.Equal(TrafficSplit.AllStable, scenario.State.Asked);
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
        Assert.Equal(scenario.Id, scenario.Place.Holder);

        scenario.SplitIsRead().ThenOutcome(Outcome.Aborted).ThenService(new ServiceEvent.PlaceFreed(Make.Production, scenario.Id));
        Assert.Equal((1, 1), (scenario.Place.Live, Assert.Single(scenario.Wanted.Running)));
        Assert.DoesNotContain(scenario.State.Phases, p => p.Status is PhaseStatus.Running or PhaseStatus.Waiting or PhaseStatus.Failed);
    }

    [Fact]
    public void A_second_abort_is_told_about_the_first() =>
        DeploymentScenario.AtHold().Given(new Abort("a")).When(new Abort("b")).ThenIgnored("Already returning since 09:00:00, by maria.")
            .When(new Cancel("c")).ThenIgnored("Already returning since 09:00:00, by maria.");

    [Fact]
    public void A_draft_ends_at_once() =>
        DeploymentScenario.Draft().When(new Abort("no")).Then(new DeploymentAborted("no")).ThenOutcome(Outcome.Aborted);

    [Fact]
    public void A_cancel_is_an_abort_by_a_neutral_name() =>
        DeploymentScenario.AtHold().Given(new Cancel("not today")).SplitIsRead().Then(
            new SplitSet(TrafficSplit.AllStable, true, DueAt: null, BudgetEndsAt: null), new DeploymentCancelled("not today")).ThenOutcome(Outcome.Cancelled);

    [Fact]
    public void A_persons_roll_back_is_no_failed_phase()
    {
        var scenario = DeploymentScenario.AtHold().Given(new RollBack("feels slow")).SplitIsRead().ThenOutcome(Outcome.RolledBack);
        Assert.Equal(PhaseStatus.Cancelled, scenario.State.Phases[0].Status);
        Assert.Equal(PhaseStatus.Pending, scenario.State.Phases[1].Status);
    }

    [Fact]
    public void A_verdicts_roll_back_is_a_failed_phase() => Assert.Equal(PhaseStatus.Failed, DeploymentScenario.AtHold().Fails().State.Phases[0].Status);

    [Fact]
    public void A_return_that_is_not_confirmed_in_time_fails_and_keeps_the_first_cause()
    {
        var scenario = DeploymentScenario.AtHold().Given(new Abort("wrong build"));
        Assert.Equal(FakeBus.Start + DeploymentDecider.ReturnBudget, scenario.Wanted.LookAgainAt);
        scenario.After(DeploymentDecider.ReturnBudget - Make.Seconds(1)).When(new Tick()).ThenIgnored("the return has time left")
            .After(Make.Seconds(1)).When(new Tick())
            .Then(new DeploymentFailed("return", "wrong build. The return to stable was not confirmed in time.", RollbackOutcome.Failed))
            .ThenOutcome(Outcome.Failed);

        // Its end is no reason to stop returning the traffic.
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
    }

    [Fact]
    public void An_old_reading_does_not_end_a_return() =>
        DeploymentScenario.AtHold().Given(new Abort("a")).When(new ReportSplit(Make.Canary(10), Verified: true)).ThenIgnored("the asked split is not in force yet");

    [Fact]
    public void An_aborted_first_deployment_leaves_nothing()
    {
        var scenario = DeploymentScenario.FirstDraft().Given(new Start(), new ReportStable(null), new ReportCanaryReady(1)).SplitIsRead().Given(new Abort("no"));
        Assert.Equal(Wanted.Nothing with { LookAgainAt = FakeBus.Start + DeploymentDecider.ReturnBudget }, scenario.Wanted);
        scenario.SplitIsRead().ThenOutcome(Outcome.Aborted);
        Assert.Equal(Wanted.Nothing, scenario.Wanted);
        Assert.Null(scenario.Place.Live);
    }

    [Fact]
    public void A_first_deployment_that_succeeded_has_no_standby()
    {
        var scenario = DeploymentScenario.FirstDraft().Given(new Start(), new ReportStable(null), new ReportCanaryReady(1)).SplitIsRead().Given(new Promote()).SplitIsRead();
        Assert.Equal((2, null), (scenario.Place.Live, scenario.Place.Standby));
        Assert.Equal("There was no release before it.", Legality.Of(scenario.State, scenario.Place, DeploymentAction.RollBack).ReasonIfNot);
    }

    [Fact]
    public void Late_signals_are_named_and_change_nothing()
    {
        var ended = DeploymentScenario.AtPromoting().SplitIsRead();
        foreach (var signal in Signals())
        {
            ended.When(signal).ThenIgnored("the deployment has ended");
        }

        var draft = DeploymentScenario.Draft();
        foreach (var signal in Signals().Where(s => s is not Dequeue))
        {
            draft.When(signal).ThenIgnored("the deployment has not started");
        }

        DeploymentScenario.AtHold()
            .When(new ReportStable(null)).ThenIgnored("what was running is known already")
            .When(new ReportCanaryReady(1)).ThenIgnored("the canary's start is over")
            .When(new ReportStartFailed("late")).ThenIgnored("the canary's start is over")
            .When(new Dequeue()).ThenIgnored("it has left the queue")
            .When(new ReportSplit(Make.Canary(10), Verified: true)).ThenIgnored("known already")
            .When(new Judge(1, Make.Bad)).ThenIgnored("the measurement is of a phase that is over");
        DeploymentScenario.AtHold().Given(new Abort("a")).When(new Judge(0, Make.Bad)).ThenIgnored("the measurement is of a phase that is over");
    }

    [Fact]
    public void Notes_are_taken_after_the_end_and_change_nothing()
    {
        var ended = DeploymentScenario.AtPromoting().SplitIsRead();
        var before = ended.State;
        ended.When(new AddNote("learned something")).Then(new NoteAdded("learned something"));
        Assert.Equal(before, ended.State);
    }

    [Fact]
    public void A_note_says_what_it_is_about_or_is_refused()
    {
        var at = DateTimeOffset.UnixEpoch;
        var ended = DeploymentScenario.AtPromoting().SplitIsRead();
        ended.When(new AddNote("here") { About = new(7), IsKeyMoment = true, Replaces = 3 }).Then(new NoteAdded("here") { About = new(7), IsKeyMoment = true, Replaces = 3 });
        foreach (var wrong in new NoteAnchor[] { new(0), new(null), new(1, at), new(null, at, at.AddSeconds(-1)), new(null, null, at) })
        {
            Assert.False(wrong.IsValid);
        }

        Assert.True(new NoteAnchor(null, at, at).IsValid);
    }

    [Fact]
    public void Orders_after_the_end_are_answered() =>
        DeploymentScenario.AtPromoting().SplitIsRead()
            .When(new Abort("late")).ThenIllegal("It has ended: succeeded.")
            .When(new Resume()).ThenIllegal("It has ended: succeeded.")
            .When(new Start()).ThenIllegal("It has been started already.");

    private static IEnumerable<Signal> Signals() =>
    [
        new Dequeue(), new ReportStable(null), new ReportCanaryReady(1), new ReportStartFailed("x"), new ReportSplit(TrafficSplit.AllCanary, true),
        new ReportSplitLost("x"), new Judge(0, Make.Bad), new Tick(),
    ];
}
