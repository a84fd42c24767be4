using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Control;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentStatus;
using static Sluice.Engine.Tests.Control.Given;

namespace Sluice.Engine.Tests.Control;

/// <summary>A check on the preview begins when all that it is about is there, and does not wait for that without end.</summary>
public sealed class HookTurnTests
{
    private static readonly ReportHook s_givenUp = new(1, new HookEnd.NotStarted("0 of 1 instances are ready after 30s")) { Stage = HookStage.Preview };
    private readonly ManualTimeProvider _clock = new();
    private readonly Runner _runner = new();
    private readonly HookTurn _turn;

    public HookTurnTests() => _turn = new(Place, _clock);

    [Fact]
    public async Task An_instance_that_does_not_come_back_is_waited_for_as_long_as_it_may_take_to_get_ready()
    {
        var (told, problem) = await RunAsync();
        Assert.Null(told);
        Assert.Equal("The check on the preview waits: 0 of 1 instances are ready.", problem);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null((await RunAsync(Instance("d", 2, InstanceState.Unready))).Told);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(s_givenUp, (await RunAsync()).Told);
        Assert.Empty(_runner.Started);
    }

    [Fact]
    public async Task One_that_comes_back_is_checked_and_one_that_was_away_with_the_control_plane_has_its_time_from_now_on()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await RunAsync()).Told);
        Assert.Equal((null, null), await RunAsync(Instance("d", 2)));
        Assert.Equal("d", Assert.Single(Assert.Single(_runner.Started).Preview).Id);
    }

    [Fact]
    public async Task Each_run_has_a_time_of_its_own()
    {
        await RunAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await RunAsync(attempt: 2)).Told);
    }

    private Task<(ReportHook? Told, string? Problem)> RunAsync(params Instance[] seen) => RunAsync(1, seen);

    private async Task<(ReportHook? Told, string? Problem)> RunAsync(int attempt, params Instance[] seen)
    {
        var deployment = Deployment(new Running(RunStage.Apply)) with { Phase = -1, PreviewRun = new(attempt, Now) { Stage = HookStage.Preview } };
        var spec = deployment.Spec with { Strategy = DeploymentStrategy.BlueGreen, Plan = deployment.Spec.Plan with { PreviewCheck = new(["./smoke"]) } };
        var problems = new List<string>();
        var told = await _turn.RunAsync(View(deployment with { Spec = spec }), seen, new Runtime(_runner), problems, TestContext.Current.CancellationToken);
        return (told, problems.SingleOrDefault());
    }

    /// <summary>Has never seen the run, and starts what it is told to.</summary>
    private sealed class Runner : IHookRunner
    {
        public List<HookOrder> Started { get; } = [];

        public Task<HookSighting?> LookAsync(PlaceKey place, HookRunId run, CancellationToken ct) => Task.FromResult<HookSighting?>(null);

        public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, HookOrder order, CancellationToken ct)
        {
            Started.Add(order);
            return Task.CompletedTask;
        }

        public Task EndAsync(PlaceKey place, HookRunId run, TimeSpan grace, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, HookRunId run, int lines, CancellationToken ct) => throw new NotSupportedException();

        public Task TidyAsync(PlaceKey place, HookRunId? but, CancellationToken ct) => Task.CompletedTask;
    }

    private sealed class Runtime(IHookRunner hooks) : IWorkloadRuntime
    {
        public RuntimeKind Kind => RuntimeKind.Process;

        public IHookRunner Hooks => hooks;

        public Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct) => throw new NotSupportedException();

        public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct) => throw new NotSupportedException();

        public Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct) => throw new NotSupportedException();
    }
}
