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
    public void Also_where_instances_fail_on_the_way_it_gets_there_and_gives_up_none_too_many() => Prop.ForAll(s_cases, one =>
    {
        var world = new RollingWorld(new Random(one.Seed), failures: one.StopAt);
        world.Add(Old, one.Before);
        foreach (var targets in Forward(one))
        {
            Reach(world, targets);
        }

        Assert.Equal(one.After, world.Count);
    }).Check(s_thorough);

    [Fact]
    public void Started_first_nothing_leaves_before_the_new_one_serves()
    {
        var limits = new RollingLimits(2, MaxSurge: 1, MaxUnavailable: 0);
        var world = new RollingWorld(new Random(1));
        world.Add(Old, 2);
        Assert.Equal(Kept(2, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 1, newServes: false, isReturning: false), world.Seen));

        // Ready, and without a share: it stands in for nobody.
        world.Add(New, 1);
        Assert.Equal(Kept(2, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 1, newServes: false, isReturning: false), world.Seen));
        Assert.Equal(Kept(1, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 1, newServes: true, isReturning: false), world.Seen));
    }

    [Fact]
    public void Where_there_is_room_for_more_none_is_given_up_for_one_that_has_not_served_yet()
    {
        var limits = new RollingLimits(2, MaxSurge: 1, MaxUnavailable: 2);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        Assert.Equal(Kept(2, 1), RollingStep.Next(RollingTargets.For(limits, (Old, 2), New, 2, newServes: false, isReturning: false), [ready, ready with { Slot = 1 }]));
    }

    [Fact]
    public void One_that_has_ended_takes_no_room()
    {
        var targets = RollingTargets.For(new(3, MaxSurge: 0, MaxUnavailable: 1), (Old, 3), New, 1, newServes: false, isReturning: false);
        SeenInstance ready = new(Old, 1, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance dead = new(Old, 0, IsReady: false, IsLeaving: false, IsStopping: false);
        Assert.Empty(RollingStep.Next(targets, [dead, ready, ready with { Slot = 2 }]).New);
        Assert.Equal([0], RollingStep.Next(targets, [dead with { HasEnded = true }, ready, ready with { Slot = 2 }]).New);
    }

    [Fact]
    public void Stopped_first_nothing_is_started_before_the_old_one_is_gone()
    {
        var targets = RollingTargets.For(new(2, MaxSurge: 0, MaxUnavailable: 1), (Old, 2), New, 1, newServes: false, isReturning: false);
        SeenInstance first = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        Assert.Equal(Kept(1, 0), RollingStep.Next(targets, [first, first with { Slot = 1 }]));
        Assert.Equal(Kept(1, 0), RollingStep.Next(targets, [first, first with { Slot = 1, IsLeaving = true }]));
        Assert.Equal(Kept(1, 0), RollingStep.Next(targets, [first, first with { Slot = 1, IsLeaving = true, IsStopping = true }]));
        Assert.Equal(Kept(1, 1), RollingStep.Next(targets, [first]));
    }

    [Fact]
    public void What_is_not_ready_may_leave_at_any_time_and_what_leaves_can_be_called_back()
    {
        var limits = new RollingLimits(3, MaxSurge: 1, MaxUnavailable: 0);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        var forward = RollingTargets.For(limits, (Old, 3), New, 3, newServes: true, isReturning: false);
        Assert.Equal([0, 1], RollingStep.Next(forward, [ready, ready with { Slot = 1 }, ready with { Slot = 2, IsReady = false }]).Old);
        var back = RollingTargets.For(limits, (Old, 3), New, 0, newServes: true, isReturning: true);
        Assert.Equal([0, 1, 2], RollingStep.Next(back, [ready, ready with { Slot = 1 }, ready with { Slot = 2, IsLeaving = true }]).Old);
    }

    [Fact]
    public void One_that_cannot_serve_leaves_before_one_that_can_whatever_its_slot()
    {
        var targets = RollingTargets.For(new(3, MaxSurge: 1, MaxUnavailable: 0), (Old, 3), New, 1, newServes: true, isReturning: false);
        SeenInstance ready = new(Old, 1, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance dead = new(Old, 0, IsReady: false, IsLeaving: false, IsStopping: false);
        SeenInstance[] others = [ready, ready with { Slot = 2 }, ready with { Release = New, Slot = 0 }];
        foreach (var left in (SeenInstance[][])[[dead], [dead with { HasEnded = true }], [dead with { IsReady = true, IsLeaving = true }], [dead with { IsStopping = true }], []])
        {
            Assert.Equal(new RollingSlots([1, 2], [0]), RollingStep.Next(targets, [.. left, .. others]));
        }

        // With all of them well it is the highest, and with two that are not it is one alone.
        Assert.Equal([0, 1], RollingStep.Next(targets, [dead with { IsReady = true }, .. others]).Old);
        Assert.Equal([0, 2], RollingStep.Next(targets, [dead, ready with { IsReady = false }, .. others.Skip(1)]).Old);
    }

    [Fact]
    public void Before_the_new_one_serves_also_one_that_cannot_stays_where_there_is_room()
    {
        SeenInstance ready = new(Old, 1, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance dead = new(Old, 0, IsReady: false, IsLeaving: false, IsStopping: false);
        var roomy = RollingTargets.For(new(3, MaxSurge: 1, MaxUnavailable: 0), (Old, 3), New, 1, newServes: false, isReturning: false);
        Assert.Equal(Kept(3, 1), RollingStep.Next(roomy, [dead, ready, ready with { Slot = 2 }]));
        var tight = RollingTargets.For(new(3, MaxSurge: 0, MaxUnavailable: 1), (Old, 3), New, 1, newServes: false, isReturning: false);
        Assert.Equal(new RollingSlots([1, 2], []), RollingStep.Next(tight, [dead, ready, ready with { Slot = 2 }]));
        Assert.Equal(new RollingSlots([1, 2], [0]), RollingStep.Next(tight, [ready, ready with { Slot = 2 }]));
    }

    [Fact]
    public void On_the_way_back_too_one_that_cannot_serve_makes_room_first()
    {
        var back = RollingTargets.For(new(2, MaxSurge: 0, MaxUnavailable: 1), (Old, 2), New, 0, newServes: true, isReturning: true);
        SeenInstance ready = new(New, 1, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance dead = new(New, 0, IsReady: false, IsLeaving: false, IsStopping: false);
        Assert.Equal(new RollingSlots([], [1]), RollingStep.Next(back, [dead, ready]));
        Assert.Equal(new RollingSlots([0], [1]), RollingStep.Next(back, [ready]));
    }

    [Fact]
    public void What_leaves_is_called_back_and_what_is_being_stopped_is_made_up_for_when_there_is_room()
    {
        var back = RollingTargets.For(new(2, MaxSurge: 0, MaxUnavailable: 1), (Old, 3), New, 0, newServes: true, isReturning: true);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance leaving = new(Old, 2, IsReady: true, IsLeaving: true, IsStopping: false);
        Assert.Equal([0, 2], RollingStep.Next(back, [ready, new(Old, 1, IsReady: true, IsLeaving: true, IsStopping: true), leaving]).Old);
        Assert.Equal([0, 1, 2], RollingStep.Next(back, [ready, leaving]).Old);
    }

    [Fact]
    public void What_has_ended_and_stays_is_started_again_and_keeps_its_room()
    {
        var targets = RollingTargets.For(new(2, MaxSurge: 1, MaxUnavailable: 1), (Old, 2), New, 2, newServes: true, isReturning: false);
        SeenInstance ready = new(Old, 0, IsReady: true, IsLeaving: false, IsStopping: false);
        SeenInstance ended = new(New, 0, IsReady: false, IsLeaving: false, IsStopping: false) { HasEnded = true };
        Assert.Equal([0], RollingStep.Next(targets, [ready, ready with { Slot = 1, IsStopping = true }, ended]).New);
        Assert.Equal([0, 1], RollingStep.Next(targets, [ready, ended]).New);
    }

    private static RollingSlots Kept(int old, int fresh) => new(Slots.Below(old), Slots.Below(fresh));

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
        world.Act(targets);
        Assert.True(world.Count <= Math.Max(count, targets.Most), $"{world.Count} are there, and at most {targets.Most} may be.");
        Assert.True(world.Serving(targets) >= Math.Min(serving, targets.Least), $"{world.Serving(targets)} serve, and at least {targets.Least} must.");
        world.Pass();
    }

    private sealed record Case(int Before, int After, int Surge, int Missing, int Batch, int StopAt, int Seed)
    {
        public RollingLimits Limits => new(After, Surge, Missing);
    }
}
