using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Checks on the preview in real blue/green deployments of real processes, behind a real gateway.</summary>
public sealed class PreviewCheckStories(SharedEngine shared, PostgresFixture postgres) : IDisposable
{
    private readonly CommandRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task It_is_given_the_addresses_of_all_instances_and_people_are_asked_when_it_has_passed()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 2);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Green("2"), Switch("echo $SLUICE_PREVIEW_CHECK $SLUICE_RELEASE $SLUICE_PREVIEW_URL $SLUICE_PREVIEW_URLS; echo x >>$RUNS", new() { FourEyes = false }));

        var asked = await shop.UntilAsync(id, d => d.OpenGate is not null, "asks before the switch");
        var addresses = shop.InstancesOf(2).OrderBy(i => i.Instance.Slot).Select(i => i.Instance.Address).ToList();
        Assert.Equal((HookOutcome.Succeeded, 0), (asked.PreviewRun!.Outcome, asked.PreviewRun.ExitCode));
        Assert.Equal([$"1 2 {addresses[0]} {addresses[0]},{addresses[1]}"], asked.PreviewRun.LastLines);
        Assert.Equal(0, visitors.AnswersOf("2"));
        await shop.OrderAsync(id, new Approve(asked.OpenGate!.Id));
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal("x\n", await _runs.ReadAsync());
        Assert.Equal(
            [typeof(CanaryReady), typeof(HookStarted), typeof(HookEnded), typeof(GateOpened), typeof(PhaseEntered)],
            (await shop.EventsAsync(id)).Select(e => e.GetType()).Where(type => type == typeof(CanaryReady) || type == typeof(GateOpened) || type == typeof(PhaseEntered) || type.Name.StartsWith("Hook", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_it_fails_nobody_ever_met_the_release_and_what_is_live_goes_on_serving()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var blue = Assert.Single(shop.InstancesOf(1)).Instance;
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Green("2"), Switch("echo 500 instead of 200; exit 3"));
        var ended = await shop.UntilEndedAsync(id, Outcome.Failed);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal((0, "preview"), (visitors.AnswersOf("2"), ended.FailedStage));
        var failed = Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentFailed>());
        Assert.Equal(("The check on the preview exited with code 3; its last line: 500 instead of 200.", RollbackOutcome.Succeeded), (failed.Cause, failed.Rollback));
        Assert.DoesNotContain(await shop.EventsAsync(id), e => e is PhaseEntered);
        Assert.Equal(blue.Pid, Assert.Single(shop.InstancesOf(1)).Instance.Pid);
        Assert.Equal((1, null), ((await shop.EnvironmentAsync()).Live, (await shop.EnvironmentAsync()).Holder));
    }

    [Fact]
    public async Task One_that_never_ends_is_ended_when_its_time_is_over_and_an_abort_ends_it_at_once()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var late = await shop.UntilEndedAsync(await shop.DeployAsync(Green("2"), Switch("echo asking; sleep 600", timeout: TimeSpan.FromSeconds(1))), Outcome.Failed);
        Assert.Equal((HookOutcome.TimedOut, "The check on the preview ran longer than 1s and was ended; its last line: asking."), (late.PreviewRun!.Outcome, late.PreviewRun.Problem));
        Assert.Empty(_runs.Processes());

        var id = await shop.DeployAsync(Green("3"), Switch("echo x >>$RUNS; sleep 600"));
        await _runs.BegunAsync();
        await shop.OrderAsync(id, new Abort("not today"));
        var aborted = await shop.UntilEndedAsync(id, Outcome.Aborted);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(HookOutcome.Stopped, aborted.PreviewRun!.Outcome);
        Assert.Empty(_runs.Processes());
    }

    [Fact]
    public async Task A_control_plane_that_is_lost_while_it_runs_finds_it_again_and_runs_it_once()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Green("2"), Switch("echo x >>$RUNS; while [ ! -e $GO ]; do sleep 0.05; done; echo done"));
        await _runs.BegunAsync();
        await engine.KillAsync();
        await _runs.LetGoAsync();
        await Eventually.True(() => _runs.Processes().Count == 0, "it has ended while nobody was there");
        await engine.StartAsync();
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);

        Assert.Equal("x\n", await _runs.ReadAsync());
        Assert.Equal((HookOutcome.Succeeded, 1, "done"), (ended.PreviewRun!.Outcome, ended.PreviewRun.Attempt, Assert.Single(ended.PreviewRun.LastLines)));
        Assert.Single((await shop.EventsAsync(id)).OfType<HookStarted>());
    }

    [Fact]
    public async Task When_nobody_saw_how_it_ended_nothing_is_switched_before_a_person_says_so()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Green("2"), Switch("echo x >>$RUNS; while [ ! -e $GO ]; do sleep 0.05; done"));
        await _runs.BegunAsync();
        await engine.KillAsync();
        Programs.EndAll(_runs.Processes);
        await engine.StartAsync();
        var paused = await shop.UntilAsync(id, d => d.Status is DeploymentStatus.Paused, "holds");
        Assert.Equal((HookOutcome.Unknown, -1), (paused.PreviewRun!.Outcome, paused.Phase));

        await _runs.LetGoAsync();
        await shop.OrderAsync(id, new RunHookAgain());
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);
        Assert.Equal((HookOutcome.Succeeded, 2), (ended.PreviewRun!.Outcome, ended.PreviewRun.Attempt));
        Assert.Equal("x\nx\n", await _runs.ReadAsync());
    }

    private static ReleaseSpec Green(string version) => Shop(version) with { Replicas = 2 };

    private DeploymentRequest Switch(string script, ApprovalRule? gate = null, TimeSpan? timeout = null) => Quick() with
    {
        Strategy = DeploymentStrategy.BlueGreen,
        Thresholds = new(),
        Plan = new(PlanKind.Switch)
        {
            Hold = TimeSpan.Zero,
            BeforeSwitch = gate,
            PreviewCheck = _runs.Command(script, timeout),
        },
    };
}
