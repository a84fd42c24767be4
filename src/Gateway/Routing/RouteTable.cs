using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;

namespace Sluice.Gateway.Routing;

/// <summary>A whole configuration, compiled. Never changes: a new configuration is a new table, and one write puts it into force.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, PrefixMap>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private readonly PrefixMap _anyHost = new();

    public RouteTable(GatewayConfig config, IReadOnlyDictionary<string, RouteMemory> memories)
    {
        Config = config;
        Counters = [.. config.Routes.SelectMany(route => memories[route.Id].Counters)];
        Users = [.. config.Routes.Select(route => memories[route.Id].Users).OfType<UserTally>()];
        Mirrors = [.. config.Routes.Select(route => memories[route.Id].Mirror).OfType<MirrorTally>()];
        var byHost = new Dictionary<string, PrefixMap>(StringComparer.OrdinalIgnoreCase);
        var placed = new List<PlacedDestination>();
        foreach (var route in config.Routes)
        {
            var memory = memories[route.Id];
            var map = _anyHost;
            if (route.Host is { } host && !byHost.TryGetValue(host.Trim('[', ']'), out map))
            {
                byHost[host.Trim('[', ']')] = map = new PrefixMap();
            }

            map!.Add(route.PathPrefix, Serve(route, memory));
            placed.AddRange(
                from arm in route.Arms
                from destination in arm.Destinations
                select new PlacedDestination(route.Id, memory.DestinationOf(destination), destination.Draining, arm.Probe));
        }

        _byHost = byHost.GetAlternateLookup<ReadOnlySpan<char>>();
        Destinations = placed;
    }

    public GatewayConfig Config { get; }

    public IReadOnlyList<ArmCounters> Counters { get; }

    public IReadOnlyList<UserTally> Users { get; }

    public IReadOnlyList<MirrorTally> Mirrors { get; }

    public IReadOnlyList<PlacedDestination> Destinations { get; }

    /// <summary>Null when nothing serves this. Never allocates.</summary>
    /// <param name="host">As in the Host header, port included.</param>
    public ServedRoute? Match(ReadOnlySpan<char> host, ReadOnlySpan<char> path) =>
        _byHost.TryGetValue(WithoutPort(host), out var map) && map.Match(path) is { } route ? route : _anyHost.Match(path);

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']');
            return end < 0 ? host : host[1..end];
        }

        var colon = host.IndexOf(':');
        return colon < 0 ? host : host[..colon];
    }

    private static ServedRoute Serve(GatewayRoute route, RouteMemory memory)
    {
        var arms = Compile(route, memory);
        if (route.Users is not { } users || memory.Users is not { } tally)
        {
            return new(route, memory, arms, users: null) { Mirror = MirrorOf(route, memory) };
        }

        var (canary, stable) = (arms.FirstOrDefault(arm => arm.Release == users.Canary), arms.FirstOrDefault(arm => arm.Release == users.Stable));
        var below = route.Arms.First(arm => arm.Release == users.Canary).Weight;
        var aside = tally.Aside is { } counters ? new Arm(users.Stable, UpTo: 0, OpenOf(route.Arms.First(arm => arm.Release == users.Stable), memory), counters) : null;
        return new(route, memory, arms, new(users, UserBuckets.Salt(route.Id), (canary, below), stable, aside, tally));
    }

    private static MirrorRule? MirrorOf(GatewayRoute route, RouteMemory memory) => route.Mirror is { } mirror && memory.Mirror is { } tally
        ? new(mirror, new Arm(mirror.To, UpTo: 0, OpenOf(route.Arms.First(arm => arm.Release == mirror.To), memory), tally.Copies), tally)
        : null;

    private static Destination[] OpenOf(GatewayArm arm, RouteMemory memory) =>
        [.. arm.Destinations.Where(destination => !destination.Draining).Select(memory.DestinationOf)];

    private static Arm[] Compile(GatewayRoute route, RouteMemory memory)
    {
        var arms = new List<Arm>();
        var upTo = 0;
        foreach (var arm in route.Arms.Where(arm => arm.Weight > 0))
        {
            upTo += arm.Weight;
            arms.Add(new Arm(arm.Release, upTo, OpenOf(arm, memory), memory.CountersOf(arm.Release)));
        }

        return [.. arms];
    }
}
