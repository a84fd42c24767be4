using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;

namespace Sluice.Domain.Tests.Deployments;

public sealed class PlanBuilderTests
{
    [Fact]
    public void Linear_is_ten_equal_steps_unless_told() => Assert.Equal(
        [10m, 20m, 30m, 40m, 50m, 60m, 70m, 80m, 90m, 100m], Shares(new PlanRequest(PlanKind.Linear)));

    [Fact]
    public void Stepped_has_the_known_shares() => Assert.Equal([5m, 10m, 25m, 50m, 75m, 100m], Shares(new PlanRequest(PlanKind.Stepped)));

    [Fact]
    public void A_step_weight_ends_at_100() => Assert.Equal([33.3m, 66.6m, 99.9m, 100m], Shares(new PlanRequest(PlanKind.Linear) { StepWeight = 33.3m }));

    [Fact]
    public void Uneven_steps_are_rounded_down_and_end_at_100() => Assert.Equal(
        [14.2m, 28.5m, 42.8m, 57.1m, 71.4m, 85.7m, 100m], Shares(new PlanRequest(PlanKind.Linear) { Steps = 7 }));

    [Fact]
    public void An_explicit_plan_gets_a_100_percent_phase()
    {
        var plan = Plan(new PlanRequest(PlanKind.Phases) { Phases = [new(5) { Hold = Make.Minutes(1) }, new(20) { Hold = Make.Minutes(2), Gap = PhaseGap.Person }] });
        Assert.Equal([Make.Phase(5, hold: Make.Minutes(1)), Make.Phase(20, PhaseGap.Person, hold: Make.Minutes(2)), Make.Phase(100, hold: Make.Minutes(2))], plan.Phases);
    }

    [Fact]
    public void There_is_no_pause_after_the_last_phase()
    {
        var plan = Plan(new PlanRequest(PlanKind.Phases) { Pause = Make.Minutes(1), Phases = [new(50), new(100) { Gap = PhaseGap.Person }] });
        Assert.Equal([PhaseGap.Timed(Make.Minutes(1)), PhaseGap.None], plan.Phases.Select(p => p.Gap));
    }

    [Fact]
    public void Holds_and_pauses_have_the_known_defaults()
    {
        Assert.Equal((Make.Minutes(5), Make.Minutes(2)), HoldAndGap(new PlanRequest(PlanKind.Linear)));
        Assert.Equal((Make.Minutes(10), Make.Minutes(5)), HoldAndGap(new PlanRequest(PlanKind.Stepped)));
        Assert.Equal((Make.Seconds(30), Make.Seconds(10)), HoldAndGap(new PlanRequest(PlanKind.Stepped) { Hold = Make.Seconds(30), Pause = Make.Seconds(10) }));
    }

    [Fact]
    public void A_budget_is_four_holds_and_at_least_a_quarter_of_an_hour()
    {
        Assert.Equal(Make.Minutes(15), new Phase(Make.Percent(1), TimeSpan.Zero).EffectiveBudget);
        Assert.Equal(Make.Minutes(40), new Phase(Make.Percent(1), Make.Minutes(10)).EffectiveBudget);
    }

    [Fact]
    public void A_switch_is_one_step_to_everything_with_a_soak_and_a_standby()
    {
        var plan = Plan(new PlanRequest(PlanKind.Switch));
        Assert.Equal((Make.Phase(100, hold: Make.Minutes(10)), (TimeSpan?)Make.Minutes(10)), (Assert.Single(plan.Phases), plan.Standby));

        var gate = new ApprovalRule { Quorum = 2 };
        plan = Plan(new PlanRequest(PlanKind.Switch) { Hold = Make.Minutes(1), Standby = TimeSpan.FromHours(8), BeforeSwitch = gate });
        Assert.Equal((Make.Phase(100, hold: Make.Minutes(1), gate: true) with { Approval = gate }, (TimeSpan?)TimeSpan.FromHours(8)), (Assert.Single(plan.Phases), plan.Standby));
    }

    public static TheoryData<PlanRequest, string[]> Mistakes() => new()
    {
        { new(PlanKind.Switch) { Steps = 3, StepWeight = 5, Pause = Make.Minutes(1), Phases = [new(5)], Standby = TimeSpan.FromDays(31) }, ["plan.standby", "plan.steps", "plan.step_weight", "plan.pause", "plan.phases"] },
        { new(PlanKind.Switch) { BeforeSwitch = new() { Quorum = 21 } }, ["plan.gate.quorum"] },
        { new(PlanKind.Stepped) { BeforeSwitch = new(), Standby = Make.Minutes(-1) }, ["plan.standby", "plan.gate"] },
        { new(PlanKind.Linear) { Steps = 0 }, ["plan.steps"] },
        { new(PlanKind.Linear) { Steps = 101 }, ["plan.steps"] },
        { new(PlanKind.Linear) { StepWeight = 0 }, ["plan.step_weight"] },
        { new(PlanKind.Linear) { StepWeight = 33.33m }, ["plan.step_weight"] },
        { new(PlanKind.Linear) { Steps = 5, StepWeight = 20 }, ["plan.step_weight"] },
        { new(PlanKind.Linear) { Phases = [new(5)] }, ["plan.phases"] },
        { new(PlanKind.Stepped) { Steps = 3, StepWeight = 5 }, ["plan.steps", "plan.step_weight"] },
        { new(PlanKind.Stepped) { Hold = Make.Minutes(-1), Pause = TimeSpan.MaxValue }, ["plan.hold", "plan.pause"] },
        { new(PlanKind.Phases), ["plan.phases"] },
        { new(PlanKind.Phases) { Phases = [new(null), new(0), new(100.1m), new(10.05m)] }, ["plan.phases[0].share", "plan.phases[1].share", "plan.phases[2].share", "plan.phases[3].share"] },
        { new(PlanKind.Phases) { Phases = [new(50), new(50), new(20)] }, ["plan.phases[1].share", "plan.phases[2].share"] },
        {
            new(PlanKind.Phases) { Phases = [new(50) { Hold = Make.Minutes(-1), Budget = Make.Minutes(-1), Gap = new(Make.Minutes(-1), UntilResumed: false) }] },
            ["plan.phases[0].hold", "plan.phases[0].pause_after", "plan.phases[0].budget"]
        },
        { new(PlanKind.Phases) { Phases = [new(50) { Hold = Make.Minutes(10), Budget = Make.Minutes(9) }] }, ["plan.phases[0].budget"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_are_told_with_their_fields(PlanRequest request, string[] fields)
    {
        var (plan, errors) = PlanBuilder.Build(request);
        Assert.Null(plan);
        Assert.Equal(fields, errors.Select(e => e.Field));
    }

    [Fact]
    public void Every_plan_rises_strictly_and_ends_at_100() => Prop.ForAll(Requests(), request =>
    {
        var (plan, _) = PlanBuilder.Build(request);
        if (plan is not null)
        {
            Assert.Equal(Make.Percent(100), plan.Phases[plan.Last].Share);
            Assert.True(plan.Phases.Zip(plan.Phases.Skip(1)).All(pair => pair.First.Share < pair.Second.Share));
            Assert.Equal(PhaseGap.None, plan.Phases[plan.Last].Gap);
        }
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<PlanRequest> Requests() => Gen.OneOf(
        from steps in Gen.Choose(-1, 110) select new PlanRequest(PlanKind.Linear) { Steps = steps },
        from tenths in Gen.Choose(0, 1010) select new PlanRequest(PlanKind.Linear) { StepWeight = tenths / 10m },
        from shares in Gen.Choose(-10, 1010).ListOf() select new PlanRequest(PlanKind.Phases) { Phases = shares.Order().Select(s => new PhaseRequest(s / 10m)).ToValueList() }).ToArbitrary();

    private static PhasePlan Plan(PlanRequest request) => PlanBuilder.Build(request).Plan!;

    private static IEnumerable<decimal> Shares(PlanRequest request) => Plan(request).Phases.Select(p => p.Share.Percent);

    private static (TimeSpan, TimeSpan?) HoldAndGap(PlanRequest request) => (Plan(request).Phases[0].Hold, Plan(request).Phases[0].Gap.For);
}
