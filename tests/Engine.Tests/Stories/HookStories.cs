using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Pre-deploy commands in real deployments of real processes, behind a real gateway.</summary>
public sealed class HookStories(SharedEngine shared, PostgresFixture postgres) : IDisposable
{
    private readonly CommandRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task It_runs_before_the_first_instance_and_the_deployment_goes_on()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(With("echo migrated with token-of-2; echo x >>$RUNS", new("TOKEN", "token-of-2")), Quick(30, 100));
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal("x\n", await _runs.ReadAsync());
        Assert.Equal((HookOutcome.Succeeded, 0), (ended.Hook!.Outcome, ended.Hook.ExitCode));
        Assert.Equal(["migrated with •••"], ended.Hook.LastLines);
        Assert.Equal(
            [typeof(StableCaptured), typeof(HookStarted), typeof(HookEnded), typeof(CanaryReady)],
            (await shop.EventsAsync(id)).Select(e => e.GetType()).Where(type => type == typeof(StableCaptured) || type == typeof(CanaryReady) || type.Name.StartsWith("Hook", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_it_fails_nothing_was_started_and_stable_is_untouched()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var stable = Assert.Single(shop.InstancesOf(1)).Instance;
        await using var visitors = shop.Visit();
        await using var census = shop.Count();
        var id = await shop.DeployAsync(With("echo no such table; exit 3"), Quick());
        var ended = await shop.UntilEndedAsync(id, Outcome.Failed);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var failed = Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentFailed>());
        Assert.Equal(("hook", "The pre-deploy command exited with code 3; its last line: no such table.", RollbackOutcome.None), (failed.Stage, failed.Cause, failed.Rollback));
        Assert.DoesNotContain(await shop.EventsAsync(id), e => e is CanaryReady or PhaseEntered or ReturnStarted);
        Assert.Equal((stable.Id, stable.Pid), (Assert.Single(shop.InstancesOf(1)).Instance.Id, Assert.Single(shop.InstancesOf(1)).Instance.Pid));
        Assert.Empty(shop.InstancesOf(2));
        Assert.Equal(["no such table"], ended.Hook!.LastLines);
        Assert.Equal(1, census.Most);
        Assert.Null((await shop.EnvironmentAsync()).Holder);
    }

    [Fact]
    public async Task One_that_never_ends_is_ended_when_its_time_is_over()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var id = await shop.DeployAsync(With("echo waiting for a lock; sleep 600", timeout: TimeSpan.FromSeconds(1)), Quick());
        await shop.UntilEndedAsync(id, Outcome.Failed);

        var failed = Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentFailed>());
        Assert.Equal("The pre-deploy command ran longer than 1s and was ended; its last line: waiting for a lock.", failed.Cause);
        Assert.Empty(_runs.Processes());
    }

    [Fact]
    public async Task One_that_cannot_be_started_fails_the_deployment()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var id = await shop.DeployAsync(Shop("2") with { PreDeploy = new(["./no-such-migration"]) }, Quick());
        var ended = await shop.UntilEndedAsync(id, Outcome.Failed);
        Assert.Equal(HookOutcome.NotStarted, ended.Hook!.Outcome);
        Assert.Contains("no-such-migration", ended.Hook.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abort_ends_it()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(With("echo x >>$RUNS; sleep 600"), Quick());
        await _runs.BegunAsync();
        await shop.OrderAsync(id, new Abort("not today"));
        var ended = await shop.UntilEndedAsync(id, Outcome.Aborted);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(HookOutcome.Stopped, ended.Hook!.Outcome);
        Assert.Empty(_runs.Processes());
        Assert.Empty(shop.InstancesOf(2));
    }

    [Fact]
    public async Task A_control_plane_that_is_lost_while_it_runs_finds_it_again_and_runs_it_once()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(With("echo x >>$RUNS; while [ ! -e $GO ]; do sleep 0.05; done; echo done"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await _runs.BegunAsync();
        await engine.RestartAsync();
        await shop.UntilStatusAsync(status => status.Instances.Count > 0, "it looks again");
        await engine.KillAsync();
        await _runs.LetGoAsync();
        await Eventually.True(() => _runs.Processes().Count == 0, "it has ended while nobody was there");
        await engine.StartAsync();
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);

        Assert.Equal("x\n", await _runs.ReadAsync());
        Assert.Equal((HookOutcome.Succeeded, 1), (ended.Hook!.Outcome, ended.Hook.Attempt));
        Assert.Equal(["done"], ended.Hook.LastLines);
        Assert.Single((await shop.EventsAsync(id)).OfType<HookStarted>());
    }

    [Fact]
    public async Task When_nobody_saw_how_it_ended_people_decide_and_it_runs_again_when_they_say_so()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(With("echo x >>$RUNS; while [ ! -e $GO ]; do sleep 0.05; done"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await _runs.BegunAsync();
        await engine.KillAsync();
        Programs.EndAll(_runs.Processes);
        await engine.StartAsync();
        var paused = await shop.UntilAsync(id, d => d.Status is DeploymentStatus.Paused, "holds");
        Assert.Equal((HookOutcome.Unknown, PauseReason.Failure), (paused.Hook!.Outcome, ((DeploymentStatus.Paused)paused.Status).Reason));
        Assert.Empty(shop.InstancesOf(2));

        await _runs.LetGoAsync();
        await shop.OrderAsync(id, new RunHookAgain());
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);
        Assert.Equal((HookOutcome.Succeeded, 2), (ended.Hook!.Outcome, ended.Hook.Attempt));
        Assert.Equal("x\nx\n", await _runs.ReadAsync());
    }

    private ReleaseSpec With(string script, EnvironmentVariable? variable = null, TimeSpan? timeout = null) => Shop("2") with
    {
        PreDeploy = _runs.Command(script, timeout, variable is { } given ? [given] : []),
    };
}
