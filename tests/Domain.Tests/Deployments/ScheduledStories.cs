using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Deployments that come at a time which somebody named.</summary>
public sealed class ScheduledStories
{
    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(6);

    [Fact]
    public void It_holds_nothing_until_its_time_and_then_takes_the_place()
    {
        var (bus, id) = Scheduled();
        Assert.Equal((null, 0), (bus.Place().Holder, bus.Place().Queue.Count));
        Assert.Equal([new ScheduledDeployment(id, FakeBus.Start + s_ahead)], bus.Place().Scheduled);
        var scenario = DeploymentScenario.Of(bus, id).ThenStatus(new Pending(PendingReason.Scheduled));

        scenario.After(s_ahead - TimeSpan.FromTicks(1)).When(new Dequeue()).ThenIgnored("its time has not come");
        scenario.After(TimeSpan.FromTicks(1)).When(new Dequeue()).Then(new DeploymentStarted()).ThenService(new ServiceEvent.PlaceTaken(Make.Production, id));
        Assert.Empty(bus.Place().Scheduled);
        scenario.When(new Dequeue()).ThenIgnored("it has left the queue");
    }

    [Fact]
    public void Another_deployment_may_come_and_go_before_it()
    {
        var (bus, id) = Scheduled();
        var (other, decision) = bus.Create(Make.Request(3));
        Assert.IsType<Decision.Accepted>(decision);
        DeploymentScenario.Of(bus, id).After(s_ahead).When(new Dequeue())
            .Then(new DeploymentQueued(other))
            .ThenService(new ServiceEvent.PlaceQueued(Make.Production, id))
            .ThenStatus(new Pending(PendingReason.Queued));
        Assert.Equal(([id], 0), (bus.Place().Queue, bus.Place().Scheduled.Count));
    }

    [Fact]
    public void Under_a_freeze_it_takes_its_turn_and_says_so()
    {
        var (bus, id) = Scheduled();
        bus.Freeze();
        DeploymentScenario.Of(bus, id).After(s_ahead).Given(new Dequeue()).ThenStatus(new Pending(PendingReason.Queued));
        Assert.Equal([id], bus.Place().Queue);
    }

    [Fact]
    public void A_person_may_start_it_before_or_call_it_off()
    {
        var (early, first) = Scheduled();
        DeploymentScenario.Of(early, first).When(new Start()).Then(new DeploymentStarted());
        Assert.Empty(early.Place().Scheduled);

        var (off, second) = Scheduled();
        DeploymentScenario.Of(off, second).When(new Cancel("not today")).ThenOutcome(Outcome.Cancelled);
        Assert.Empty(off.Place().Scheduled);
    }

    [Fact]
    public void What_it_will_do_is_shown_like_that_of_any_other()
    {
        var service = Make.BusWithLive().Service;
        var usual = DeploymentPreview.Operations(service, Make.Request());
        Assert.NotEmpty(usual);
        Assert.Equal(usual, DeploymentPreview.Operations(service, Make.Request() with { StartAt = FakeBus.Start + s_ahead }));
    }

    [Fact]
    public void The_same_again_names_no_time()
    {
        var (bus, id) = Scheduled();
        bus.Send(id, new Cancel("not today"));
        var (_, decision) = DeploymentCreation.Retry(bus.Service, bus.Deployments[id], queue: false);
        Assert.Null(Assert.IsType<Decision.Accepted>(decision).Events.OfType<DeploymentCreated>().Single().Spec.StartAt);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-60, true)]
    [InlineData(1, false)]
    [InlineData(90 * 24 * 60, false)]
    [InlineData((90 * 24 * 60) + 1, true)]
    public void A_time_that_has_passed_or_is_far_away_is_refused(int minutes, bool isRefused)
    {
        var request = Make.Request() with { StartAt = FakeBus.Start.AddMinutes(minutes) };
        var (_, decision) = DeploymentCreation.Create(Make.BusWithLive().Service, request);
        var refused = ScheduledStart.Checked(decision, request, FakeBus.Start) as Decision.Refused;
        Assert.Equal(isRefused, refused is not null);
        Assert.Equal(isRefused ? ["start_at"] : [], (refused?.Refusal as Refusal.Invalid)?.Errors.Select(error => error.Field) ?? []);
    }

    [Fact]
    public void Its_mistake_is_told_with_the_others()
    {
        var request = Make.Request(99) with { StartAt = FakeBus.Start };
        var (_, decision) = DeploymentCreation.Create(Make.BusWithLive().Service, request);
        var refused = Assert.IsType<Decision.Refused>(ScheduledStart.Checked(decision, request, FakeBus.Start));
        Assert.Equal(["release", "start_at"], Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Nothing_that_starts_by_hand_or_at_once_has_a_time(bool autoStart, bool dryRun)
    {
        var (_, decision) = Make.BusWithLive().Create(Make.Request() with { StartAt = FakeBus.Start + s_ahead, AutoStart = autoStart, DryRun = dryRun });
        Assert.Equal(["start_at"], Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(decision).Refusal).Errors.Select(error => error.Field));
    }

    private static (FakeBus Bus, DeploymentId Id) Scheduled()
    {
        var bus = Make.BusWithLive();
        return (bus, bus.Create(Make.Request() with { StartAt = FakeBus.Start + s_ahead }).Id);
    }
}
