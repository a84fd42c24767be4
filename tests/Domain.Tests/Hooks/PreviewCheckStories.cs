using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Hooks;

/// <summary>A check on the preview runs once, when all of the release is ready and before anybody is asked or served.</summary>
public sealed class PreviewCheckStories
{
    private static readonly HookEnd s_well = new HookEnd.Exited(0, WasStopped: false) { LastLines = ["12 pages"] };
    private static readonly HookEnd s_lost = new HookEnd.Lost("the machine was started anew meanwhile");
    private static readonly HookEnd s_stopped = new HookEnd.Exited(null, WasStopped: true);
    private static readonly WantedHook s_wanted = new(Make.Second, 1, 2, MayRun: true) { Stage = HookStage.Preview };

    [Fact]
    public void It_is_recorded_as_started_when_all_is_ready_and_what_is_live_goes_on_serving()
    {
        var scenario = DeploymentScenario.AtApply(Green);
        Assert.Null(scenario.Wanted.Hook);
        scenario.When(new ReportCanaryReady(2)).Then(new CanaryReady(2), Started(1)).ThenStatus(new Running(RunStage.Apply));
        Assert.Equal(s_wanted, scenario.Wanted.Hook);
        Assert.Equal([1, 2], scenario.Wanted.Running);
        Assert.Equal(Share.All, Assert.Single(scenario.Wanted.Arms, arm => arm.Release == 1).Share);
        Assert.DoesNotContain(scenario.Wanted.Arms, arm => arm.Release == 2 && arm.Share > Share.None);
        scenario.After(Make.Minutes(60)).When(new Tick()).ThenIgnored("the check on the preview is not over");
    }

    [Fact]
    public void When_it_passes_everything_is_switched()
    {
        var scenario = AtCheck().When(Ended(s_well)).Then(new HookEnded(1, HookOutcome.Succeeded) { Stage = HookStage.Preview, ExitCode = 0, LastLines = ["12 pages"] });
        Assert.Null(scenario.Wanted.Hook);
        scenario.When(Ended(s_well)).ThenIgnored("the end of that run is known already").When(new Tick()).Then(new PhaseEntered(0, Share.All));
    }

    [Fact]
    public void People_are_asked_after_it_and_see_what_came_of_it()
    {
        var scenario = AtCheck(gate: true);
        Assert.Null(scenario.State.OpenGate);
        scenario.Given(Ended(s_well)).When(new Tick()).ThenKinds(typeof(GateOpened));
        Assert.Equal((HookOutcome.Succeeded, "12 pages"), (scenario.State.PreviewRun!.Outcome, Assert.Single(scenario.State.PreviewRun.LastLines)));
        AtCheck(gate: true).When(Ended(new HookEnd.Exited(1, WasStopped: false))).ThenKinds(typeof(HookEnded), typeof(ReturnStarted));
    }

    public static TheoryData<HookEnd, HookOutcome, string> Failures() => new()
    {
        { new HookEnd.Exited(3, WasStopped: false) { LastLines = ["GET /cart", "500 instead of 200"] }, HookOutcome.Failed, "The check on the preview exited with code 3; its last line: 500 instead of 200." },
        { s_stopped, HookOutcome.TimedOut, "The check on the preview ran longer than 2m and was ended." },
        { new HookEnd.NotStarted("1 of 2 instances are ready after 30s"), HookOutcome.NotStarted, "The check on the preview could not be started: 1 of 2 instances are ready after 30s." },
        { new HookEnd.NotStarted("there is no ./smoke"), HookOutcome.NotStarted, "The check on the preview could not be started: there is no ./smoke." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_takes_the_preview_back_and_says_why(HookEnd end, HookOutcome outcome, string cause)
    {
        var scenario = AtCheck().When(Ended(end)).ThenKinds(typeof(HookEnded), typeof(ReturnStarted));
        Assert.Equal(outcome, scenario.Event<HookEnded>().Outcome);
        var returned = scenario.Event<ReturnStarted>();
        Assert.Equal((EndsAs.Failed, cause, "preview"), (returned.EndsAs, returned.Reason, returned.FailedStage));
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
        scenario.When(new ReportSplit(TrafficSplit.AllStable, Verified: true)).ThenOutcome(Outcome.Failed);
        Assert.Equal(new DeploymentFailed("preview", cause, RollbackOutcome.Succeeded), scenario.Event<DeploymentFailed>() with { Origin = Events.Origin.Unstamped });
        Assert.Equal((1, [1]), (scenario.Place.Live, scenario.Wanted.Running));
    }

    [Fact]
    public void Values_of_its_variables_are_taken_out_of_what_it_wrote()
    {
        var scenario = AtCheck().Given(Ended(new HookEnd.Exited(1, WasStopped: false) { LastLines = ["login with hunter-2-hunter"] }));
        Assert.Equal(["login with •••"], scenario.State.PreviewRun!.LastLines);
    }

    [Fact]
    public void An_abort_ends_it_first_and_is_over_when_it_is()
    {
        var scenario = AtCheck().Given(new Abort("not today"));
        Assert.Equal(s_wanted with { MayRun = false }, scenario.Wanted.Hook);
        scenario.SplitIsRead();
        Assert.IsType<RollingBack>(scenario.State.Status);
        scenario.When(Ended(s_stopped)).Then(new HookEnded(1, HookOutcome.Stopped) { Stage = HookStage.Preview });
        scenario.Bus.Send(scenario.Id, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        scenario.ThenOutcome(Outcome.Aborted);
    }

    [Fact]
    public void One_that_cannot_be_ended_does_not_hold_the_place_for_ever()
    {
        var scenario = AtCheck().Given(new Abort("not today")).After(DeploymentDecider.ReturnBudget).Given(new Tick()).ThenOutcome(Outcome.Failed);
        Assert.EndsWith("The check on the preview could not be ended in time.", scenario.Event<DeploymentFailed>().Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void When_nobody_knows_how_it_ended_a_person_decides()
    {
        var scenario = AtCheck().When(Ended(s_lost)).ThenKinds(typeof(HookEnded), typeof(DeploymentPaused));
        Assert.Equal(PauseReason.Failure, Assert.IsType<Paused>(scenario.State.Status).Reason);
        Assert.Null(scenario.Wanted.Hook);
        scenario.When(new Tick()).ThenIgnored("nothing is due");
        scenario.When(new Resume()).ThenKinds(typeof(HookAccepted), typeof(DeploymentResumed));
        Assert.Equal(Make.Maria, scenario.State.PreviewRun!.AcceptedBy);
        scenario.When(new Tick()).ThenKinds(typeof(PhaseEntered));
    }

    [Fact]
    public void Ordered_to_it_runs_again_as_a_run_of_its_own()
    {
        var scenario = AtCheck().Given(Ended(s_lost)).When(new RunHookAgain()).Then(new DeploymentResumed(null, null), Started(2));
        Assert.Equal(s_wanted with { Attempt = 2 }, scenario.Wanted.Hook);
        scenario.When(Ended(s_lost)).ThenIgnored("the end of that run is known already").Given(Ended(s_well, attempt: 2));
        scenario.When(new RunHookAgain()).ThenIllegal("No command is in doubt.");
    }

    [Fact]
    public void Paused_before_it_does_not_begin_and_paused_meanwhile_it_goes_on()
    {
        var before = DeploymentScenario.AtApply(Green).Given(new Pause("lunch")).When(new ReportCanaryReady(2)).Then(new CanaryReady(2));
        before.Given(new Resume()).When(new Tick()).Then(Started(1));

        var meanwhile = AtCheck().Given(new Pause("lunch"));
        Assert.Equal(s_wanted, meanwhile.Wanted.Hook);
        meanwhile.Given(Ended(s_well)).When(new Tick()).ThenIgnored("nothing is due").Given(new Resume()).When(new Tick()).ThenKinds(typeof(PhaseEntered));
        AtCheck().Given(new Pause("lunch")).When(Ended(new HookEnd.Exited(1, WasStopped: false))).ThenKinds(typeof(HookEnded), typeof(ReturnStarted));
    }

    [Fact]
    public void Under_a_freeze_it_runs_and_the_switch_waits()
    {
        var scenario = DeploymentScenario.AtApply(Green).Frozen().When(new ReportCanaryReady(2)).Then(new CanaryReady(2), Started(1));
        scenario.Given(Ended(s_well)).When(new Tick()).ThenKinds(typeof(DeploymentPaused)).Thawed().When(new Tick()).ThenKinds(typeof(DeploymentResumed));
        scenario.When(new Tick()).ThenKinds(typeof(PhaseEntered));
    }

    [Fact]
    public void What_is_told_of_the_command_before_the_start_says_nothing_about_it()
    {
        AtCheck().When(new ReportHook(1, s_well)).ThenIgnored("the end of that run is known already");
        var bus = Make.BusWithLive();
        bus.Store(new ServiceEvent.ReleaseAdded(4, Make.Release("with a migration") with { PreDeploy = new(["./migrate"]) }));
        var scenario = DeploymentScenario.On(bus, spec => Green(spec) with { ToRelease = 4 }).Given(new Start(), new ReportStable(Make.Stable));
        scenario.When(Ended(s_well)).ThenIgnored("the end of that run is known already").Given(new ReportHook(1, s_well), new ReportCanaryReady(1), Ended(s_well));
        Assert.Equal((1, 1), (scenario.State.Hook!.Attempt, scenario.State.PreviewRun!.Attempt));
    }

    [Fact]
    public void Where_nothing_is_live_it_comes_before_the_first_request_too()
    {
        var scenario = DeploymentScenario.FirstDraft(Green).Given(new Start(), new ReportStable(null)).When(new ReportCanaryReady(2)).Then(new CanaryReady(2), Started(1));
        Assert.Equal((s_wanted, 0), (scenario.Wanted.Hook!, scenario.Wanted.Arms.Count));
        scenario.Given(Ended(new HookEnd.Exited(1, WasStopped: false)), new ReportSplit(TrafficSplit.AllStable, Verified: true)).ThenOutcome(Outcome.Failed);
    }

    internal static DeploymentScenario AtCheck(bool gate = false) => DeploymentScenario.AtApply(spec => Green(spec, gate)).Given(new ReportCanaryReady(2));

    private static DeploymentSpec Green(DeploymentSpec spec) => Green(spec, gate: false);

    private static DeploymentSpec Green(DeploymentSpec spec, bool gate) => spec with
    {
        Strategy = DeploymentStrategy.BlueGreen,
        Plan = PlanBuilder.Build(new(PlanKind.Switch)
        {
            BeforeSwitch = gate ? ApprovalRule.Anyone : null,
            PreviewCheck = new(["./smoke"]) { Timeout = Make.Minutes(2), Env = [new("LOGIN", "hunter-2-hunter")] },
        }).Plan!,
    };

    private static HookStarted Started(int attempt) => new(attempt) { Stage = HookStage.Preview };

    private static ReportHook Ended(HookEnd end, int attempt = 1) => new(attempt, end) { Stage = HookStage.Preview };
}
