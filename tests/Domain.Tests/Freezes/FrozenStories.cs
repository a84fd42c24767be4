using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Freezes;

/// <summary>What a freeze holds, and what it never holds.</summary>
public sealed class FrozenStories
{
    private const string Sentence = "Frozen by ann until somebody lifts it: year end.";
    private static readonly DeploymentPaused s_held = new(PauseReason.Freeze, Sentence);

    [Fact]
    public void A_draft_cannot_be_started() => DeploymentScenario.Draft().Frozen().When(new Start()).ThenIllegal(Sentence);

    [Fact]
    public void A_new_deployment_waits_in_the_queue_and_starts_when_the_freeze_is_lifted()
    {
        var bus = Make.BusWithLive();
        bus.Freeze();
        var (id, decision) = bus.Create(Make.Request());
        Assert.Equal(new DeploymentQueued(Behind: null) { Freeze = Sentence }, Assert.IsType<Decision.Accepted>(decision).Events[1]);
        var scenario = DeploymentScenario.Of(bus, id).ThenStatus(new Pending(PendingReason.Queued));
        Assert.Equal((null, id), (bus.Place().Holder, Assert.Single(bus.Place().Queue)));
        scenario.When(new Dequeue()).ThenIgnored("it is not this deployment's turn").When(new Start()).ThenIllegal(Sentence);
        scenario.Thawed().Given(new Dequeue()).Then(new DeploymentStarted());
    }

    [Fact]
    public void It_waits_for_the_end_of_a_freeze_with_a_time_as_well()
    {
        var bus = Make.BusWithLive();
        bus.Freeze(new("year end", Until: bus.Now.AddHours(1)));
        var scenario = DeploymentScenario.Of(bus, bus.Create(Make.Request()).Id);
        scenario.After(TimeSpan.FromHours(1)).Given(new Dequeue()).Then(new DeploymentStarted());
    }

    [Fact]
    public void A_retry_waits_too()
    {
        var scenario = DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead().Frozen();
        var (id, _) = scenario.Bus.Retry(scenario.Id);
        DeploymentScenario.Of(scenario.Bus, id).ThenStatus(new Pending(PendingReason.Queued));
    }

    [Fact]
    public void What_is_started_gets_ready_and_gets_no_traffic()
    {
        var scenario = DeploymentScenario.AtApply().Frozen().Given(new ReportCanaryReady(1)).Then(new CanaryReady(1), s_held);
        scenario.When(new Tick()).ThenIgnored("a freeze is in force");
        scenario.Thawed().Given(new Tick()).ThenKinds(typeof(DeploymentResumed)).Given(new Tick()).Then(new PhaseEntered(0, Make.Percent(10)));
    }

    [Fact]
    public void A_running_phase_stays_at_its_share_until_the_freeze_is_over()
    {
        var scenario = DeploymentScenario.AtHold().Frozen().When(new Tick()).ThenIgnored("the hold goes on");
        scenario.Passes().After(Make.Hold).Given(new Tick()).Then(s_held);
        Assert.Equal(Make.Canary(10), scenario.State.Asked);
        scenario.When(new Tick()).ThenIgnored("a freeze is in force").After(TimeSpan.FromDays(3));

        // Neither the hold nor the budget has gone on meanwhile.
        scenario.Thawed().Given(new Tick()).Then(new DeploymentResumed(scenario.Bus.Now, scenario.Bus.Now + Make.Minutes(15)));
        scenario.Given(new Tick()).Then(new PhaseCompleted(0), new PhaseEntered(1, Make.Percent(50)));
    }

    [Fact]
    public void Without_a_good_verdict_the_hold_goes_on_after_the_freeze()
    {
        var scenario = DeploymentScenario.AtHold().Frozen().Passes().After(Make.Hold).Given(new Tick()).Given(new Judge(0, Make.Bad));
        scenario.Thawed().Given(new Tick()).When(new Tick()).ThenIgnored("the hold goes on");
    }

    [Fact]
    public void A_gap_goes_on_and_what_follows_it_waits()
    {
        var scenario = DeploymentScenario.AtWaiting().Frozen().After(Make.Minutes(2)).Given(new Tick()).Then(s_held);
        scenario.Thawed().Given(new Tick()).Given(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void The_promotion_at_the_end_waits_too() =>
        DeploymentScenario.AtHold(2).Frozen().Passes().After(Make.Hold).Given(new Tick()).Then(s_held)
            .Thawed().Given(new Tick()).Given(new Tick()).Then(new PhaseCompleted(2), new PromotionStarted(Full: false));

    [Fact]
    public void A_promotion_under_way_is_finished() => DeploymentScenario.AtPromoting().Frozen().SplitIsRead().ThenOutcome(Outcome.Succeeded);

    [Fact]
    public void A_share_that_is_being_set_is_set() => DeploymentScenario.AtShift().Frozen().SplitIsRead().ThenStatus(new Running(RunStage.Hold));

    [Fact]
    public void People_cannot_promote_or_go_on_after_a_step()
    {
        DeploymentScenario.AtHold().Frozen().When(new Promote()).ThenIllegal(Sentence).When(new PromoteFully()).ThenIllegal(Sentence);
        var step = DeploymentScenario.AtHold(change: s => s with { Plan = Make.Plan(Make.Phase(10, PhaseGap.Person), Make.Phase(100)) });
        step.Frozen().Passes().After(Make.Hold).Given(new Tick()).Then(new DeploymentPaused(PauseReason.Step, "The plan pauses here until a person resumes."));
        step.When(new Resume()).ThenIllegal(Sentence).Thawed().Given(new Resume());
    }

    [Fact]
    public void People_can_pause_what_a_freeze_holds_so_that_it_stays_when_the_freeze_is_over()
    {
        var scenario = DeploymentScenario.AtHold().Frozen().Passes().After(Make.Hold).Given(new Tick()).Given(new Pause("wait for me"));
        scenario.Thawed().When(new Tick()).ThenIgnored("nothing is due").Given(new Resume()).Given(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void A_pause_of_a_person_can_be_resumed_and_is_held_at_its_next_step() =>
        DeploymentScenario.AtHold().Given(new Pause("lunch")).Frozen().Given(new Resume()).Passes().After(Make.Hold).Given(new Tick()).Then(s_held);

    [Fact]
    public void A_bad_canary_still_goes_back()
    {
        DeploymentScenario.AtHold().Frozen().Fails().ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);
        DeploymentScenario.AtHold().Frozen().Passes().After(Make.Hold).Given(new Tick()).Fails().SplitIsRead().ThenOutcome(Outcome.RolledBack);
    }

    [Fact]
    public void A_phase_without_a_decision_in_time_ends_as_planned() =>
        DeploymentScenario.AtHold(change: s => s with { Analysis = s.Analysis with { OnInconclusive = OnInconclusive.RollBack } }).Frozen()
            .After(Make.Minutes(20)).Given(new Tick()).ThenKinds(typeof(ReturnStarted));

    [Fact]
    public void A_question_about_going_back_is_answered_as_ever() =>
        DeploymentScenario.AtQuestion().Frozen().Given(new Approve("g1")).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted));

    [Fact]
    public void Approvals_are_kept_and_open_the_gate_when_the_freeze_is_over()
    {
        var (ben, olga) = (Actor.Person("ben"), Actor.Person("olga"));
        var scenario = AtGate(new() { Quorum = 2, ExpiresAfter = TimeSpan.FromHours(1) }).Frozen();
        scenario.When(new Approve("g1"), ben).Then(new ApprovalGiven("g1")).When(new Tick()).ThenIgnored("nothing is due");
        scenario.When(new Approve("g1"), olga).Then(new ApprovalGiven("g1")).When(new Tick()).ThenIgnored("a freeze is in force");
        scenario.When(new Approve("g1"), Actor.Person("kim")).ThenIllegal("All approvals are given; it goes on by itself when the freeze is over.");
        scenario.When(new BreakGlass("g1", "INC-1")).ThenIllegal(Sentence);

        // It has its approvals, so it cannot run out of time.
        scenario.After(TimeSpan.FromHours(2)).Thawed().Given(new Tick()).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void Approvals_under_a_freeze_are_void_like_any_other_when_a_check_turns_to_fail()
    {
        var scenario = AtGate(new(), s => s with { Rollback = new() { Enabled = false } }).Frozen();
        scenario.Given(new Approve("g1"), Actor.Person("ben")).Given(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(ApprovalsVoided));
        scenario.Thawed().When(new Tick()).ThenIgnored("nothing is due");
    }

    [Fact]
    public void A_gate_can_be_refused_under_a_freeze() =>
        AtGate(new()).Frozen().Given(new Approve("g1"), Actor.Person("ben")).Given(new Reject("g1"), Actor.Person("olga")).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted));

    [Fact]
    public void Going_back_after_the_end_is_never_frozen()
    {
        var scenario = DeploymentScenario.AtPromoting().SplitIsRead().Frozen();
        var (id, decision) = scenario.Bus.GoBack(scenario.Id);
        Assert.IsType<DeploymentStarted>(Assert.IsType<Decision.Accepted>(decision).Events[1]);
        DeploymentScenario.Of(scenario.Bus, id)
            .Given(new ReportStable(new CapturedStable(2, ["r2-0"])), new ReportCanaryReady(1)).SplitIsRead().Given(new Tick()).SplitIsRead()
            .ThenOutcome(Outcome.Succeeded);
    }

    [Fact]
    public void What_goes_back_does_not_wait_behind_what_is_frozen()
    {
        var scenario = DeploymentScenario.AtPromoting().SplitIsRead();
        var back = scenario.Bus.GoBack(scenario.Id).Id;
        End(back);
        scenario.Bus.Freeze();
        var waiting = scenario.Bus.Create(Make.Request(3)).Id;
        var busy = scenario.Bus.GoBack(scenario.Id).Id;
        var again = scenario.Bus.Retry(back, queue: true).Id;
        Assert.Equal([waiting, again], scenario.Place.Queue);
        End(busy);
        DeploymentScenario.Of(scenario.Bus, waiting).When(new Dequeue()).ThenIgnored("it is not this deployment's turn");
        DeploymentScenario.Of(scenario.Bus, again).Given(new Dequeue()).Then(new DeploymentStarted());

        void End(DeploymentId id) => DeploymentScenario.Of(scenario.Bus, id).Given(new Abort("not now")).SplitIsRead().ThenOutcome(Outcome.Aborted);
    }

    [Fact]
    public void Another_environment_goes_on() =>
        DeploymentScenario.AtHold().Frozen(new("staging only") { Service = Make.Checkout }).Thawed().Passes().After(Make.Hold).Given(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    private static DeploymentScenario AtGate(ApprovalRule rule, Func<DeploymentSpec, DeploymentSpec>? change = null) => DeploymentScenario
        .AtHold(change: s => (change ?? (x => x))(s with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50) with { NeedsApproval = true, Approval = rule }, Make.Phase(100)) }))
        .Passes().Given(new Promote());
}
