using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Hooks;

/// <summary>A pre-deploy command runs once, before anything of the release is started; what becomes of it decides what becomes of the deployment.</summary>
public sealed class HookStories
{
    private static readonly HookEnd s_well = new HookEnd.Exited(0, WasStopped: false) { LastLines = ["3 migrations"] };
    private static readonly HookEnd s_lost = new HookEnd.Lost("the machine was started anew meanwhile");

    [Fact]
    public void It_is_recorded_as_started_with_what_was_captured_and_nothing_else_is_started_before_it_ends()
    {
        var scenario = On().When(new ReportStable(Make.Stable)).Then(new StableCaptured(Make.Stable), new HookStarted(1)).ThenStatus(new Running(RunStage.Apply));
        Assert.Equal(new WantedHook(Make.Second, 1, 4, MayRun: true), scenario.Wanted.Hook);
        Assert.Equal([1], scenario.Wanted.Running);
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
        scenario.When(new ReportCanaryReady(1)).ThenIgnored("no instance was to be started yet").When(new ReportStartFailed("of before")).ThenIgnored("no instance was to be started yet");
    }

    [Fact]
    public void When_it_ends_well_the_instances_come()
    {
        var scenario = AtHook().When(new ReportHook(1, s_well)).Then(new HookEnded(1, HookOutcome.Succeeded) { ExitCode = 0, LastLines = ["3 migrations"] });
        Assert.Null(scenario.Wanted.Hook);
        Assert.Equal([1, 4], scenario.Wanted.Running);
        scenario.When(new ReportHook(1, s_well)).ThenIgnored("the end of that run is known already").Given(new ReportCanaryReady(1)).ThenStatus(new Running(RunStage.Shift));
    }

    [Fact]
    public void Where_nothing_is_live_it_comes_first_too()
    {
        var scenario = On(Make.BusWithoutLive(), first: true).Given(new ReportStable(null));
        Assert.Equal(new WantedHook(Make.Second, 1, 4, MayRun: true), scenario.Wanted.Hook);
        Assert.Empty(scenario.Wanted.Running);
    }

    public static TheoryData<HookEnd, HookOutcome, string> Failures() => new()
    {
        { new HookEnd.Exited(3, WasStopped: false) { LastLines = ["migrating", "no such table"] }, HookOutcome.Failed, "The pre-deploy command exited with code 3; its last line: no such table." },
        { new HookEnd.Exited(137, WasStopped: false) { Detail = "was ended because it used more memory than it may" }, HookOutcome.Failed, "The pre-deploy command was ended because it used more memory than it may." },
        { new HookEnd.Exited(null, WasStopped: true) { LastLines = ["waiting"] }, HookOutcome.TimedOut, "The pre-deploy command ran longer than 2m and was ended; its last line: waiting." },
        { new HookEnd.Exited(0, WasStopped: true), HookOutcome.TimedOut, "The pre-deploy command ran longer than 2m and was ended." },
        { new HookEnd.NotStarted("there is no ./migrate"), HookOutcome.NotStarted, "The pre-deploy command could not be started: there is no ./migrate." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_ends_the_deployment_where_nothing_was_changed(HookEnd end, HookOutcome outcome, string cause)
    {
        var scenario = AtHook().When(new ReportHook(1, end)).ThenKinds(typeof(HookEnded), typeof(DeploymentFailed)).ThenOutcome(Outcome.Failed);
        Assert.Equal(outcome, scenario.Event<HookEnded>().Outcome);
        Assert.Equal(new DeploymentFailed("hook", cause, RollbackOutcome.None), scenario.Event<DeploymentFailed>() with { Origin = Events.Origin.Unstamped });
        Assert.Equal((1, [1]), (scenario.Place.Live, scenario.Wanted.Running));
        Assert.Equal(end.LastLines, scenario.State.Hook!.LastLines);
    }

    [Fact]
    public void An_abort_ends_it_first_and_is_over_when_it_is()
    {
        var scenario = AtHook().Given(new Abort("not today"));
        Assert.Equal(new WantedHook(Make.Second, 1, 4, MayRun: false), scenario.Wanted.Hook);
        Assert.Equal([1], scenario.Wanted.Running);
        scenario.SplitIsRead();
        Assert.IsType<RollingBack>(scenario.State.Status);
        scenario.When(new ReportHook(1, new HookEnd.Exited(null, WasStopped: true))).Then(new HookEnded(1, HookOutcome.Stopped));
        scenario.Bus.Send(scenario.Id, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        scenario.ThenOutcome(Outcome.Aborted);
    }

    [Fact]
    public void A_command_that_cannot_be_ended_does_not_hold_the_place_for_ever()
    {
        var scenario = AtHook().Given(new Abort("not today")).After(DeploymentDecider.ReturnBudget).Given(new Tick()).ThenOutcome(Outcome.Failed);
        Assert.EndsWith("The pre-deploy command could not be ended in time.", scenario.Event<DeploymentFailed>().Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void When_nobody_knows_how_it_ended_a_person_decides()
    {
        var scenario = InDoubt();
        Assert.Equal(HookOutcome.Unknown, scenario.State.Hook!.Outcome);
        var paused = Assert.IsType<Paused>(scenario.State.Status);
        Assert.Equal(PauseReason.Failure, paused.Reason);
        Assert.StartsWith("The pre-deploy command was started and is gone, and nobody saw how it ended: the machine was started anew meanwhile. Find out", paused.Why, StringComparison.Ordinal);
        Assert.Null(scenario.Wanted.Hook);
        Assert.Equal([1], scenario.Wanted.Running);
        scenario.When(new Tick()).ThenIgnored("nothing is due");
    }

    [Fact]
    public void Resuming_takes_it_as_done()
    {
        var scenario = InDoubt().When(new Resume()).ThenKinds(typeof(HookAccepted), typeof(DeploymentResumed)).ThenStatus(new Running(RunStage.Apply));
        Assert.Equal((Make.Maria, false), (scenario.State.Hook!.AcceptedBy!, scenario.State.HookIsInTheWay));
        Assert.Equal([1, 4], scenario.Wanted.Running);
    }

    [Fact]
    public void Ordered_to_it_runs_again_as_a_run_of_its_own()
    {
        var scenario = InDoubt().When(new RunHookAgain()).ThenKinds(typeof(DeploymentResumed), typeof(HookStarted)).ThenStatus(new Running(RunStage.Apply));
        Assert.Equal(new WantedHook(Make.Second, 2, 4, MayRun: true), scenario.Wanted.Hook);
        scenario.When(new ReportHook(1, s_lost)).ThenIgnored("the end of that run is known already").Given(new ReportHook(2, s_well));
        Assert.False(scenario.State.HookIsInTheWay);
        scenario.When(new RunHookAgain()).ThenIllegal("No command is in doubt.");
    }

    [Fact]
    public void A_retry_runs_it_again_and_going_back_does_not()
    {
        var scenario = AtHook().Given(new ReportHook(1, new HookEnd.Exited(1, WasStopped: false)));
        var (retry, _) = scenario.Bus.Retry(scenario.Id);
        Assert.Equal(1, DeploymentScenario.Of(scenario.Bus, retry).Given(new ReportStable(Make.Stable)).Event<HookStarted>().Attempt);

        // Release 2 has replaced release 4, to which people go back.
        var bus = Make.BusWithLive();
        bus.Store(new ServiceEvent.ReleaseAdded(4, Make.Release("with a migration") with { PreDeploy = new(["./migrate"]) }), new ServiceEvent.ReleaseWentLive(Make.Production, 4, Make.First, Standby: null, StandbyUntil: null));
        var later = DeploymentScenario.On(bus, spec => spec with { FromRelease = 4 }).Given(new Start(), new ReportStable(new(4, ["r4-0"])), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        var (back, _) = bus.GoBack(later.Id);
        DeploymentScenario.Of(bus, back).When(new ReportStable(new(2, ["r2-0"]))).Then(new StableCaptured(new(2, ["r2-0"])));
    }

    [Fact]
    public void A_deployment_that_changes_nothing_and_one_without_a_command_run_none()
    {
        On(change: s => s with { DryRun = true }).When(new ReportStable(Make.Stable)).ThenKinds(typeof(StableCaptured), typeof(DeploymentSucceeded));
        Assert.Null(DeploymentScenario.AtApply().State.Hook);
    }

    [Fact]
    public void Paused_it_goes_on_and_its_failure_counts()
    {
        AtHook().Given(new Pause("lunch")).When(new ReportHook(1, new HookEnd.Exited(1, WasStopped: false))).ThenOutcome(Outcome.Failed);
        var scenario = AtHook().Given(new Pause("lunch"), new ReportHook(1, s_well));
        Assert.Equal([1, 4], scenario.Wanted.Running);
    }

    [Fact]
    public void A_rolling_update_touches_nothing_before_and_counts_its_budget_from_its_end()
    {
        var limits = new RollingLimits(1, MaxSurge: 0, MaxUnavailable: 1);
        var scenario = AtHook(s => s with { Plan = Make.Plan(Make.Phase(100)) with { Kind = PlanKind.Batches, Rolling = limits } });
        Assert.Null(scenario.Wanted.Rolling);
        scenario.After(Make.Minutes(60)).When(new Tick()).ThenIgnored("nothing is due").Given(new ReportHook(1, s_well));
        Assert.NotNull(scenario.Wanted.Rolling);
        scenario.After(Make.Minutes(14)).When(new Tick()).ThenIgnored("nothing is due").After(Make.Minutes(10)).When(new Tick()).ThenKinds(typeof(DeploymentPaused));
    }

    [Fact]
    public void Where_old_instances_leave_first_a_pause_holds_them_and_the_budget_begins_with_the_resumption()
    {
        var scenario = AtHook(StopFirst).Given(new Pause("lunch"), new ReportHook(1, s_well));
        Assert.Equal(([1], null), (scenario.Wanted.Running, scenario.Wanted.Rolling));
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
        scenario.After(Make.Minutes(120)).Given(new Resume());
        Assert.NotNull(scenario.Wanted.Rolling);
        scenario.After(Make.Minutes(14)).When(new Tick()).ThenIgnored("nothing is due");
    }

    [Fact]
    public void Where_old_instances_leave_first_a_freeze_that_began_meanwhile_is_waited_for()
    {
        var scenario = AtHook(StopFirst);
        var freeze = scenario.Bus.Freeze();
        scenario.When(new ReportHook(1, s_well)).ThenKinds(typeof(HookEnded), typeof(DeploymentPaused));
        Assert.Equal([1], scenario.Wanted.Running);
        scenario.When(new Tick()).ThenIgnored("a freeze is in force");
        scenario.Bus.Lift(freeze);
        scenario.Given(new Tick());
        Assert.Equal([1, 4], scenario.Wanted.Running);
    }

    private static DeploymentSpec StopFirst(DeploymentSpec spec) =>
        spec with { Plan = Make.Plan(Make.Phase(100)) with { Kind = PlanKind.Batches, Rolling = new RollingLimits(1, MaxSurge: 0, MaxUnavailable: 1) } };

    /// <summary>Release 4 with a command of two minutes, which runs.</summary>
    internal static DeploymentScenario AtHook(Func<DeploymentSpec, DeploymentSpec>? change = null) => On(change: change).Given(new ReportStable(Make.Stable));

    internal static DeploymentScenario InDoubt() => AtHook().Given(new ReportHook(1, s_lost));

    private static DeploymentScenario On(FakeBus? bus = null, bool first = false, Func<DeploymentSpec, DeploymentSpec>? change = null)
    {
        bus ??= Make.BusWithLive();
        bus.Store(new ServiceEvent.ReleaseAdded(4, Make.Release("with a migration") with { PreDeploy = new(["./migrate"]) { Timeout = Make.Minutes(2) } }));
        return DeploymentScenario.On(bus, spec => (change ?? (s => s))(spec with { ToRelease = 4, FromRelease = first ? null : 1 })).Given(new Start());
    }
}
