using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Who could open the gates of a deployment is known before there is one.</summary>
public sealed class GatesToComeTests
{
    private static readonly Actor s_ben = Actor.Person("ben");
    private static readonly Actor s_olga = Actor.Person("olga");
    private static readonly ValueList<Caller> s_everybody = [new(Make.Maria, ["payments"]), new(s_ben, ["payments"]), new(s_olga, ["sre"])];

    [Fact]
    public void Each_gate_names_who_has_a_say_in_the_order_in_which_they_come()
    {
        var gates = Of(Phases(new ApprovalRule(), new ApprovalRule { Groups = ["payments"], FourEyes = false }, new ApprovalRule { Groups = ["sre"], Quorum = 2 }));
        Assert.Equal(
            ["BeforePhase 1: ben, olga", "BeforePhase 2: maria, ben", "BeforePromotion 3: olga"],
            gates.Select(gate => $"{gate.Kind} {gate.Phase}: {string.Join(", ", gate.People)}"));
        Assert.Equal([false, false, true], gates.Select(gate => gate.IsShort));
    }

    [Fact]
    public void Who_registered_the_release_has_no_say_where_the_rule_leaves_authors_out()
    {
        var rule = new ApprovalRule { ExcludeAuthor = true };
        Assert.Equal(["olga"], Of(Phases(rule, null, null), release: 1)[0].People);
        Assert.Equal(["ben", "olga"], Of(Phases(rule, null, null))[0].People);
    }

    [Fact]
    public void A_gate_that_nobody_but_the_requester_could_open_stays_shut()
    {
        var gate = Assert.Single(Of(Phases(new ApprovalRule(), null, null), approvers: [s_everybody[0]]));
        Assert.Equal((0, true), (gate.People.Count, gate.IsShort));
    }

    [Fact]
    public void A_gate_that_policy_passes_needs_nobody() => Assert.False(Assert.Single(Of(Phases(new ApprovalRule { Quorum = 0 }, null, null), approvers: [])).IsShort);

    [Fact]
    public void The_question_before_going_back_may_be_answered_by_who_started_it()
    {
        var gate = Assert.Single(Of(Phases(null, null, null) with { Rollback = new RollbackPolicy { ManualApproval = true, Approval = new ApprovalRule { Groups = ["payments"] } } }));
        Assert.Equal((GateKind.RollbackQuestion, "maria ben"), (gate.Kind, string.Join(' ', gate.People)));
        Assert.Empty(Of(Phases(null, null, null) with { Rollback = new RollbackPolicy { Enabled = false, ManualApproval = true } }));
    }

    [Fact]
    public void Before_a_switch_there_is_one_gate()
    {
        var request = Phases(null, null, null) with { Strategy = DeploymentStrategy.BlueGreen, Plan = new(PlanKind.Switch) { BeforeSwitch = new ApprovalRule() } };
        Assert.Equal((GateKind.BeforePhase, "ben olga"), (Assert.Single(Of(request)).Kind, string.Join(' ', Of(request)[0].People)));
    }

    [Fact]
    public void A_request_with_a_mistake_has_no_gates() => Assert.Empty(Of(Phases(new ApprovalRule { Quorum = -1 }, null, null)));

    [Fact]
    public void The_first_deployment_of_a_place_has_one_phase_and_asks_nobody()
    {
        var service = Service.Fold([Declared(), Added()])!;
        Assert.Empty(GatesToCome.Of(service, Phases(new ApprovalRule(), null, null), Make.Maria, s_everybody));
    }

    private static ValueList<GateToCome> Of(DeploymentRequest request, int? release = null, ValueList<Caller>? approvers = null)
    {
        var service = Service.Fold([Declared(), Added(), new ReleaseWentLive(Make.Production, 1, Make.First, Standby: null, StandbyUntil: null)])!;
        return GatesToCome.Of(service, release is { } number ? request with { Release = number, NewRelease = null } : request, Make.Maria, approvers ?? s_everybody);
    }

    private static ServiceDeclared Declared() => new(Make.Checkout, [Make.Environment()]);

    private static ReleaseAdded Added() => new(1, Make.Release()) { Origin = new(DateTimeOffset.UnixEpoch, s_ben) };

    private static DeploymentRequest Phases(ApprovalRule? second, ApprovalRule? third, ApprovalRule? promotion) => new(Make.Checkout, Make.Production, Release: null, Make.Release("next"))
    {
        Plan = new(PlanKind.Phases)
        {
            Phases = [Phase(10, null), Phase(50, second), Phase(100, third)],
            BeforePromotion = promotion,
        },
    };

    private static PhaseRequest Phase(decimal share, ApprovalRule? gate) => new(share) { Hold = Make.Hold, NeedsApproval = gate is not null, Approval = gate };
}
