namespace Sluice.Dashboard.Api.Shapes;

/// <summary>Who takes part in a deployment, and what keeps users with the release that they got.</summary>
/// <param name="Sticky">Null: each request is shared out for itself.</param>
/// <param name="Match">Requests for which any of these holds take part; empty: all do.</param>
/// <param name="Counted">Null for a state of the past, and while nobody is told apart.</param>
public sealed record UserRoutingView(StickyView? Sticky, IReadOnlyList<MatchView> Match, UserCountsView? Counted);

/// <param name="By"><c>header</c>, <c>cookie</c> or <c>own_cookie</c>.</param>
public sealed record StickyView(string By, string? Name);

/// <param name="By"><c>header</c> or <c>cookie</c>.</param>
/// <param name="Value">The whole value; null with a prefix, and when any value will do.</param>
public sealed record MatchView(string By, string Name, string? Value, string? Prefix);

/// <summary>Requests since users were told apart this way, or the gateway started.</summary>
/// <param name="Known">With what tells their user apart.</param>
/// <param name="Welcomed">Of these: got the gateway's cookie with the answer.</param>
/// <param name="Unknown">Shared out for themselves: without it, or where users do not stay.</param>
/// <param name="Aside">Did not take part; null where all do.</param>
public sealed record UserCountsView(long Known, long Welcomed, long Unknown, long? Aside);
