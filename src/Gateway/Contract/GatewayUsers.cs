namespace Sluice.Gateway.Contract;

/// <summary>Who takes part in the sharing out between two arms, and whether users stay with the arm that they got. No other arm of the route has weight.</summary>
/// <param name="Canary">The release that gets the buckets below its weight.</param>
/// <param name="Stable">The release that gets the others, and every request that does not take part.</param>
public sealed record GatewayUsers(string Canary, string Stable)
{
    /// <summary>Null: each request for itself.</summary>
    public GatewaySticky? Sticky { get; init; }

    /// <summary>Requests for which any of these holds take part; 1 to 16. Null: all do.</summary>
    public IReadOnlyList<GatewayMatch>? Match { get; init; }
}

/// <summary>
/// What tells users apart. Its value and the route's id make a bucket from 0 to 999, always the same one. A request without the value is shared out for itself, but with a cookie
/// of the gateway's own: then it gets one and goes by it at once.
/// </summary>
/// <param name="By"><c>header</c>, <c>cookie</c> or <c>own_cookie</c>.</param>
/// <param name="Name">Null with <c>own_cookie</c>.</param>
public sealed record GatewaySticky(string By, string? Name = null);

/// <summary>A header or cookie that a request has. Without value and prefix any value will do. Values compare with case; of several lines of a header one is enough.</summary>
/// <param name="By"><c>header</c> or <c>cookie</c>.</param>
public sealed record GatewayMatch(string By, string Name)
{
    public string? Value { get; init; }

    public string? Prefix { get; init; }
}

/// <summary>Requests of a route by what was known of their user, since its <see cref="GatewayRoute.Users"/> changed or the gateway started.</summary>
/// <param name="Known">Went by the bucket of their value.</param>
/// <param name="Welcomed">Of these: got the gateway's cookie with the answer.</param>
/// <param name="Unknown">Were shared out for themselves: they had no value, or users do not stay.</param>
/// <param name="Aside">Did not take part, and are in no release's counters; null where all take part. Cumulative like them.</param>
public sealed record UserCounts(string Route, long Known, long Welcomed, long Unknown, ReleaseCounters? Aside);
