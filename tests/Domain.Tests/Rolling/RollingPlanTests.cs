using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Tests.Rolling;

public sealed class RollingPlanTests
{
    [Theory]
    [InlineData(4, 4, 1, "1=25 2=50 3=75 4=100")]
    [InlineData(4, 4, 3, "3=75 4=100")]
    [InlineData(4, 4, 9, "4=100")]
    [InlineData(1, 1, 1, "1=100")]
    [InlineData(6, 3, 2, "2=50 4=80 6=100")]
    [InlineData(2, 5, 1, "1=25 2=100")]
    [InlineData(100, 100, 40, "40=40 80=80 100=100")]
    public void The_share_of_a_batch_is_that_of_its_instances(int instances, int now, int batch, string expected)
    {
        var plan = Built(new(PlanKind.Batches) { Instances = instances, InstancesNow = now, Rolling = new() { Parallelism = batch } });
        Assert.Equal(expected, string.Join(' ', plan.Phases.Select(phase => FormattableString.Invariant($"{phase.Instances}={phase.Share.Percent:0.#}"))));
    }

    [Fact]
    public void Unless_told_one_is_started_first_and_watched_for_five_seconds()
    {
        var plan = Built(new(PlanKind.Batches) { Instances = 3 });
        Assert.Equal(new RollingLimits(3, MaxSurge: 1, MaxUnavailable: 0), plan.Rolling);
        Assert.All(plan.Phases, phase => Assert.Equal((TimeSpan.FromSeconds(5), PhaseGap.None), (phase.Hold, phase.Gap)));
    }

    [Fact]
    public void Stopped_first_none_is_too_many_and_a_batch_may_be_missing()
    {
        Assert.Equal(new RollingLimits(4, 0, 2), Built(new(PlanKind.Batches) { Instances = 4, Rolling = new() { Parallelism = 2, Order = UpdateOrder.StopFirst } }).Rolling);
        Assert.Equal(new RollingLimits(4, 0, 1), Built(new(PlanKind.Batches) { Instances = 4, UsualOrder = UpdateOrder.StopFirst }).Rolling);
        Assert.Equal(new RollingLimits(4, 1, 0), Built(new(PlanKind.Batches) { Instances = 4, UsualOrder = UpdateOrder.StopFirst, Rolling = new() { Order = UpdateOrder.StartFirst } }).Rolling);
    }

    [Fact]
    public void Recreating_is_one_batch_that_may_lack_everything()
    {
        var plan = Built(new(PlanKind.Recreate) { Instances = 4 });
        Assert.Equal((0, 4), (plan.Rolling!.MaxSurge, Assert.Single(plan.Phases).Instances));
        Assert.True(plan.Rolling.MaxUnavailable >= 4);
    }

    [Fact]
    public void Every_mistake_is_named()
    {
        var errors = Errors(new(PlanKind.Batches)
        {
            Instances = 4,
            Standby = TimeSpan.FromMinutes(1),
            Rolling = new() { Parallelism = 0, MaxSurge = -1, MaxUnavailable = 101 },
        });
        Assert.Equal(["plan.standby", "plan.parallelism", "plan.max_surge", "plan.max_unavailable"], errors.Select(error => error.Field));
        Assert.Equal(["plan.max_unavailable"], Errors(new(PlanKind.Batches) { Rolling = new() { MaxSurge = 0, MaxUnavailable = 0 } }).Select(error => error.Field));
        Assert.Equal(["plan.order"], Errors(new(PlanKind.Batches) { Rolling = new() { Order = (UpdateOrder)7 } }).Select(error => error.Field));
        Assert.Equal(["plan.pause", "plan"], Errors(new(PlanKind.Recreate) { Pause = TimeSpan.FromSeconds(1), Rolling = new() { Parallelism = 2 } }).Select(error => error.Field));
        Assert.Equal(["plan.parallelism"], Errors(new(PlanKind.Stepped) { Rolling = new() { Parallelism = 2 } }).Select(error => error.Field));
    }

    [Theory]
    [InlineData(DeploymentStrategy.Rolling, PlanKind.Stepped, "batches: the strategy rolling has no other plan")]
    [InlineData(DeploymentStrategy.Canary, PlanKind.Batches, "linear, stepped or phases: batches is the plan of the strategy rolling")]
    [InlineData(DeploymentStrategy.Recreate, PlanKind.Batches, "recreate: the strategy recreate has no other plan")]
    [InlineData(DeploymentStrategy.Ab, PlanKind.Linear, null)]
    [InlineData(DeploymentStrategy.Rolling, PlanKind.Batches, null)]
    public void A_strategy_has_its_own_kind_of_plan(DeploymentStrategy strategy, PlanKind kind, string? remedy) => Assert.Equal(remedy, StrategyPlans.Remedy(strategy, kind));

    [Fact]
    public void What_is_done_is_listed_in_order()
    {
        var plan = Built(new(PlanKind.Batches) { Instances = 3, Rolling = new() { Parallelism = 2 } });
        Assert.Equal("start 2 of 2, share 66.7, stop 2 of 1, start 1 of 2, share 100, stop 1 of 1", Told(OperationPlan.For(plan, (1, 3), 2, 3)));
    }

    [Theory]
    [InlineData(PlanKind.Recreate, "stop 2 of 1, start 2 of 2, share 100")]
    [InlineData(PlanKind.Switch, "start 2 of 2, share 100, stop 2 of 1")]
    [InlineData(PlanKind.Mirror, "start 2 of 2, copy 100, share 100, stop 2 of 1")]
    public void So_it_is_for_every_strategy(PlanKind kind, string expected) =>
        Assert.Equal(expected, Told(OperationPlan.For(Built(new(kind) { Instances = 2 }), (1, 2), 2, 2)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3, 1)]
    [InlineData(2_000_000_000, 100)]
    public void A_number_of_instances_out_of_range_makes_no_plan_of_its_own(int replicas, int instances) =>
        Assert.Equal(instances, InPlace.Complete(new(PlanKind.Batches), new() { Command = ["run"], Replicas = replicas }, live: null).Instances);

    [Fact]
    public void Where_nothing_is_live_everything_is_started_and_served() =>
        Assert.Equal("start 2 of 1, share 100", Told(OperationPlan.For(PlanBuilder.Instant(TimeSpan.Zero), before: null, 1, 2)));

    private static string Told(IEnumerable<Operation> operations) => string.Join(", ", operations.Select(operation => operation.Kind is OperationKind.Shift or OperationKind.Copy
        ? FormattableString.Invariant($"{(operation.Kind == OperationKind.Shift ? "share" : "copy")} {operation.Share!.Value.Percent:0.#}")
        : $"{Words.Of(operation.Kind)} {operation.Instances} of {operation.Release}"));

    private static PhasePlan Built(PlanRequest request)
    {
        var (plan, errors) = PlanBuilder.Build(request);
        Assert.Empty(errors);
        return plan!;
    }

    private static ValueList<FieldError> Errors(PlanRequest request) => PlanBuilder.Build(request).Errors;
}
