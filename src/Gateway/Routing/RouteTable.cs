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

            map!.Add(route.PathPrefix, new ServedRoute(route, memory, Compile(route, memory)));
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

    private static Arm[] Compile(GatewayRoute route, RouteMemory memory)
    {
        var arms = new List<Arm>();
        var upTo = 0;
        foreach (var arm in route.Arms.Where(arm => arm.Weight > 0))
        {
            upTo += arm.Weight;
            Destination[] open = [.. arm.Destinations.Where(destination => !destination.Draining).Select(memory.DestinationOf)];
            arms.Add(new Arm(arm.Release, upTo, open, memory.CountersOf(arm.Release)));
        }

        return [.. arms];
    }
}
