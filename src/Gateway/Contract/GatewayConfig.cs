namespace Sluice.Gateway.Contract;

/// <summary>The whole of what the gateway serves. Applied atomically: either all of it or, when anything in it is wrong, nothing.</summary>
/// <param name="Revision">Grows with every change that the control plane makes; read back to know what is in force.</param>
public sealed record GatewayConfig(long Revision, IReadOnlyList<GatewayRoute> Routes)
{
    public static GatewayConfig Empty { get; } = new(0, []);
}

/// <summary>One service in one environment, by host and path prefix; the longest prefix wins.</summary>
/// <param name="Id">Unique; the control plane's own key (<c>tenant/service/environment</c>). The gateway only gives it back.</param>
/// <param name="Host">Null for any host. Without port, compared without case.</param>
/// <param name="PathPrefix">Begins with <c>/</c>; <c>/</c> alone takes everything. Passed on as it came.</param>
/// <param name="Arms">Releases that may serve; the weights add up to exactly 1000.</param>
public sealed record GatewayRoute(string Id, string? Host, string PathPrefix, IReadOnlyList<GatewayArm> Arms)
{
    public RouteLimits Limits { get; init; } = RouteLimits.Default;
}

/// <summary>One release of a route.</summary>
/// <param name="Release">The release's number as text; counters are kept per route and release.</param>
/// <param name="Weight">Tenths of a percent, 0 to 1000.</param>
/// <param name="Destinations">May be empty only when the weight is 0.</param>
public sealed record GatewayArm(string Release, int Weight, IReadOnlyList<GatewayDestination> Destinations)
{
    public GatewayProbe? Probe { get; init; }
}

/// <param name="Id">Unique within the route; the instance's id.</param>
/// <param name="Address">An absolute http or https address.</param>
/// <param name="Draining">Takes no new requests; open ones go on.</param>
public sealed record GatewayDestination(string Id, string Address, bool Draining = false);

/// <summary>Active health probe: GET on <paramref name="Path"/>, healthy when the answer is 2xx or 3xx in time.</summary>
public sealed record GatewayProbe(string Path, int IntervalMs = 2000, int TimeoutMs = 1000);

/// <param name="TimeoutMs">No answer head, or no progress of a body, for so long: 504 and an error counted.</param>
/// <param name="MaxBodyBytes">A larger request body is refused with 413.</param>
public sealed record RouteLimits(int TimeoutMs, long MaxBodyBytes)
{
    public static RouteLimits Default { get; } = new(100_000, 100 * 1024 * 1024);
}
