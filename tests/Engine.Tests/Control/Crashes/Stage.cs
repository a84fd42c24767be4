using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>A world with a store, a clock and one control plane at a time, which goes on look by look.</summary>
/// <param name="errors">Of a hundred requests to what is new.</param>
internal sealed class Stage(int replicas, long errors = 0) : IDisposable
{
    private const int MostLooks = 2000;
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new(Given.Now);
    private readonly Strata _strata = new();
    private World? _world;
    private Node? _node;

    public MemoryStore Store { get; } = new();

    public World World => _world ??= new(_clock);

    public Node Node => _node ??= New(new());

    /// <summary>Runs everything in one order: what is begun beside the looks too.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> story) => Task.Factory.StartNew(
        story, TestContext.Current.CancellationToken, TaskCreationOptions.DenyChildAttach, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    public void Dispose() => _node?.Dispose();

    /// <summary>Release 1 is live, and releases 2 and 3 can be deployed.</summary>
    public async Task LiveAsync()
    {
        await OrderAsync(bus => bus.DeclareServiceAsync(TenantId.Default, Desk.Name, [Desk.Production], Desk.By("declare"), CancellationToken.None));
        foreach (var version in (string[])["1", "2", "3"])
        {
            var release = Desk.Release with { Replicas = replicas, Env = [new("VERSION", version)] };
            await OrderAsync(bus => bus.AddReleaseAsync(TenantId.Default, Desk.Name, release, Desk.By("release-" + version), CancellationToken.None));
        }

        var first = await DeployAsync(Request(1) with { Plan = new(PlanKind.Phases) { Phases = [new(100) { Hold = TimeSpan.Zero }] } });
        await UntilAsync(async () => await Node.FindAsync(first) is { Status.IsTerminal: true } && IsAtRest(1));
    }

    /// <summary>Judged once a second, by nothing unless said.</summary>
    public static DeploymentRequest Request(int release) => new(Desk.Name, Desk.Production.Name, release, NewRelease: null)
    {
        Thresholds = new(),
        Analysis = new() { Interval = TimeSpan.FromSeconds(1), SuccessfulRuns = 1, FailedRuns = 2, MinRequests = 10 },
    };

    /// <summary>Its number is that of its release.</summary>
    public async Task<DeploymentId> DeployAsync(DeploymentRequest request)
    {
        await OrderAsync(bus => bus.CreateDeploymentAsync(TenantId.Default, request, Desk.By($"order-{request.Release}"), CancellationToken.None));
        return DeploymentId.Of(Desk.Name, request.Release!.Value);
    }

    /// <summary>Whoever gives an order and gets no answer gives it again.</summary>
    public async Task OrderAsync(Func<CommandBus, Task<CommandAnswer>> order)
    {
        try
        {
            Assert.IsType<CommandAnswer.Applied>(await order(Node.Bus));
        }
        catch (CrashException)
        {
            Restart();
            Assert.IsType<CommandAnswer.Applied>(await order(Node.Bus));
        }
    }

    public async Task UntilAsync(Func<Task<bool>> isMet)
    {
        for (var look = 0; !await isMet(); look++)
        {
            if (look == MostLooks)
            {
                Assert.Fail($"It does not come to an end:\n{string.Join('\n', Store.Events.Select(e => e.Event).OfType<DeploymentEvent>().TakeLast(12))}\n{string.Join('\n', World.Instances)}\n{string.Join('\n', World.Destinations)}");
            }

            var next = _clock.GetUtcNow();
            try
            {
                next = await Node.LookAsync();
            }
            catch (CrashException)
            {
                // Seen below, as when it happens beside a look.
            }

            await OthersAsync();
            if (Node.Fuse.Blown is not null)
            {
                Restart();
                continue;
            }

            World.Check();
            var left = next - _clock.GetUtcNow();
            _clock.Advance(left > s_shortest ? left : s_shortest);
            await OthersAsync();
            World.Check();
        }
    }

    /// <summary>Nothing is on its way: all of a release serve, and nothing else is there.</summary>
    public bool IsAtRest(int live) =>
        World.Instances.Count() == replicas
        && World.Instances.All(i => i.Release == live && i.State == InstanceState.Ready)
        && World.Route is { Paused: false, Arms: [{ Weight: 1000 } arm] }
        && arm.Destinations.Count == replicas && arm.Destinations.All(d => !d.Draining);

    /// <summary>Another control plane.</summary>
    /// <param name="fuse">How long it lives; for ever unless said.</param>
    public void Restart(Fuse? fuse = null)
    {
        _node?.Dispose();
        World.Check();
        _clock.Advance(s_restart);
        World.Check();
        _node = New(fuse ?? new());
    }

    /// <summary>What goes on beside the looks gets as far as it can.</summary>
    private static async Task OthersAsync()
    {
        for (var turn = 0; turn < 4; turn++)
        {
            await Task.Yield();
        }
    }

    private Node New(Fuse life) => new(World, Store, _strata, new(errors), _clock, life);
}
