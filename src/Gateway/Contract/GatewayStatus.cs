namespace Sluice.Gateway.Contract;

/// <summary>The gateway's answer to "what do you serve, and what did you see": configuration in force and cumulative counters.</summary>
/// <param name="Run">Made new at each start of the gateway process; counters begin at zero with it.</param>
/// <param name="Now">The gateway's clock, UTC.</param>
public sealed record GatewayStatus(int Pid, string Run, DateTimeOffset Now, GatewayConfig Config, IReadOnlyList<ReleaseCounters> Counters)
{
    public IReadOnlyList<DestinationStatus> Destinations { get; init; } = [];

    /// <summary>Of the routes that tell users apart.</summary>
    public IReadOnlyList<UserCounts> Users { get; init; } = [];

    /// <summary>Of the routes whose requests are copied.</summary>
    public IReadOnlyList<MirrorCounts> Mirrors { get; init; } = [];

    /// <summary>What this gateway can do beyond weights: <see cref="GatewayFeatures"/>. One that says nothing of it is older and refuses the fields.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];
}

/// <summary>
/// Cumulative since the gateway's start, per route and release. Goes on through every change of configuration while the route is there; gone with the route.
/// Releases that left their route stay readable, the sixteen latest of them.
/// </summary>
/// <param name="Requests">Requests that ended, however they ended. What the gateway itself refused (no route, too many hops, too large) belongs to no release.</param>
/// <param name="Errors">Of these: 5xx answers, timeouts, resets and refused connections. 4xx is not an error; a client that went away is not one either.</param>
/// <param name="Timeouts">Of the errors: no answer, or no progress of one, within the route's timeout.</param>
/// <param name="Resets">Of the errors: connections that the destination refused or broke.</param>
/// <param name="ClientErrors">4xx answers.</param>
/// <param name="Open">Requests under way now, upgraded connections included.</param>
/// <param name="LatencyFirst">Index of the first bucket in <paramref name="Latency"/> (empty leading and trailing buckets are left out).</param>
/// <param name="Latency">Ended requests per bucket of the fixed histogram, from arrival to the answer's last byte or to the moment the client left; upgraded connections are not in it.</param>
/// <param name="OpenFirst">Likewise for <paramref name="OpenByAge"/>: requests under way, per bucket of their age; without those that ask for an upgrade, which are no late answers.</param>
public sealed record ReleaseCounters(
    string Route,
    string Release,
    long Requests,
    long Errors,
    long Timeouts,
    long Resets,
    long ClientErrors,
    long Open,
    int LatencyFirst,
    long[] Latency,
    int OpenFirst,
    long[] OpenByAge);

/// <summary>One instance as the gateway sees it.</summary>
/// <param name="Open">
/// Requests under way on this destination, upgraded connections included. Once the configuration that drains it is acknowledged, it only falls; 0 means that nothing will come any more.
/// </param>
/// <param name="Requests">Requests that were sent to it, open ones included.</param>
public sealed record DestinationStatus(string Route, string Id, bool Healthy, bool Draining, long Open, long Requests)
{
    /// <summary>Requests that ended here, since the configuration names the destination at this address.</summary>
    public long Ended { get; init; }

    /// <summary>Of these, as <see cref="ReleaseCounters.Errors"/>.</summary>
    public long Errors { get; init; }
}

/// <summary>Written by the gateway beside its state, readable by its owner only, once it listens.</summary>
public sealed record GatewayContact(int Pid, string Run, string Admin, string Token, IReadOnlyList<string> Urls);

/// <summary>Why a configuration was refused: every mistake at once.</summary>
public sealed record GatewayRefusal(IReadOnlyList<GatewayMistake> Mistakes);

/// <summary>One mistake in a configuration.</summary>
/// <param name="Field">Path in the configuration, such as <c>routes[0].arms[1].weight</c>.</param>
/// <param name="Found">The value found, as text.</param>
/// <param name="Remedy">What would be right.</param>
public sealed record GatewayMistake(string Field, string Found, string Remedy);

/// <summary>The answer to a configuration that was applied (or was in force already).</summary>
public sealed record GatewayApplied(long Revision);
