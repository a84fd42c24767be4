using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Rolling;

namespace Sluice.Domain.Tests.Rolling;

public sealed class RollingStepTests
{
    private const int Old = 1;
    private const int New = 2;
    private const int Patience = 2000;

    private static readonly Config s_thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Arbitrary<Case> s_cases = Arb.From(
        from before in Gen.Choose(1, 8)
        from after in Gen.Choose(1, 8)
        from surge in Gen.Choose(0, 4)
        from missing in Gen.Choose(0, 4)
        from batch in Gen.Choose(1, 8)
        from stopAt in Gen.Choose(0, 40)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Case(before, after, surge, surge + missing == 0 ? 1 : missing, Math.Min(batch, after), stopAt, seed));

    [Fact]
    public void Every_update_reaches_its_numbers_and_keeps_its_limits_on_the_way() => Prop.ForAll(s_cases, one =>
    {
        var world = new RollingWorld(new Random(one.Seed));
        world.Add(Old, one.Before);
        foreach (var targets in Forward(one))
        {
            Reach(world, targets);
        }

        Assert.Equal(one.After, world.Count);
    }).Check(s_thorough);

    [Fact]
    public void From_wherever_it_is_called_off_it_goes_back_within_the_same_limits() => Prop.ForAll(s_cases, one =>
    {
        var world = new RollingWorld(new Random(one.Seed));
        world.Add(Old, one.Before);
        var looks = 0;
        foreach (var targets in Forward(one))
        {
            while (!world.IsAt(targets) && looks++ < one.StopAt)
            {
                Look(world, targets);
            }
        }

        Reach(world, RollingTargets.For(one.Limits, (Old, one.Before), New, instances: 0, newServes: true, isReturning: true));
        Assert.Equal(one.Before, world.Count);
    }).Check(s_thorough);

    [Fact]
    public void Started_first_nothing_leaves_before_the_new_one_serves()
    {
        var limits = new RollingLimits(2, MaxSurge: 1, MaxUnavailable: 0);
        var world = new RollingWorld(new Random(1));
        world.Add(Old, 2);
        Assert.Equal(new RollingCounts(2, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 1, newServes: false, isReturning: false), world.Seen));

        // Ready, and without a share: it stands in for nobody.
        world.Add(New, 1);
        Assert.Equal(new RollingCounts(2, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 1, newServes: false, isReturning: false), world.Seen));
        Assert.Equal(new RollingCounts(1, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 1, newServes: true, isReturning: false), world.Seen));
    }

    [Fact]
    public void Where_there_is_room_for_more_none_is_given_up_for_one_that_has_not_served_yet()
    {
        var limits = new RollingLimits(2, MaxSurge: 1, MaxUnavailable: 2);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        Assert.Equal(new RollingCounts(2, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 2, newServes: false, isReturning: false), [ready, ready with { Slot = 1 }]));
    }

    [Fact]
    public void One_that_has_ended_takes_no_room()
    {
        var targets = RollingTargets.For(new(3, MaxSurge: 0, MaxUnavailable: 1), (Old, 3), New, 1, newServes: false, isReturning: false);
        SeenInstance ready = new(Old, 1, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance dead = new(Old, 0, IsReady: false, IsLeaving: false, IsStopping: false);
        Assert.Equal(0, RollingStep.Next(targets, [dead, ready, ready with { Slot = 2 }]).New);
        Assert.Equal(1, RollingStep.Next(targets, [dead with { HasEnded = true }, ready, ready with { Slot = 2 }]).New);
    }

    [Fact]
    public void Stopped_first_nothing_is_started_before_the_old_one_is_gone()
    {
        var targets = RollingTargets.For(new(2, MaxSurge: 0, MaxUnavailable: 1), (Old, 2), New, 1, newServes: false, isReturning: false);
        SeenInstance first = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        Assert.Equal(new RollingCounts(1, 0), RollingStep.Next(targets, [first, first with { Slot = 1 }]));
        Assert.Equal(new RollingCounts(1, 0), RollingStep.Next(targets, [first, first with { Slot = 1, IsLeaving = true }]));
        Assert.Equal(new RollingCounts(1, 0), RollingStep.Next(targets, [first, first with { Slot = 1, IsLeaving = true, IsStopping = true }]));
        Assert.Equal(new RollingCounts(1, 1), RollingStep.Next(targets, [first]));
    }

    [Fact]
    public void What_is_not_ready_may_leave_at_any_time_and_what_leaves_can_be_called_back()
    {
        var limits = new RollingLimits(3, MaxSurge: 1, MaxUnavailable: 0);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        var forward = RollingTargets.For(limits, (Old, 3), New, 3, newServes: true, isReturning: false);
        Assert.Equal(2, RollingStep.Next(forward, [ready, ready with { Slot = 1 }, ready with { Slot = 2, IsReady = false }]).Old);
        var back = RollingTargets.For(limits, (Old, 3), New, 0, newServes: true, isReturning: true);
        Assert.Equal(3, RollingStep.Next(back, [ready, ready with { Slot = 1 }, ready with { Slot = 2, IsLeaving = true }]).Old);
    }

    [Fact]
    public void What_leaves_is_not_called_back_while_those_below_it_are_being_stopped_and_there_is_no_room_for_others()
    {
        var back = RollingTargets.For(new(2, MaxSurge: 0, MaxUnavailable: 1), (Old, 3), New, 0, newServes: true, isReturning: true);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance leaving = new(Old, 2, IsReady: true, IsLeaving: true, IsStopping: false);
        Assert.Equal(1, RollingStep.Next(back, [ready, new(Old, 1, IsReady: true, IsLeaving: true, IsStopping: true), leaving]).Old);
        Assert.Equal(3, RollingStep.Next(back, [ready, leaving]).Old);
    }

    private static IEnumerable<RollingTargets> Forward(Case one)
    {
        for (var done = one.Batch; ; done = Math.Min(done + one.Batch, one.After))
        {
            if (done == one.Batch)
            {
                yield return RollingTargets.For(one.Limits, (Old, one.Before), New, done, newServes: false, isReturning: false);
            }

            yield return RollingTargets.For(one.Limits, (Old, one.Before), New, done, newServes: true, isReturning: false);
            if (done == one.After)
            {
                yield break;
            }
        }
    }

    private static void Reach(RollingWorld world, RollingTargets targets)
    {
        for (var look = 0; !world.IsAt(targets); look++)
        {
            Assert.True(look < Patience, $"{targets} is not reached.");
            Look(world, targets);
        }
    }

    private static void Look(RollingWorld world, RollingTargets targets)
    {
        var (count, serving) = (world.Count, world.Serving(targets));
        world.Look(targets);
        Assert.True(world.Count <= Math.Max(count, targets.Most), $"{world.Count} are there, and at most {targets.Most} may be.");
        Assert.True(world.Serving(targets) >= Math.Min(serving, targets.Least), $"{world.Serving(targets)} serve, and at least {targets.Least} must.");
    }

    private sealed record Case(int Before, int After, int Surge, int Missing, int Batch, int StopAt, int Seed)
    {
        public RollingLimits Limits => new(After, Surge, Missing);
    }
}
