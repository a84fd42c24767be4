using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Engine.Workloads;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>One control plane's way to the instances of the world.</summary>
internal sealed class FusedRuntime(World world, Fuse fuse, TimeProvider clock) : IWorkloadRuntime
{
    public RuntimeKind Kind => RuntimeKind.Process;

    public IHookRunner Hooks { get; } = new FusedHooks(world, fuse, clock);

    public Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct)
    {
        fuse.Live();
        return Task.FromResult<IReadOnlyList<Instance>>([.. world.Instances]);
    }

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct)
    {
        foreach (var slot in slots.Where(slot => !world.Has(release.Number, slot)))
        {
            fuse.Do($"a start of {release.Number}/{slot}", () => world.Start(release.Number, slot));
        }

        foreach (var slot in slots.Where(slot => world.IsDue(release.Number, slot)))
        {
            fuse.Do($"another start of {release.Number}/{slot}", () => world.StartAgain(release.Number, slot));
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct)
    {
        if (world.Find(instance) is { IsStopping: false })
        {
            fuse.Do($"the request to end to {instance}", () => world.AskToEnd(instance));
        }

        if (world.EndOf(instance) - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock, ct);
        }

        fuse.Do($"the end of {instance}", () => world.Forget(instance));
    }

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>One control plane's way to the checks on previews.</summary>
internal sealed class FusedHooks(World world, Fuse fuse, TimeProvider clock) : IHookRunner
{
    public Task<HookSighting?> LookAsync(PlaceKey place, HookRunId run, CancellationToken ct)
    {
        fuse.Live();
        return Task.FromResult(world.CheckOf(run));
    }

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, HookOrder order, CancellationToken ct)
    {
        fuse.Do($"the start of {order.Run.Stage} {order.Run.Attempt}", () => world.StartCheck(order));
        return Task.CompletedTask;
    }

    public Task TidyAsync(PlaceKey place, HookRunId? but, CancellationToken ct)
    {
        fuse.Live();
        return Task.CompletedTask;
    }

    public async Task EndAsync(PlaceKey place, HookRunId run, TimeSpan grace, CancellationToken ct)
    {
        if (world.CheckOf(run) is HookSighting.Running && !world.IsCheckEnding)
        {
            fuse.Do($"the request to end to {run.Stage} {run.Attempt}", world.AskCheckToEnd);
        }

        if (world.EndOfCheck - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock, ct);
        }

        fuse.Live();
    }

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, HookRunId run, int lines, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>One control plane's way to the route, with the words and the checks of the gateway's own adapter.</summary>
internal sealed class FusedRouter(World world, Fuse fuse, TimeProvider clock) : ITrafficRouter
{
    public RouterKind Kind => RouterKind.Gateway;

    public Task<bool?> KnowsUsersAsync(CancellationToken ct) => Task.FromResult<bool?>(true);

    public Task<bool?> KnowsPausesAsync(CancellationToken ct) => Task.FromResult<bool?>(true);

    public Task<bool?> KnowsMirroringAsync(CancellationToken ct) => Task.FromResult<bool?>(true);

    public Task ApplyAsync(RouteSpec desired, CancellationToken ct)
    {
        fuse.Live();
        var route = GatewayRoutes.From(desired);
        if (!GatewayRoutes.AreSame(world.Route, route))
        {
            fuse.Do($"the route {string.Join(", ", route.Arms.Select(arm => $"{arm.Release}: {arm.Weight}"))}", () => world.Steer(route));
        }

        return Task.CompletedTask;
    }

    public Task<RouteReading?> ReadAsync(PlaceKey place, CancellationToken ct)
    {
        fuse.Live();
        var config = new GatewayConfig(1, world.Route is { } route ? [route] : []);
        return Task.FromResult<RouteReading?>(new GatewayReading(new(1, "run", clock.GetUtcNow(), config, []) { Destinations = [.. world.Destinations] }).Of(place));
    }

    public Task ReleaseAsync(PlaceKey place, CancellationToken ct)
    {
        fuse.Do("the end of the route", () => world.Steer(route: null));
        return Task.CompletedTask;
    }
}

/// <summary>One control plane's way to the store.</summary>
internal sealed class FusedStore(MemoryStore store, Fuse fuse) : IEventStore
{
    public Task AppendAsync(AppendRequest request, CancellationToken ct)
    {
        fuse.Do(string.Join(", ", request.Streams.SelectMany(stream => stream.Events).Select(e => e.GetType().Name)), () => store.Append(request));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Recorded>> ReadStreamAsync(TenantId tenant, string stream, long afterVersion, long? toVersion, CancellationToken ct) => store.ReadStreamAsync(tenant, stream, afterVersion, toVersion, ct);

    public Task<string?> FindCommandAsync(TenantId tenant, string commandId, CancellationToken ct) => store.FindCommandAsync(tenant, commandId, ct);

    public Task<IReadOnlyList<RawEvent>> ReadRawAsync(TenantId tenant, string stream, long afterVersion, int limit, CancellationToken ct) => throw new NotSupportedException();

    public Task<AllEventsPage> ReadAllAsync(long afterPosition, int limit, CancellationToken ct) => throw new NotSupportedException();

    public Task WaitForAppendAsync(CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>The strata that outlive control planes.</summary>
internal sealed class Strata
{
    public List<Stratum> All { get; } = [];

    public EvidenceState? State { get; set; }
}

/// <summary>One control plane's way to the strata.</summary>
internal sealed class FusedStrata(Strata strata, Fuse fuse) : IStratumStore
{
    public Task AppendAsync(IReadOnlyList<Stratum> added, EvidenceState? state, CancellationToken ct)
    {
        fuse.Do("an interval", () =>
        {
            strata.All.AddRange(added);
            strata.State = state ?? strata.State;
        });
        return Task.CompletedTask;
    }

    public Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult(strata.State);

    public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult<IReadOnlyList<Stratum>>([.. strata.All.Where(s => s.Deployment == deployment)]);
}

/// <summary>A hundred requests each, of which so many of the canary fail.</summary>
internal sealed class SteadyCounts(long errors) : IMetricSource, ISampleFeed
{
    public SourceOutage? Outage => null;

    public Task<Measurement> MeasureAsync(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        Task.FromResult<Measurement>(new Measurement.Seen(from, to, stable is null ? null : Arm(0), Arm(errors), "hash"));

    public IReadOnlyList<SampleTick> Since(PlaceKey place, DateTimeOffset after) => [];

    public IDisposable Subscribe(Action<SampleTick> handler) => throw new NotSupportedException();

    private static ArmWindow Arm(long errors) => new(TimeSpan.FromSeconds(1), 100, errors, 0, 0, ReadOnlyMemory<long>.Empty);
}
