using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Named people, quorum, four eyes, expiry, and what voids an approval. Maria made the deployment and gives every order but the answers.</summary>
public sealed class ApprovalStories
{
    private static readonly Actor s_ben = Actor.Person("ben");
    private static readonly Actor s_olga = Actor.Person("olga");
    private static readonly Actor s_kim = Actor.Person("kim");

    [Fact]
    public void Who_asked_has_no_say() =>
        AtGate().When(new Approve("g1")).ThenIllegal("You asked for it; somebody else has to answer.");

    [Fact]
    public void Who_ends_the_phase_early_has_asked()
    {
        var scenario = DeploymentScenario.AtHold(change: s => Gated(s, new())).Given(new Promote(), s_ben);
        scenario.When(new Approve("g1"), s_ben).ThenIllegal("You asked for it; somebody else has to answer.");
        scenario.When(new Approve("g1")).ThenIllegal("You made this deployment; somebody else has to answer.");
        scenario.When(new Approve("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void Somebody_else_opens_the_gate() =>
        AtGate().When(new Approve("g1"), s_ben).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered)).ThenStatus(new Running(RunStage.Shift));

    [Fact]
    public void A_gate_needs_as_many_people_as_its_plan_says()
    {
        var scenario = AtGate(new() { Quorum = 2 }).When(new Approve("g1"), s_ben).Then(new ApprovalGiven("g1"));
        Assert.Equal([s_ben], scenario.State.OpenGate!.Votes.Select(vote => vote.By));
        scenario.When(new Approve("g1"), s_ben).ThenIllegal("You have approved already.");
        scenario.When(new Approve("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void Only_members_of_the_named_groups_have_a_say()
    {
        var scenario = AtGate(new() { Groups = ["leads", "payments"] });
        scenario.When(new Approve("g1"), s_ben).ThenIllegal("Only members of leads or payments have a say here.");
        scenario.When(new Reject("g1"), s_ben).ThenIllegal("Only members of leads or payments have a say here.");
        scenario.When(new Approve("g1"), s_ben, ["payments"]).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void Who_has_a_say_can_hand_it_over_but_not_to_who_asked()
    {
        var scenario = AtGate(new() { Groups = ["leads"] });
        scenario.When(new HandOver("g1", "ben"), s_ben).ThenIllegal("Only members of leads have a say here.");
        scenario.Given(new HandOver("g1", "ben"), s_olga, ["leads"]).Given(new HandOver("g1", "maria"), s_olga, ["leads"]);
        scenario.When(new Approve("g1"), Make.Maria).ThenIllegal("You asked for it; somebody else has to answer.");
        scenario.When(new Approve("g1"), s_ben).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void By_policy_the_author_of_the_release_has_no_say_either()
    {
        var state = AtGate(new() { ExcludeAuthor = true }).State;
        var release = new Release(2, Make.Release(), FakeBus.Start, s_ben);
        Assert.Equal("You registered this release; somebody else has to answer.", Say.ReasonAgainst(state.OpenGate!, state, release, Caller.Of(s_ben)));
        Assert.Null(Say.ReasonAgainst(state.OpenGate!, state, release, Caller.Of(s_olga)));
    }

    [Fact]
    public void No_machine_has_a_say() => AtGate(new() { FourEyes = false }).When(new Approve("g1"), Actor.Policy).ThenIllegal("Only a person may answer.");

    [Fact]
    public void One_reject_ends_the_gate() =>
        AtGate(new() { Quorum = 2 }).Given(new Approve("g1"), s_ben)
            .When(new Reject("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted));

    [Fact]
    public void A_plan_may_hold_on_reject_and_ask_again()
    {
        var scenario = AtGate(new() { OnReject = GateEnd.Hold }).When(new Reject("g1"), s_ben).Then(new GateLapsed("g1", GateLapse.Rejected));
        scenario.When(new Approve("g1"), s_olga).ThenIllegal("The question was answered with no; ask again.");
        scenario.Given(new AskAgain("g1"), s_olga);
        scenario.When(new Approve("g2"), s_olga).ThenIllegal("You asked for it; somebody else has to answer.");
        scenario.When(new Approve("g2"), s_ben).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered)).ThenStatus(new Running(RunStage.Shift));
    }

    [Fact]
    public void Time_never_opens_a_gate()
    {
        var scenario = AtGate(new() { Quorum = 2, ExpiresAfter = TimeSpan.FromHours(8) }).Given(new Approve("g1"), s_ben);
        scenario.After(Make.Minutes(479)).When(new Tick()).ThenIgnored("nothing is due");
        scenario.After(Make.Minutes(1)).When(new Tick()).Then(new GateLapsed("g1", GateLapse.Expired));
        Assert.Empty(scenario.State.OpenGate!.Votes);
        scenario.When(new Tick()).ThenIgnored("nothing is due");
        scenario.When(new Approve("g1"), s_olga).ThenIllegal("The question has expired; ask again.");
        scenario.Given(new AskAgain("g1")).When(new Approve("g2"), s_olga).Then(new ApprovalGiven("g2"));
    }

    [Fact]
    public void Time_may_close_a_gate_by_going_back() =>
        AtGate(new() { ExpiresAfter = TimeSpan.FromHours(8), OnExpiry = GateEnd.RollBack })
            .After(TimeSpan.FromHours(8)).When(new Tick()).ThenKinds(typeof(GateLapsed), typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);

    [Fact]
    public void A_check_that_turns_to_fail_voids_what_was_approved()
    {
        var scenario = AtGate(new() { Quorum = 2 }, s => s with { Rollback = new() { ManualApproval = true } }).Given(new Approve("g1"), s_ben);
        scenario.When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(ApprovalsVoided));
        Assert.Equal(["ben"], scenario.Event<ApprovalsVoided>().Of);
        scenario.Given(new Judge(0, Make.Bad), new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(GateOpened));
        scenario.Given(new Reject("g2"), s_olga);
        Assert.Equal(("g1", 0), (scenario.State.OpenGate!.Id, scenario.State.OpenGate.Votes.Count));
    }

    [Fact]
    public void A_changed_plan_voids_what_was_approved_and_its_editor_has_no_say()
    {
        var scenario = AtGate(new() { Quorum = 2 }).Given(new Approve("g1"), s_ben)
            .When(new ChangePlan([new(20) { Hold = Make.Hold }, new(100)]), s_kim).ThenKinds(typeof(PlanChanged), typeof(ApprovalsVoided), typeof(GateOpened));
        Assert.Equal("Give release 2 20 % of the traffic?", scenario.State.OpenGate!.Question);
        scenario.When(new Approve("g2"), s_kim).ThenIllegal("You asked for it; somebody else has to answer.");
        scenario.When(new Approve("g1"), s_ben).ThenIllegal("Question g1 is not open; g2 is.");
        scenario.Given(new Approve("g2"), s_ben).When(new Approve("g2"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void Whose_approval_is_void_is_known_until_they_approve_again_also_when_the_question_is_asked_anew()
    {
        var scenario = AtGate(new() { Quorum = 3 }).Given(new Approve("g1"), s_ben).Given(new Approve("g1"), s_olga);
        Assert.Empty(scenario.State.OpenGate!.Voided);
        scenario.Given(new ChangePlan([new(20) { Hold = Make.Hold }, new(100)]), s_kim);
        Assert.Equal([("ben", "The plan was changed."), ("olga", "The plan was changed.")], scenario.State.OpenGate!.Voided.Select(voided => (voided.By, voided.Why)));
        scenario.Given(new Approve("g2"), s_ben);
        Assert.Equal(["olga"], scenario.State.OpenGate!.Voided.Select(voided => voided.By));
    }

    [Fact]
    public void A_plan_cannot_be_changed_around_a_gate()
    {
        var scenario = DeploymentScenario.AtHold(change: s => Gated(s, new())).Given(new ChangePlan([new(11), new(49), new(100)]), s_kim);
        Assert.Equal([true, false, false], scenario.State.Spec.Plan.Phases.Skip(1).Select(phase => phase.NeedsApproval));
        scenario.When(new PromoteFully()).ThenIllegal("Phase 2 needs an approval, which cannot be skipped.");
    }

    [Fact]
    public void A_changed_plan_goes_on_rising() =>
        DeploymentScenario.AtHold().When(new ChangePlan([new(5), new(100)])).ThenInvalid("plan.phases[0].share");

    [Fact]
    public void The_promotion_may_need_an_approval_of_its_own()
    {
        var scenario = DeploymentScenario.AtHold(change: s => s with { Plan = Make.Plan(Make.Phase(100)) with { BeforePromotion = new() } });
        scenario.When(new PromoteFully()).ThenIllegal("The promotion needs an approval, which cannot be skipped.");
        scenario.When(new Promote()).ThenKinds(typeof(PhaseCompleted), typeof(GateOpened));
        scenario.When(new Approve("g1"), s_ben).ThenKinds(typeof(GateAnswered), typeof(PromotionStarted));
    }

    [Fact]
    public void A_gate_that_asks_nobody_is_passed_by_policy_and_seen() =>
        DeploymentScenario.AtHold(change: s => Gated(s, new() { Quorum = 0 }))
            .When(new Promote()).ThenKinds(typeof(PhaseCompleted), typeof(GateOpened), typeof(GateAnswered), typeof(PhaseEntered)).ThenStatus(new Running(RunStage.Shift));

    [Fact]
    public void A_broken_gate_owes_a_review_by_somebody_else_also_after_the_end()
    {
        var scenario = AtGate(new() { Quorum = 3 }).When(new BreakGlass("g1", "INC-17"), s_kim).ThenKinds(typeof(GateBroken), typeof(PhaseEntered)).ThenStatus(new Running(RunStage.Shift));
        scenario.Given(new Abort("enough")).SplitIsRead().ThenOutcome(Outcome.Aborted);
        scenario.When(new Review("I did it."), s_kim).ThenIllegal("You broke the gate; somebody else has to review it.");
        scenario.When(new Review("It was right."), s_ben).ThenKinds(typeof(BrokenGateReviewed));
        scenario.When(new Review("Again."), s_olga).ThenIllegal("No review is owed.");
    }

    [Fact]
    public void A_rollback_question_may_need_several_people()
    {
        var policy = new RollbackPolicy { ManualApproval = true, Approval = new() { Quorum = 2, Groups = ["leads"] } };
        var scenario = DeploymentScenario.AtHold(change: s => s with { Rollback = policy }).Fails();
        scenario.When(new Approve("g1"), s_ben).ThenIllegal("Only members of leads have a say here.");
        scenario.Given(new Approve("g1"), s_ben, ["leads"]).When(new Approve("g1"), s_olga, ["leads"]).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted));
    }

    [Fact]
    public void To_approve_while_a_check_fails_or_with_little_or_no_data_takes_the_highest_friction()
    {
        var scenario = DeploymentScenario.AtHold(change: s => Gated(s with { Rollback = new() { Enabled = false } }, new())).Passes().Given(new Promote());
        Assert.Equal(1, Level());
        scenario.Given(new Judge(0, Make.Bad));
        Assert.Equal(3, Level());
        scenario.Given(new Judge(0, Make.Good));
        Assert.Equal(1, Level());
        scenario.Given(new Judge(0, Make.Outage));
        Assert.Equal(3, Level());
        scenario.Given(new Judge(0, Make.Good));
        Assert.Equal(1, Level());
        scenario.Given(new Judge(0, Make.TooLittle));
        Assert.Equal(3, Level());
        Assert.Equal(3, Legality.Of(AtGate().State, scenario.Place, DeploymentAction.Approve).Level);

        int Level() => Legality.Of(scenario.State, scenario.Place, DeploymentAction.Approve).Level;
    }

    [Fact]
    public void A_reminder_is_recorded_and_changes_nothing_else()
    {
        var scenario = AtGate().When(new Remind("g1"), s_kim).ThenKinds(typeof(GateReminded));
        Assert.NotNull(scenario.State.OpenGate!.RemindedAt);
    }

    private static DeploymentScenario AtGate(ApprovalRule? rule = null, Func<DeploymentSpec, DeploymentSpec>? change = null) =>
        DeploymentScenario.AtHold(change: s => Gated((change ?? (x => x))(s), rule ?? new())).Given(new Promote());

    private static DeploymentSpec Gated(DeploymentSpec spec, ApprovalRule rule) =>
        spec with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true) with { Approval = rule }, Make.Phase(100)) };
}
