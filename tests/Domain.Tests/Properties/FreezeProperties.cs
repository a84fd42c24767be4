using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Tests.Deployments;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Properties;

/// <summary>Random freezes in random histories: nothing starts under one, and nothing that stops or goes back is ever held.</summary>
public sealed class FreezeProperties
{
    private static readonly DeploymentAction[] s_neverHeld =
        [DeploymentAction.Abort, DeploymentAction.Cancel, DeploymentAction.RollBack, DeploymentAction.Reject, DeploymentAction.Retry, DeploymentAction.Extend, DeploymentAction.AddNote];

    [Fact]
    public void No_freeze_ever_forbids_to_stop_or_to_go_back() => InEveryState(bus =>
    {
        foreach (var deployment in bus.Deployments.Values)
        {
            var place = bus.Place(deployment.Spec.Environment);
            var thawed = place with { Frozen = null };
            var frozen = place with { Frozen = new(FreezeId.Of(1), "all", Make.Ann, Until: null) };
            Assert.All(s_neverHeld, action => Assert.Equal(Legality.Of(deployment, thawed, action), Legality.Of(deployment, frozen, action)));
            Assert.True(!Legality.Of(deployment, thawed, DeploymentAction.Pause).IsLegal || Legality.Of(deployment, frozen, DeploymentAction.Pause).IsLegal);

            // A freeze only ever takes away.
            Assert.All(Legality.Of(deployment, frozen).Where(a => a.IsLegal), a => Assert.True(Legality.Of(deployment, thawed, a.Action).IsLegal));
        }
    });

    [Fact]
    public void Nothing_starts_and_no_phase_is_entered_under_a_freeze() => InEveryState(bus =>
    {
        var book = FreezeBook.Empty;
        foreach (var (id, @event) in bus.Log)
        {
            book = @event is FreezeEvent freeze ? FreezeBook.Evolve(book, freeze) : book;
            if (@event is DeploymentStarted or PhaseEntered or PromotionStarted && bus.Deployments[id!.Value].Spec is { Kind: DeploymentKind.Deployment } spec)
            {
                Assert.Null(book.At(spec.Service, spec.Environment, @event.Origin.At));
            }
        }
    });

    [Fact]
    public void The_stretches_of_a_freeze_are_in_order_and_do_not_touch_the_past() => Prop.ForAll(
        Windows,
        window =>
        {
            var now = FakeBus.Start.AddMinutes(window.Item3);
            var week = new WeeklyWindow((DayOfWeek)(window.Item1 % 7), TimeOnly.MinValue.AddMinutes(window.Item1), (DayOfWeek)(window.Item2 % 7), TimeOnly.MinValue.AddMinutes(window.Item2), "Europe/Berlin");
            var spans = new FreezeSpec(FreezeId.Of(1), "x", now.AddDays(-30), now.AddDays(400)) { Weekly = week }.SpansAfter(now).ToList();
            Assert.All(spans, span => Assert.True(span.Until > now && span.From < span.Until));
            Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.True(pair.First.Until <= pair.Second.From));
            Assert.InRange(spans.Count, 56, 60);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Arbitrary<(int, int, int)> Windows { get; } = Arb.From(
        from start in Gen.Choose(0, 1439)
        from end in Gen.Choose(0, 1439)
        from now in Gen.Choose(0, 600_000)
        select (start, end, now));

    private static void InEveryState(Action<FakeBus> check) => Prop.ForAll(Step.Histories, (Step[] steps) =>
    {
        var world = new RandomWorld();
        foreach (var step in steps)
        {
            world.Take(step);
        }

        check(world.Bus);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
