using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>An approver asks back before answering. Maria made the deployment and wants to go on.</summary>
public sealed class InquiryStories
{
    private static readonly Actor s_ben = Actor.Person("ben");
    private static readonly Actor s_olga = Actor.Person("olga");

    [Fact]
    public void Asking_back_leaves_the_gate_open_and_counts_nothing()
    {
        var scenario = AtGate().When(new Inquire("g1", "Is the migration done?"), s_ben).Then(new GateInquired("g1", "Is the migration done?"))
            .ThenStatus(new Paused(PauseReason.Approval, RunStage.Hold, Make.Maria, FakeBus.Start, "Give release 2 50 % of the traffic?"));
        Assert.Empty(scenario.State.OpenGate!.Votes);
        Assert.Equal(("Is the migration done?", s_ben), (scenario.State.OpenGate.Unanswered!.Text, scenario.State.OpenGate.Unanswered.By));
    }

    [Fact]
    public void A_reply_settles_what_was_asked_and_the_gate_still_asks()
    {
        var scenario = AtGate().Given(new Inquire("g1", "Is the migration done?"), s_ben);
        scenario.When(new Reply("g1", "I think so."), s_ben).ThenIllegal("You asked; somebody else has to answer.");
        scenario.When(new Reply("g1", "Since noon.")).Then(new GateReplied("g1", "Since noon."));
        Assert.Null(scenario.State.OpenGate!.Unanswered);
        Assert.Equal([false, true], scenario.State.OpenGate.Talk.Select(said => said.IsReply));
        scenario.When(new Reply("g1", "Again.")).ThenIllegal("Nobody asked anything.");
        scenario.When(new Approve("g1"), s_ben).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void Only_who_has_a_say_asks_back_and_who_has_approved_may_still()
    {
        var scenario = AtGate(new() { Quorum = 2, Groups = ["leads"] });
        scenario.When(new Inquire("g1", "Why?"), s_ben).ThenIllegal("Only members of leads have a say here.");
        scenario.When(new Inquire("g1", "Why?"), groups: ["leads"]).ThenIllegal("You asked for it; somebody else has to answer.");
        scenario.When(new Inquire("g7", "Why?"), s_ben, ["leads"]).ThenIllegal("Question g7 is not open; g1 is.");
        scenario.Given(new Approve("g1"), s_ben, ["leads"]).When(new Inquire("g1", "One more thing?"), s_ben, ["leads"]).ThenKinds(typeof(GateInquired));
        Assert.Single(scenario.State.OpenGate!.Votes);
    }

    [Fact]
    public void What_was_asked_back_does_not_overtake_an_answer_on_its_way() =>
        Assert.False(Relevance.Matters(new GateInquired("g1", "Why?")) || Relevance.Matters(new GateReplied("g1", "So.")));

    [Fact]
    public void A_question_that_is_put_anew_keeps_what_was_said()
    {
        var scenario = AtGate().Given(new Inquire("g1", "Why 50 %?"), s_ben).Given(new ChangePlan([new(20) { Hold = Make.Hold }, new(100)]), s_olga);
        Assert.Equal(("g2", "Why 50 %?"), (scenario.State.OpenGate!.Id, scenario.State.OpenGate.Unanswered?.Text));
    }

    private static DeploymentScenario AtGate(ApprovalRule? rule = null) => DeploymentScenario
        .AtHold(change: spec => spec with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true) with { Approval = rule ?? new() }, Make.Phase(100)) })
        .Given(new Promote());
}
