using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>One life of a control plane: it knows what it has stored and what it sees, and nothing else.</summary>
internal sealed class Node : IDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly LiveStates _states;
    private readonly PlaceController _controller;
    private readonly PlaceStatuses _statuses = new(NullLogger<PlaceStatuses>.Instance);

    public Node(World world, MemoryStore memory, Strata strata, SteadyCounts counts, ManualTimeProvider clock, Fuse fuse)
    {
        Fuse = fuse;
        var store = new FusedStore(memory, fuse);
        var cache = new StateCache(store);
        var router = new FusedRouter(world, fuse, clock);
        _states = new(cache, clock, NullLogger<LiveStates>.Instance);
        Bus = new(store, cache, router, clock, NullLogger<CommandBus>.Instance);
        _controller = new(Given.Place, new ControlParts(
            Bus, _states, _statuses, new WorkloadRuntimes([new FusedRuntime(world, fuse, clock)]), router, counts, counts, new FusedStrata(strata, fuse), clock),
            NullLogger<PlaceController>.Instance);
    }

    public Fuse Fuse { get; }

    public CommandBus Bus { get; }

    /// <summary>What it saw last; null before its first look.</summary>
    public PlaceStatus? Status => _statuses.Find(Given.Place);

    public async Task<Deployment?> FindAsync(DeploymentId id) => (await _states.FindDeploymentAsync(TenantId.Default, id, _life.Token))?.State;

    public Task<DateTimeOffset> LookAsync() => _controller.LookAsync(_life.Token);

    /// <summary>What it was waiting for it will never hear of.</summary>
    public void Dispose()
    {
        _life.Cancel();
        _life.Dispose();
    }
}
