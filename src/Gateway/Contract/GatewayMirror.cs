namespace Sluice.Gateway.Contract;

/// <summary>
/// Copies of a route's requests go to a release that serves nobody; its answers are thrown away. Not together with <see cref="GatewayRoute.Users"/>.
/// Never copied are upgrades, bodies of unknown length or longer than <see cref="MaxBodyBytes"/>, and what is a copy itself.
/// </summary>
/// <param name="To">The release, with weight 0 and a destination that is not draining. Another one has all of the weight.</param>
/// <param name="Share">Tenths of a percent of the requests that can be copied, 1 to 1000.</param>
public sealed record GatewayMirror(string To, int Share)
{
    public const int LargestBody = 256 * 1024;

    /// <summary>False: only GET, HEAD and OPTIONS are copied.</summary>
    public bool UnsafeMethods { get; init; }

    /// <summary>0 to 262,144. A longer request body is not copied.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>1 to 600,000. A copy without an answer head in this time is counted as a timeout; one whose answer goes on is ended and counted by its status.</summary>
    public int TimeoutMs { get; init; } = 30_000;
}

/// <summary>Copies of a route's requests, since they go to this release or the gateway started. None of it is in <see cref="GatewayStatus.Counters"/> twice: originals are there, copies are not.</summary>
/// <param name="Copies">As the release that they went to answered them.</param>
/// <param name="Originals">The requests that were copied, as users were answered: the very same requests, so that the two can be compared.</param>
/// <param name="Dropped">Were to be copied, but as many copies as may be were open already.</param>
/// <param name="Unfit">Could not be copied: by their method, their body, or because they ask for an upgrade.</param>
public sealed record MirrorCounts(string Route, ReleaseCounters Copies, ReleaseCounters Originals, long Dropped, long Unfit);
