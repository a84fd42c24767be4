using System.Globalization;
using Sluice.Domain.Hooks;
using Sluice.Engine.Workloads;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>What must hold at every moment.</summary>
/// <param name="Least">Instances that are ready and get requests.</param>
/// <param name="Most">Instances that are there, those that are ending included.</param>
/// <param name="MayPause">Nobody need serve for the moment.</param>
internal sealed record Bounds(int Least, int Most, bool MayPause = false);

/// <summary>Instances and the route as they are, whoever looks after them: what is left when a control plane ends. Everything that happens is checked.</summary>
internal sealed class World(TimeProvider clock)
{
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    private const int Terminated = 128 + 15;
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_failing = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(1.5);

    private readonly List<Item> _items = [];
    private readonly Dictionary<string, DateTimeOffset> _drainedAt = new(StringComparer.Ordinal);
    private (HookOrder Order, DateTimeOffset StartedAt)? _check;
    private DateTimeOffset? _checkAskedToEnd;
    private int _made;

    /// <summary>Of what is started while it is set, instances of this release never get ready.</summary>
    public int? Broken { get; set; }

    /// <summary>With what a check on the preview ends.</summary>
    public int CheckEndsWith { get; set; }

    /// <summary>How long it takes if nobody ends it.</summary>
    public TimeSpan CheckTakes { get; set; }

    /// <summary>Null: nothing is expected yet.</summary>
    public Func<Bounds>? Bounds { get; set; }

    public GatewayRoute? Route { get; private set; }

    public IEnumerable<Instance> Instances => _items.Where(item => !IsGone(item)).Select(item => new Instance(item.Id, item.Release, item.Slot, $"http://127.0.0.1:{item.Port}", StateOf(item), item.StartedAt)
    {
        Pid = item.FailedAt is null ? item.Port : null,
        IsStopping = item.StopAskedAt is not null,
        WasReady = item.WasReady || (!item.IsBroken && Now - item.StartedAt >= s_starting),
        Problem = item.StopAskedAt is null ? "is not ready" : "is being stopped",
    });

    public IEnumerable<DestinationStatus> Destinations => (Route?.Arms ?? []).SelectMany(arm => arm.Destinations, (_, d) => new DestinationStatus(Route!.Id, d.Id, Healthy: true, d.Draining, OpenOn(d), 0));

    /// <summary>A check on the preview was started, and goes on.</summary>
    public bool IsChecking => _check is { } check && CheckOf(check.Order.Run) is HookSighting.Running;

    public bool IsCheckEnding => _checkAskedToEnd is not null;

    /// <summary>When a check that was asked to end has ended.</summary>
    public DateTimeOffset EndOfCheck => _checkAskedToEnd is { } asked ? asked + s_ending : Now;

    private DateTimeOffset Now => clock.GetUtcNow();

    public bool Has(int release, int slot) => In(release, slot) is not null;

    public Instance? Find(string id) => Instances.FirstOrDefault(instance => instance.Id == id);

    /// <summary>It crashed, and its pause is over.</summary>
    public bool IsDue(int release, int slot) => In(release, slot) is { FailedAt: { } failed } && Now - failed >= s_pause;

    /// <summary>When one that was asked to end has ended.</summary>
    public DateTimeOffset EndOf(string id) => _items.Find(item => item.Id == id) is { StopAskedAt: { } asked } ? asked + s_ending : Now;

    public void Start(int release, int slot)
    {
        _items.Add(new(string.Create(CultureInfo.InvariantCulture, $"r{release}-{slot}-{++_made}"), release, slot, 20_000 + _made, Now) { IsBroken = release == Broken });
        Check();
    }

    public void StartAgain(int release, int slot)
    {
        var item = In(release, slot)!;
        (item.StartedAt, item.FailedAt, item.WasReady) = (Now, null, true);
        Check();
    }

    /// <summary>It goes on, and does not answer its probe any more.</summary>
    public void Sicken(int release, int slot) => In(release, slot)!.IsSick = true;

    public void Crash(int release, int slot) => In(release, slot)!.FailedAt = Now;

    public void AskToEnd(string id)
    {
        var item = _items.Single(item => item.Id == id);
        var routed = Destinations.FirstOrDefault(d => d.Id == id);
        Assert.True(routed is null or { Draining: true }, $"{id} gets requests and is stopped.");
        Assert.True(routed is null or { Open: 0 } || Now - _drainedAt[id] >= DrainTimeout, $"{id} has open requests and is stopped.");
        item.StopAskedAt ??= Now;
        Check();
    }

    public HookSighting? CheckOf(HookRunId run) => _check is not { } check || check.Order.Run != run ? null
        : _checkAskedToEnd is not null && Now >= EndOfCheck ? new HookSighting.Ended(new HookEnd.Exited(Terminated, WasStopped: true))
        : _checkAskedToEnd is not null || Now - check.StartedAt < CheckTakes ? new HookSighting.Running(check.StartedAt)
        : new HookSighting.Ended(new HookEnd.Exited(CheckEndsWith, WasStopped: false));

    /// <summary>Once, with all of the release ready and nobody served by it.</summary>
    public void StartCheck(HookOrder order)
    {
        Assert.Null(_check);
        Assert.Equal(order.Preview.Select(instance => instance.Id), Instances.Where(instance => instance is { Release: 2, State: InstanceState.Ready }).Select(instance => instance.Id));
        Assert.DoesNotContain(Route!.Arms, arm => arm.Release == "2" && arm.Weight > 0);
        _check = (order, Now);
    }

    public void AskCheckToEnd() => _checkAskedToEnd ??= Now;

    public void Forget(string id) => _items.RemoveAll(item => item.Id == id);

    public void Steer(GatewayRoute? route)
    {
        Route = route;
        var draining = (route?.Arms ?? []).SelectMany(arm => arm.Destinations).Where(d => d.Draining).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var back in _drainedAt.Keys.Where(id => !draining.Contains(id)).ToList())
        {
            _drainedAt.Remove(back);
        }

        foreach (var id in draining)
        {
            _drainedAt.TryAdd(id, Now);
        }

        Check();
    }

    public void Check()
    {
        if (Bounds?.Invoke() is not { } bounds)
        {
            return;
        }

        Assert.Empty(_items.Where(item => item.StopAskedAt is null).GroupBy(item => (item.Release, item.Slot)).Where(slot => slot.Count() > 1).Select(slot => $"Two instances fill slot {slot.Key}."));
        var there = Instances.ToList();
        Assert.True(there.Count <= bounds.Most, $"{there.Count} instances are there and at most {bounds.Most} may be: {string.Join(", ", there.Select(i => $"{i.Id} {i.State}"))}");
        Assert.NotNull(Route);
        Assert.True(!Route.Paused || bounds.MayPause, "The route is paused.");
        var serving = 0;
        foreach (var arm in Route.Arms.Where(arm => arm.Weight > 0))
        {
            var takers = arm.Destinations.Where(d => !d.Draining).Select(d => (d.Id, Instance: Find(d.Id))).ToList();
            Assert.True(takers.Count > 0 || Route.Paused, $"Release {arm.Release} gets requests and has nobody to answer them.");
            Assert.All(takers, taker => Assert.True(taker.Instance is { IsStopping: false }, $"{taker.Id} gets requests, and it has been stopped."));
            serving += takers.Count(taker => taker.Instance is { State: InstanceState.Ready });
        }

        Assert.True(serving >= bounds.Least, $"{serving} instances serve, and at least {bounds.Least} must.");
    }

    private Item? In(int release, int slot) => _items.Find(item => item.Release == release && item.Slot == slot && item.StopAskedAt is null);

    private long OpenOn(GatewayDestination d) => d.Draining && Now - _drainedAt[d.Id] >= s_request ? 0 : 1;

    private bool IsGone(Item item) => item.StopAskedAt is { } asked && Now >= asked + s_ending;

    private InstanceState StateOf(Item item) => (item.IsBroken, Now - item.StartedAt) switch
    {
        _ when item.FailedAt is not null => InstanceState.Failed,
        _ when item.StopAskedAt is not null || item.IsSick => InstanceState.Unready,
        (true, var ran) => ran < s_failing ? InstanceState.Starting : InstanceState.Failed,
        (false, var ran) => ran < s_starting ? InstanceState.Starting : InstanceState.Ready,
    };

    private sealed class Item(string id, int release, int slot, int port, DateTimeOffset startedAt)
    {
        public string Id { get; } = id;

        public int Release { get; } = release;

        public int Slot { get; } = slot;

        public int Port { get; } = port;

        public DateTimeOffset StartedAt { get; set; } = startedAt;

        public DateTimeOffset? FailedAt { get; set; }

        public bool WasReady { get; set; }

        public bool IsSick { get; set; }

        public bool IsBroken { get; init; }

        public DateTimeOffset? StopAskedAt { get; set; }
    }
}
