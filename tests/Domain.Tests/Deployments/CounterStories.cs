using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>What limits on counted runs do to a deployment.</summary>
public sealed class CounterStories
{
    [Fact]
    public void One_failing_run_more_than_allowed_goes_back() =>
        AtHold(new() { FailureLimit = 1 })
            .Given(new Judge(0, Make.Bad), new Judge(0, Make.Good))
            .When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted));

    [Theory]
    [InlineData(OnInconclusive.Pause)]
    [InlineData(OnInconclusive.AdvanceIfNoSuspicion)]
    public void More_errors_in_a_row_than_allowed_stop_for_a_person_and_never_go_on(OnInconclusive policy)
    {
        var scenario = AtHold(new() { ConsecutiveErrorLimit = 1 }, policy).Given(new Judge(0, Make.Outage)).After(Make.Hold);
        scenario.When(new Judge(0, Make.Outage)).ThenKinds(typeof(VerdictChanged), typeof(DeploymentPaused));
        var pause = scenario.Event<DeploymentPaused>();
        Assert.Equal((PauseReason.Inconclusive, "The measurements could not be read (connection refused) in 2 runs running; 1 is allowed."), (pause.Reason, pause.Why));
        scenario.When(new Judge(0, Make.Outage)).ThenIgnored("the verdict is unchanged");
    }

    [Fact]
    public void The_plan_may_ask_to_go_back_when_nothing_is_decided_within_the_limits()
    {
        var scenario = AtHold(new() { InconclusiveLimit = 0 }, OnInconclusive.RollBack);
        scenario.When(new Judge(0, Make.TooLittle)).ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted));
        Assert.StartsWith("No decision within the limits. Not enough data", scenario.Event<ReturnStarted>().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void To_carry_on_counts_anew()
    {
        var scenario = AtHold(new() { InconclusiveLimit = 1 }).Given(new Judge(0, Make.TooLittle), new Judge(0, Make.TooLittle)).Given(new Resume());
        Assert.Null(scenario.State.Verdict);
        scenario.Given(new Judge(0, Make.TooLittle)).ThenStatus(new Running(RunStage.Hold));
        scenario.When(new Judge(0, Make.TooLittle)).ThenKinds(typeof(VerdictChanged), typeof(DeploymentPaused));
    }

    [Fact]
    public void Every_phase_counts_anew()
    {
        var scenario = AtHold(new() { FailureLimit = 1, ConsecutiveSuccessLimit = 1 }).Given(new Judge(0, Make.Bad), new Judge(0, Make.Good)).After(Make.Hold).Given(new Tick()).SplitIsRead();
        scenario.Given(new Judge(1, Make.Bad)).ThenStatus(new Running(RunStage.Hold));
    }

    [Fact]
    public void A_phase_does_not_end_before_its_count()
    {
        var scenario = AtHold(new() { Count = 2 }).Given(new Judge(0, Make.Good)).After(Make.Hold);
        scenario.When(new Tick()).ThenIgnored("the hold goes on");
        scenario.Given(new Judge(0, Make.Good)).When(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void Counts_survive_because_they_are_in_the_history()
    {
        var before = AtHold(new() { FailureLimit = 2 });
        var changed = before.Given(new Judge(0, Make.Bad), new Judge(0, Make.Good), new Judge(0, Make.Bad)).Event<VerdictChanged>();
        var after = Deployment.Evolve(AtHold(new() { FailureLimit = 2 }).State, changed);
        Assert.Equal(2, after.Verdict!.Checks[0].Counts!.Failed);
        Assert.Equal(VerdictKind.RollBack, after.JudgeNext(Make.Bad).Kind);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var request = Make.Request() with
        {
            Analysis = new()
            {
                Counters = new() { FailureLimit = 5, Count = 5, ConsecutiveSuccessLimit = 6, InconclusiveLimit = -1, ConsecutiveErrorLimit = 1001, InitialDelay = Make.Minutes(61), DryRun = ["latency_p99", "error_rate", "error_rate"] },
            },
        };
        Assert.Equal(
            ["analysis.inconclusive_limit", "analysis.consecutive_error_limit", "analysis.failure_limit", "analysis.consecutive_success_limit", "analysis.initial_delay", "analysis.dry_run[0]", "analysis.dry_run[2]"],
            DeploymentRequestRules.Check(request, own: null).Select(error => error.Field));
    }

    [Fact]
    public void What_goes_back_cannot_be_a_dry_run()
    {
        var request = Make.Request() with { Analysis = new() { Counters = new() { DryRun = ["error_rate"] } }, Rollback = new() { OnMetricFailure = ["error_rate"] } };
        Assert.Equal(["analysis.dry_run[0]"], DeploymentRequestRules.Check(request, own: null).Select(error => error.Field));
    }

    [Fact]
    public void More_runs_than_a_budget_holds_are_a_warning()
    {
        var request = Make.Request() with { Analysis = new() { Interval = Make.Minutes(1), Counters = new() { Count = 21, InitialDelay = Make.Minutes(2) } } };
        Assert.Equal(["analysis asks for 21 runs, which takes 22m: longer than the budget of phase 1, 2, 3, which ends undecided."], DeploymentWarnings.For(request));
        Assert.Empty(DeploymentWarnings.For(request with { Analysis = request.Analysis with { Counters = new() { Count = 20 } } }));
    }

    [Fact]
    public void The_first_run_waits_for_the_initial_delay_and_never_less_than_an_interval()
    {
        var settings = new AnalysisSettings { Interval = Make.Seconds(10) };
        Assert.Equal(Make.Seconds(10), settings.FirstRunAfter);
        Assert.Equal(Make.Seconds(10), (settings with { Counters = new() { InitialDelay = Make.Seconds(5) } }).FirstRunAfter);
        Assert.Equal(Make.Seconds(30), (settings with { Counters = new() { InitialDelay = Make.Seconds(30) } }).FirstRunAfter);
    }

    private static DeploymentScenario AtHold(CounterSettings limits, OnInconclusive policy = OnInconclusive.Pause) =>
        DeploymentScenario.AtHold(change: s => s with { Analysis = s.Analysis with { Counters = limits, OnInconclusive = policy } });
}
