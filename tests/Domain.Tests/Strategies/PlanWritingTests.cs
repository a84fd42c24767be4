using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Strategies;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Tests.Strategies;

public sealed class PlanWritingTests
{
    [Fact]
    public void It_is_asked_with_the_usual_values_and_with_what_was_given()
    {
        var strategy = Loaded(
            (arguments, context) => new(PlanKind.Phases) { Phases = [new(arguments.Number("first") * context.Instances) { Hold = arguments.Length("hold") }] },
            new StrategyParameter.Number("first", "First", 5, 1, 50),
            new StrategyParameter.Length("hold", "Hold", TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.FromHours(1)));
        var arguments = StrategyArguments.Of(strategy.Parameters, new Dictionary<string, object>(StringComparer.Ordinal) { ["first"] = 10m });
        var (plan, error) = PlanWriting.Write(strategy, arguments, FakeStrategy.Context);
        Assert.Null(error);
        Assert.Equal([new PhaseRequest(30) { Hold = TimeSpan.FromMinutes(1) }], plan!.Phases);
        Assert.Equal([new StrategyArgument("first", "10"), new StrategyArgument("hold", "1m")], arguments.Shown);
    }

    [Fact]
    public void What_it_throws_is_told_in_its_name()
    {
        var error = Refused((_, _) => throw new InvalidOperationException("The moon is full."));
        Assert.Equal(("strategy", "fake 1.0"), (error.Field, error.Found));
        Assert.EndsWith("with these it failed: InvalidOperationException: The moon is full", error.Remedy, StringComparison.Ordinal);
    }

    public static TheoryData<PlanRequest?, string> Nonsense => new()
    {
        { null, "it wrote no plan" },
        { new(PlanKind.Phases), "plan.phases 0 phases, expected 1 to 100 phases" },
        { new(PlanKind.Phases) { Phases = [new(20), new(10)] }, "plan.phases[1].share 10, expected more than the 20" },
        { new(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.MinValue, Budget = TimeSpan.MaxValue }] }, "plan.phases[0].hold" },
        { new(PlanKind.Phases) { Phases = null! }, "NullReferenceException" },
        { new(PlanKind.Phases) { Phases = [null!] }, "NullReferenceException" },
        { new(PlanKind.Phases) { Phases = Enumerable.Repeat(new PhaseRequest(1), 100_000).ToValueList() }, "100000 phases, expected at most 100" },
        { new(PlanKind.Phases) { Phases = Enumerable.Repeat(new PhaseRequest(-1), 100).ToValueList() }, "95 mistakes more" },
        { new(PlanKind.Instant), "the kind Instant" },
        { new((PlanKind)99), "the kind 99" },
        { new(PlanKind.Mirror), "mirror is the plan of the strategy mirror" },
        { new(PlanKind.Stepped) { Users = new(null, [new(UserKey.Header, "X-Beta")]) }, "plan.match, expected nothing" },
        { new(PlanKind.Stepped) { BeforePromotion = new() { Quorum = 999 } }, "plan.promotion_gate.quorum 999" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_refused_by_the_rules_for_every_plan_and_in_its_name(PlanRequest? written, string said)
    {
        var error = Refused((_, _) => written!);
        Assert.Equal("fake 1.0", error.Found);
        Assert.Contains(said, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_added_to_a_plan_does_not_replace_what_the_strategy_says()
    {
        var (mine, its) = (new ApprovalRule { Quorum = 1 }, new ApprovalRule { Quorum = 3 });
        var additions = new PlanAdditions(mine, TimeSpan.FromHours(1), Users: null);
        var open = new PlanRequest(PlanKind.Stepped);
        Assert.Empty(additions.Check(open, "fake"));
        Assert.Equal((mine, TimeSpan.FromHours(1)), (additions.To(open).BeforePromotion, additions.To(open).Standby));
        var own = open with { BeforePromotion = its, Standby = TimeSpan.Zero };
        Assert.Equal(own, additions.To(own));
        Assert.Equal(["plan.promotion_gate", "plan.standby"], additions.Check(own, "fake").Select(error => error.Field));
    }

    [Fact]
    public void A_value_that_no_parameter_takes_is_a_bug_of_the_caller()
    {
        var flag = new StrategyParameter.Flag("on", "On", Default: false);
        Assert.Throws<ArgumentException>(() => StrategyArguments.Of([flag], new Dictionary<string, object>(StringComparer.Ordinal) { ["on"] = "yes" }));
        var arguments = StrategyArguments.Of([flag], new Dictionary<string, object>(StringComparer.Ordinal));
        Assert.False(arguments.Flag("on"));
        Assert.Throws<ArgumentException>(() => arguments.Number("on"));
        Assert.Throws<ArgumentException>(() => arguments.Number("off"));
    }

    private static FieldError Refused(Func<StrategyArguments, StrategyContext, PlanRequest> write)
    {
        var strategy = Loaded(write);
        var (plan, error) = PlanWriting.Write(strategy, StrategyArguments.Of([], new Dictionary<string, object>(StringComparer.Ordinal)), FakeStrategy.Context);
        Assert.Null(plan);
        return error!;
    }

    private static CustomStrategy Loaded(Func<StrategyArguments, StrategyContext, PlanRequest> write, params StrategyParameter[] parameters) =>
        CustomStrategy.Of(new FakeStrategy(write) { Parameters = parameters }, "1.0").Strategy!;
}
