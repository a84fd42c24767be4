using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Tests.Hooks;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Rolling;

/// <summary>The planned operations with how far each is, from the state and what is seen.</summary>
public sealed class OperationProgressTests
{
    [Fact]
    public void A_canary_goes_through_its_operations()
    {
        Assert.Equal("start 2: next; shift 10: planned; shift 50: planned; shift 100: planned; stop 1: planned", Told(DeploymentScenario.AtGate()));
        Assert.Equal("start 2: under way; shift 10: planned; shift 50: planned; shift 100: planned; stop 1: planned", Told(DeploymentScenario.AtApply(), One(1)));
        Assert.Equal("start 2: done; shift 10: under way; shift 50: planned; shift 100: planned; stop 1: planned", Told(DeploymentScenario.AtShift(), One(1), One(2)));
        Assert.Equal("start 2: done; shift 10: done; shift 50: next; shift 100: planned; stop 1: planned", Told(DeploymentScenario.AtHold(), One(1), One(2)));
        Assert.Equal("start 2: done; shift 10: done; shift 50: done; shift 100: under way; stop 1: planned", Told(DeploymentScenario.AtHold(1).Given(new Promote()), One(1), One(2)));
        var ended = DeploymentScenario.AtHold(2).Given(new Promote()).SplitIsRead();
        Assert.Equal("start 2: done; shift 10: done; shift 50: done; shift 100: done; stop 1: next", Told(ended, One(1), One(2)));
        Assert.Equal("start 2: done; shift 10: done; shift 50: done; shift 100: done; stop 1: done", Told(ended, One(2)));
    }

    [Fact]
    public void What_is_passed_over_is_skipped_and_a_pause_says_why_the_next_waits()
    {
        Assert.Equal("start 2: done; shift 10: done; shift 50: skipped; shift 100: skipped; stop 1: next", Told(DeploymentScenario.AtPromoting(), One(1), One(2)));
        var paused = DeploymentScenario.AtHold().Given(new Pause("lunch"));
        Assert.Equal((OperationState.Next, "lunch"), (Of(paused)[2].State, Of(paused)[2].Reason));
    }

    [Fact]
    public void An_operation_under_way_says_since_when()
    {
        var scenario = DeploymentScenario.AtGate().After(Make.Minutes(1)).Given(new ReportStable(Make.Stable)).After(Make.Minutes(1)).Given(new ReportCanaryReady(1));
        Assert.Equal(FakeBus.Start + Make.Minutes(2), Of(scenario)[1].Since);
    }

    [Fact]
    public void A_command_before_the_start_is_the_first_operation()
    {
        Assert.StartsWith("run hook 4: under way; start 4: planned;", Told(HookStories.AtHook()), StringComparison.Ordinal);
        Assert.StartsWith("run hook 4: done; start 4: under way;", Told(HookStories.AtHook().Given(new ReportHook(1, new HookEnd.Exited(0, WasStopped: false)))), StringComparison.Ordinal);
        var doubt = Of(HookStories.InDoubt());
        Assert.Equal((OperationState.Failed, OperationState.Planned), (doubt[0].State, doubt[1].State));
        Assert.StartsWith("The pre-deploy command was started and is gone", doubt[0].Reason, StringComparison.Ordinal);
        var failed = HookStories.AtHook().Given(new ReportHook(1, new HookEnd.Exited(3, WasStopped: false)));
        Assert.Equal("run hook 4: failed; start 4: skipped; shift 10: skipped; shift 50: skipped; shift 100: skipped; stop 1: skipped", Told(failed, One(1)));
        Assert.Equal("The pre-deploy command exited with code 3.", Of(failed)[0].Reason);
        var later = Of(HookStories.InDoubt().Given(new Resume(), new ReportStartFailed("Instance r4 exited with code 7.")))[1];
        Assert.Equal(OperationState.Failed, later.State);
        Assert.Contains("exited with code 7", later.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_on_the_preview_is_an_operation_between_the_start_and_the_switch()
    {
        Assert.Equal("start 2: done; check preview 2: under way; shift 100: planned; stop 1: planned", Told(PreviewCheckStories.AtCheck(), One(1), One(2)));
        var failed = PreviewCheckStories.AtCheck().Given(new ReportHook(1, new HookEnd.Exited(3, WasStopped: false)) { Stage = HookStage.Preview });
        Assert.StartsWith("start 2: done; check preview 2: failed; shift 100: skipped; stop 1: skipped; ", Told(failed, One(1), One(2)), StringComparison.Ordinal);
        Assert.Equal("The check on the preview exited with code 3.", Of(failed)[1].Reason);
    }

    [Fact]
    public void An_instance_that_fails_to_start_fails_its_operation()
    {
        var status = Of(DeploymentScenario.AtApply(), One(1), One(2, ready: false) with { Failure = "exited with code 3" })[0];
        Assert.Equal((OperationState.Failed, "r2 exited with code 3"), (status.State, status.Reason));
        var returning = DeploymentScenario.AtApply().Given(new ReportStartFailed("Instance r2 exited with code 3."));
        Assert.StartsWith("start 2: failed; shift 10: skipped", Told(returning, One(1), One(2, ready: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_return_has_operations_of_its_own()
    {
        var returning = DeploymentScenario.AtHold().Given(new Abort("worse"));
        Assert.Equal("start 2: done; shift 10: done; shift 50: skipped; shift 100: skipped; stop 1: skipped; back to 1: under way; stop 2: next", Told(returning, One(1), One(2)));
        returning.SplitIsRead();
        Assert.EndsWith("back to 1: done; stop 2: under way", Told(returning, One(1), One(2)), StringComparison.Ordinal);
        Assert.EndsWith("back to 1: done; stop 2: done", Told(returning, One(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_followed_by_what_is_seen()
    {
        var bus = Make.BusWithoutLive();
        bus.Store(
            new ServiceEvent.ReleaseAdded(4, Make.Release("four") with { Replicas = 2 }), new ServiceEvent.ReleaseAdded(5, Make.Release("five") with { Replicas = 2 }),
            new ServiceEvent.DeploymentNumbered(1, Make.First, Make.Production), new ServiceEvent.ReleaseWentLive(Make.Production, 4, Make.First, Standby: null, StandbyUntil: null));
        var plan = PlanBuilder.Build(new(PlanKind.Batches) { Instances = 2, InstancesNow = 2, Hold = Make.Hold }).Plan!;
        var scenario = DeploymentScenario.On(bus, spec => spec with { Plan = plan, FromRelease = 4, ToRelease = 5 })
            .Given(new Start(), new ReportStable(new CapturedStable(4, ["a", "b"]) { Replicas = 2 }));
        ObservedInstance[] old = [One(4), One(4, "r4b")];
        Assert.Equal("start 5: under way; shift 50: planned; stop 4: planned; start 5: planned; shift 100: planned; stop 4: planned", Told(scenario, old));
        scenario.Given(new ReportCanaryReady(1));
        Assert.Equal("start 5: done; shift 50: under way; stop 4: planned; start 5: planned; shift 100: planned; stop 4: planned", Told(scenario, [.. old, One(5)]));
        Assert.StartsWith("start 5: done; shift 50: under way; stop 4: under way; start 5: planned;", Told(scenario, old[0], old[1] with { IsLeaving = true }, One(5)), StringComparison.Ordinal);
        scenario.SplitIsRead();
        Assert.Equal("start 5: done; shift 50: done; stop 4: done; start 5: next; shift 100: planned; stop 4: planned", Told(scenario, old[0], One(5)));
        scenario.Given(new Promote());
        Assert.Equal("start 5: done; shift 50: done; stop 4: done; start 5: under way; shift 100: planned; stop 4: planned", Told(scenario, old[0], One(5), One(5, "r5b", ready: false)));
        Assert.Equal("start 5: done; shift 50: done; stop 4: done; start 5: done; shift 100: under way; stop 4: planned", Told(scenario, old[0], One(5), One(5, "r5b")));
    }

    [Fact]
    public void What_had_nothing_to_do_did_nothing()
    {
        var noOp = DeploymentScenario.AtGate(s => s with { DryRun = true }).Given(new ReportStable(Make.Stable));
        Assert.Empty(Of(noOp));
    }

    private static ObservedInstance One(int release, string? id = null, bool ready = true) => new(id ?? FormattableString.Invariant($"r{release}"), release, ready, IsServing: ready, IsLeaving: false);

    private static ValueList<OperationStatus> Of(DeploymentScenario scenario, params ObservedInstance[] seen) => OperationProgress.Of(scenario.Bus.Service, scenario.State, seen);

    private static string Told(DeploymentScenario scenario, params ObservedInstance[] seen) => string.Join("; ", Of(scenario, seen).Select(status => $"{Name(status.Operation, scenario.State)}: {Words.Of(status.State).Replace('_', ' ')}"));

    private static string Name(Operation operation, Deployment d) => operation.Kind switch
    {
        OperationKind.Shift when operation.Release != d.Spec.ToRelease => FormattableString.Invariant($"back to {operation.Release}"),
        OperationKind.Shift => FormattableString.Invariant($"shift {operation.Share!.Value.Percent:0}"),
        _ => FormattableString.Invariant($"{Words.Of(operation.Kind).Replace('_', ' ')} {operation.Release}"),
    };
}
