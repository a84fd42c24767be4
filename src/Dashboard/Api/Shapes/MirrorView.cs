namespace Sluice.Dashboard.Api.Shapes;

/// <summary>How requests are copied to the new release, which serves nobody meanwhile.</summary>
/// <param name="UnsafeMethods">False: only GET, HEAD and OPTIONS are copied.</param>
/// <param name="MaxBody">Bytes; a request with a longer body is not copied.</param>
/// <param name="Asked">Percent of the requests that are to be copied now; 0 while none is.</param>
/// <param name="Set">As read back from the router.</param>
/// <param name="Counted">Null for a state of the past, and while nothing is copied.</param>
public sealed record MirrorView(bool UnsafeMethods, int MaxBody, decimal Asked, decimal Set, MirrorCountsView? Counted);

/// <summary>Requests since copies go to the release, or the gateway started.</summary>
/// <param name="Copied">Copies that ended.</param>
/// <param name="Errors">Of these: 5xx answers, timeouts and broken connections.</param>
/// <param name="Dropped">Were to be copied, but as many copies as may be were open.</param>
/// <param name="Unfit">Cannot be copied, by their method, their body, or because they ask for an upgrade.</param>
public sealed record MirrorCountsView(long Copied, long Errors, long Dropped, long Unfit);
