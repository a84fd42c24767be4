using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Copies of requests first, then one switch.</summary>
public sealed class MirrorStories
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };
    private static readonly Mirroring s_how = new(UnsafeMethods: false, MaxBody: 1000);

    [Fact]
    public void Users_stay_with_stable_while_copies_go_to_the_release_in_rising_shares_and_then_everything_is_switched()
    {
        var plan = PlanBuilder.Build(Asked()).Plan!;
        Assert.Equal([(0m, 20m), (0m, 100m), (100m, 0m)], plan.Phases.Select(phase => (phase.Share.Percent, phase.Mirror?.Percent ?? 0)));
        Assert.Equal((PlanKind.Mirror, s_how, Make.Minutes(10)), (plan.Kind, plan.Mirror, plan.Standby));
        var usual = PlanBuilder.Build(new(PlanKind.Mirror)).Plan!;
        Assert.Equal([(0m, 100m, 10.0), (100m, 0m, 10.0)], usual.Phases.Select(phase => (phase.Share.Percent, phase.Mirror?.Percent ?? 0, phase.Hold.TotalMinutes)));
        Assert.Equal(new Mirroring(), usual.Mirror);
    }

    [Fact]
    public void The_hold_begins_when_the_router_says_that_it_copies()
    {
        var scenario = DeploymentScenario.AtShift(Mirrored);
        Assert.Equal((TrafficSplit.AllStable, new WantedMirror(Make.Percent(20), s_how)), (scenario.State.Asked, scenario.Wanted.Mirror));
        Assert.Equal([1, 2], scenario.Wanted.Running);
        scenario.When(new ReportSplit(TrafficSplit.AllStable, Verified: true)).ThenIgnored("the asked split is not in force yet");
        scenario.Given(Copies(20)).Then(new SplitSet(TrafficSplit.AllStable, Verified: true, FakeBus.Start + Make.Hold, FakeBus.Start + Make.Minutes(20)) { Mirror = Make.Percent(20) });
        Assert.True(scenario.State is { IsInForce: true, CanaryHasTraffic: true, Status: Running { Stage: RunStage.Hold } });
        scenario.When(Copies(20)).ThenIgnored("known already");
    }

    [Fact]
    public void A_router_that_forgets_to_copy_is_told_of_and_nothing_goes_on_until_it_copies_again()
    {
        var scenario = Holds().Passes().Given(new ReportSplit(TrafficSplit.AllStable, Verified: true)).Then(new SplitLost("The router copies 0 % of the requests where 20 % was set."));
        scenario.After(Make.Hold).When(new Tick()).ThenIgnored("the hold goes on");
        scenario.Given(Copies(20)).Given(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
        Assert.Equal(new PhaseEntered(1, Share.None) { Mirror = Share.All }, scenario.Event<PhaseEntered>() with { Origin = Sluice.Domain.Events.Origin.Unstamped });

        // What was in force for the phase before says nothing about this one.
        scenario.When(Copies(20)).ThenIgnored("the asked split is not in force yet");
        scenario.Given(Copies(100)).ThenStatus(new Running(RunStage.Hold));
    }

    [Fact]
    public void After_the_copies_everything_is_switched_in_one_step_and_nothing_is_copied_any_more()
    {
        var scenario = Holds().Given(new Promote()).Given(Copies(100)).Given(new Promote());
        Assert.Equal((TrafficSplit.AllCanary, (WantedMirror?)null), (scenario.State.Asked, scenario.Wanted.Mirror));
        scenario.When(new ReportSplit(TrafficSplit.AllCanary, Verified: true) { Mirror = Share.All }).ThenIgnored("the asked split is not in force yet");
        scenario.SplitIsRead().Passes().After(Make.Hold).Given(new Tick()).SplitIsRead().ThenOutcome(Outcome.Succeeded);
        Assert.Equal(2, scenario.Place.Live);
    }

    [Fact]
    public void An_abort_ends_the_copies_at_once_and_is_over_when_the_router_says_so()
    {
        var scenario = Holds().Given(new Abort("not this one"));
        Assert.Null(scenario.Wanted.Mirror);
        scenario.When(Copies(20));
        Assert.IsType<RollingBack>(scenario.State.Status);
        scenario.SplitIsRead().ThenOutcome(Outcome.Aborted);
    }

    [Fact]
    public void A_canary_that_fails_by_its_copies_goes_back_and_so_does_one_that_people_promote_meanwhile()
    {
        var scenario = Holds().Fails();
        Assert.IsType<RollingBack>(scenario.State.Status);
        Assert.Null(scenario.Wanted.Mirror);
        scenario.SplitIsRead().ThenOutcome(Outcome.RolledBack);
        var full = Holds().Given(new PromoteFully());
        Assert.Null(full.Wanted.Mirror);
        full.SplitIsRead().ThenOutcome(Outcome.Succeeded);
    }

    [Fact]
    public void Who_must_approve_is_asked_before_the_switch_while_copies_go_on()
    {
        var scenario = DeploymentScenario.AtShift(spec => Mirrored(spec) with { Plan = PlanBuilder.Build(Asked() with { BeforeSwitch = ApprovalRule.Anyone }).Plan! });
        scenario.Given(Copies(20)).Given(new Promote()).Given(Copies(100)).Given(new Promote());
        Assert.Equal("Switch all traffic to release 2?", scenario.State.OpenGate!.Question);
        Assert.Equal(Share.All, scenario.Wanted.Mirror!.Share);
        scenario.Given(new Approve(scenario.State.OpenGate.Id));
        Assert.Null(scenario.Wanted.Mirror);
        Assert.Equal(TrafficSplit.AllCanary, scenario.State.Asked);
    }

    [Fact]
    public void A_question_about_going_back_leaves_users_and_copies_where_they_are()
    {
        var scenario = DeploymentScenario.AtShift(spec => Mirrored(spec) with { Rollback = spec.Rollback with { ManualApproval = true } }).Given(Copies(20)).Fails();
        Assert.Equal((TrafficSplit.AllStable, 20m), (scenario.State.Asked, scenario.Wanted.Mirror!.Share.Percent));
        scenario.Given(new Reject(scenario.State.OpenGate!.Id)).ThenStatus(new Running(RunStage.Hold));
    }

    [Fact]
    public void A_first_deployment_has_nothing_to_copy_from_and_goes_live_in_one_step()
    {
        var bus = Make.BusWithoutLive();
        var (id, _) = bus.Create(Make.Request(1) with { Strategy = DeploymentStrategy.Mirror, Plan = Asked() });
        Assert.Equal((PlanKind.Instant, (Mirroring?)null), (bus.Deployments[id].Spec.Plan.Kind, bus.Deployments[id].Spec.Plan.Mirror));
    }

    [Fact]
    public void Other_phases_ahead_are_refused_and_another_try_copies_the_same()
    {
        var scenario = Holds().When(new ChangePlan([new(30), new(100)]));
        scenario.ThenIllegal("What is mirrored is not changed on the way; abort it, which costs nobody a request, and start another.");
        scenario.Given(new Abort("again")).SplitIsRead();
        var (id, _) = scenario.Bus.Retry(scenario.Id);
        Assert.Equal(scenario.State.Spec.Plan, scenario.Bus.Deployments[id].Spec.Plan);
    }

    [Fact]
    public void Both_releases_answer_the_same_requests_and_are_compared_as_halves_without_a_check_of_the_split()
    {
        var plan = PlanBuilder.Build(Asked()).Plan!;
        var terms = LedgerTerms.For(plan, new(), new(), AnalysisSettings.Usual);
        Assert.Equal((Make.Percent(50), true), (terms.First, terms.IsMirrored));
        var ledger = new EvidenceLedger(terms, ArmWindow.Empty);
        var at = FakeBus.Start + Make.Minutes(5);
        for (var i = 0; i < 100; i++)
        {
            ledger.Observe(new(0, at, at += Make.Minutes(1), Mirroring.Compared, Make.Arm(10, 0, 20), Make.Arm(1000, 0, 20)));
        }

        Assert.Empty(ledger.Assess("hash", stable: null).Problems);
    }

    [Fact]
    public void It_is_stored_with_the_plan_and_what_knows_nothing_of_it_is_stored_as_before()
    {
        var plan = PlanBuilder.Build(Asked()).Plan!;
        var json = JsonSerializer.Serialize(plan, s_json);
        Assert.Contains("\"mirror\":{\"unsafeMethods\":false,\"maxBody\":1000}", json, StringComparison.Ordinal);
        Assert.Equal(plan, JsonSerializer.Deserialize<PhasePlan>(json, s_json));
        DeploymentEvent[] plain = [new PhaseEntered(0, Share.All), new SplitSet(TrafficSplit.AllStable, Verified: true, DueAt: null, BudgetEndsAt: null)];
        Assert.DoesNotContain("mirror", JsonSerializer.Serialize(Make.ThreePhases, s_json) + string.Concat(plain.Select(e => JsonSerializer.Serialize<object>(e, s_json))), StringComparison.Ordinal);
    }

    public static TheoryData<DeploymentStrategy, PlanRequest, string[]> Mistakes() => new()
    {
        { DeploymentStrategy.Mirror, new(PlanKind.Stepped), ["plan.kind"] },
        { DeploymentStrategy.Canary, new(PlanKind.Mirror), ["plan.kind"] },
        { DeploymentStrategy.Canary, new(PlanKind.Stepped) { Mirror = new() }, ["plan.mirror"] },
        { DeploymentStrategy.Mirror, new(PlanKind.Mirror) { Steps = 3 }, ["plan.steps"] },
        { DeploymentStrategy.Mirror, new(PlanKind.Mirror) { Mirror = new(MaxBody: 262_145), Users = new(new(UserKey.OwnCookie), []) }, ["plan.mirror.max_body", "plan.sticky"] },
        { DeploymentStrategy.Mirror, new(PlanKind.Mirror) { Phases = [new(50), new(50)] }, ["plan.phases[1].share"] },
        { DeploymentStrategy.Mirror, new(PlanKind.Mirror) { Phases = [new(0)], Users = new(null, [new(UserKey.Header, "X")]) }, ["plan.match", "plan.phases[0].share"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void All_mistakes_are_named_together(DeploymentStrategy strategy, PlanRequest plan, string[] fields)
    {
        var decision = Make.BusWithLive().Create(Make.Request() with { Strategy = strategy, Plan = plan }).Decision;
        var errors = Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(decision).Refusal).Errors;
        Assert.Equal(fields, errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_copies_may_do_and_cannot_say_is_said_before_the_start()
    {
        var request = Make.Request() with { Strategy = DeploymentStrategy.Mirror, Plan = Asked() };
        Assert.StartsWith("plan.mirror: only GET, HEAD and OPTIONS are copied", Assert.Single(DeploymentWarnings.For(request)), StringComparison.Ordinal);
        var all = request with { Plan = Asked() with { Mirror = new(UnsafeMethods: true) } };
        Assert.StartsWith("plan.mirror.unsafe_methods is true: the release really does what is asked a second time.", Assert.Single(DeploymentWarnings.For(all)), StringComparison.Ordinal);
        Assert.Contains("No limit judges the soak", DeploymentWarnings.Mirrored(request with { Thresholds = new() }).Last(), StringComparison.Ordinal);
    }

    private static PlanRequest Asked() => new(PlanKind.Mirror) { Phases = [new(20), new(100)], Hold = Make.Hold, Mirror = s_how };

    private static DeploymentSpec Mirrored(DeploymentSpec spec) => spec with { Strategy = DeploymentStrategy.Mirror, Plan = PlanBuilder.Build(Asked()).Plan! };

    private static DeploymentScenario Holds() => DeploymentScenario.AtShift(Mirrored).Given(Copies(20));

    private static ReportSplit Copies(decimal percent) => new(TrafficSplit.AllStable, Verified: true) { Mirror = Make.Percent(percent) };
}
