using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;

namespace Sluice.Gateway.Routing;

/// <summary>What a route keeps from one configuration to the next: running number, counters, and the state of its destinations.</summary>
internal sealed class RouteMemory(string id)
{
    /// <summary>Releases that left are kept so that their last requests can still be read; not for ever, since a route may see thousands.</summary>
    private const int LeftReleasesKept = 16;

    private readonly List<ArmCounters> _left = [];
    private Dictionary<string, ArmCounters> _counters = new(StringComparer.Ordinal);
    private Dictionary<(string Id, string Address), Destination> _destinations = [];
    private string? _usersKnown;
    private long _number = -1;

    /// <summary>Null where users are not told apart.</summary>
    public UserTally? Users { get; private set; }

    /// <summary>Null where nothing is copied.</summary>
    public MirrorTally? Mirror { get; private set; }

    public ulong Seed { get; } = (ulong)Random.Shared.NextInt64();

    public IEnumerable<ArmCounters> Counters => _counters.Values.Concat(_left);

    public ulong NextNumber() => (ulong)Interlocked.Increment(ref _number);

    public ArmCounters CountersOf(string release) => _counters[release];

    public Destination DestinationOf(GatewayDestination destination) => _destinations[(destination.Id, destination.Address)];

    /// <summary>Begins anew when other users take part: numbers of before would say nothing about them.</summary>
    private void FollowUsers(GatewayUsers? users)
    {
        var told = JsonSerializer.Serialize(users, GatewayJson.Options);
        if (told != _usersKnown)
        {
            _usersKnown = told;
            Users = users is null ? null : new UserTally(id, users.Match is null ? null : new ArmCounters(id, users.Stable));
        }
    }

    /// <summary>Goes on while the same two releases are compared, whatever the share.</summary>
    private void FollowMirror(GatewayRoute route)
    {
        if (route.Mirror is not { } mirror)
        {
            Mirror = null;
        }
        else if (route.Arms.First(arm => arm.Weight > 0).Release is var serving && (Mirror?.Copies.Release != mirror.To || Mirror.Originals.Release != serving))
        {
            Mirror = new(new(id, mirror.To), new(id, serving));
        }
    }

    /// <summary>Takes over what goes on, makes what is new, lets go of what is no longer there. Called by one thread at a time.</summary>
    public void Follow(GatewayRoute route)
    {
        var counters = new Dictionary<string, ArmCounters>(StringComparer.Ordinal);
        foreach (var arm in route.Arms)
        {
            var known = _counters.GetValueOrDefault(arm.Release) ?? _left.Find(left => string.Equals(left.Release, arm.Release, StringComparison.Ordinal));
            counters[arm.Release] = known ?? new ArmCounters(id, arm.Release);
        }

        _left.RemoveAll(left => counters.ContainsKey(left.Release));
        _left.AddRange(_counters.Values.Where(known => !counters.ContainsKey(known.Release)));
        _left.RemoveRange(0, Math.Max(0, _left.Count - LeftReleasesKept));
        _counters = counters;
        FollowUsers(route.Users);
        FollowMirror(route);

        _destinations = route.Arms.SelectMany(arm => arm.Destinations)
            .Select(destination => (destination.Id, destination.Address))
            .ToDictionary(key => key, key => _destinations.GetValueOrDefault(key) ?? new Destination(key.Id, key.Address));
    }
}
