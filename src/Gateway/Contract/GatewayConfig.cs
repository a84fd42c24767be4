using System.Text.Json.Serialization;

namespace Sluice.Gateway.Contract;

/// <summary>The whole of what the gateway serves. Applied atomically: either all of it or, when anything in it is wrong, nothing.</summary>
/// <param name="Revision">
/// 0 or more; grows with every change that the control plane makes, and is read back to know what is in force.
/// A lower one than that in force is refused (409), and so is the same one with other content. The same one with the same content changes nothing.
/// </param>
public sealed record GatewayConfig(long Revision, IReadOnlyList<GatewayRoute> Routes)
{
    public static GatewayConfig Empty { get; } = new(0, []);
}

/// <summary>
/// One service in one environment, by host and path prefix. A route of the request's own host goes before one for any host; among these the longest prefix wins.
/// </summary>
/// <param name="Id">Unique; the control plane's own key (<c>tenant/service/environment</c>). The gateway only gives it back.</param>
/// <param name="Host">Null for any host. Without port, compared without case. Unique together with the prefix.</param>
/// <param name="PathPrefix">
/// Begins with <c>/</c>; <c>/</c> alone takes everything. Matches whole segments, with case: <c>/api</c> takes <c>/api</c> and <c>/api/x</c>, not <c>/apix</c>. Passed on as it came.
/// </param>
/// <param name="Arms">Releases that may serve; the weights add up to exactly 1000.</param>
public sealed record GatewayRoute(string Id, string? Host, string PathPrefix, IReadOnlyList<GatewayArm> Arms)
{
    public RouteLimits Limits { get; init; } = RouteLimits.Default;

    /// <summary>Null: every request is shared out for itself, by the weights alone.</summary>
    public GatewayUsers? Users { get; init; }

    /// <summary>Nobody takes requests for the moment, on purpose: they are answered with 503 and told to come again. Arms may then have none that is not draining.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Paused { get; init; }

    /// <summary>Null: nothing is copied.</summary>
    public GatewayMirror? Mirror { get; init; }
}

/// <summary>
/// One release of a route. Gets its share of the requests whatever its health: a dead canary shows as the canary's errors and is never hidden by the others.
/// </summary>
/// <param name="Release">The release's number as text, unique in the route; counters are kept per route and release.</param>
/// <param name="Weight">Tenths of a percent, 0 to 1000. With 0 it gets no request.</param>
/// <param name="Destinations">An arm with weight needs one that is not draining, unless the route is paused.</param>
public sealed record GatewayArm(string Release, int Weight, IReadOnlyList<GatewayDestination> Destinations)
{
    public GatewayProbe? Probe { get; init; }
}

/// <summary>One instance of a release.</summary>
/// <param name="Id">Unique within the route; the instance's id.</param>
/// <param name="Address">An absolute http or https address, without query; its path is put before the request's.</param>
/// <param name="Draining">Takes no new requests; open ones go on.</param>
public sealed record GatewayDestination(string Id, string Address, bool Draining = false);

/// <summary>
/// Active health probe: GET on <paramref name="Path"/>, good when the answer is 2xx or 3xx in time. Two bad ones in a row make a destination unhealthy, one good one healthy again.
/// A destination that was not probed yet counts as healthy.
/// </summary>
/// <param name="IntervalMs">100 to 3,600,000.</param>
/// <param name="TimeoutMs">1 to 60,000.</param>
public sealed record GatewayProbe(string Path, int IntervalMs = 2000, int TimeoutMs = 1000);

/// <summary>What one request of a route may take.</summary>
/// <param name="TimeoutMs">1 to 86,400,000. No answer head, or no progress of a body, for so long: 504 (when the head is not out yet) and an error counted.</param>
/// <param name="MaxBodyBytes">A larger request body is refused with 413.</param>
public sealed record RouteLimits(int TimeoutMs, long MaxBodyBytes)
{
    public static RouteLimits Default { get; } = new(100_000, 100 * 1024 * 1024);
}
