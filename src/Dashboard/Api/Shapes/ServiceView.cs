namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A service with its environments as they are now.</summary>
/// <param name="Releases">How many there are; their numbers run from 1 without holes.</param>
/// <param name="Deployments">How many were numbered.</param>
/// <param name="Profile">Who looks after it; null when nobody said.</param>
public sealed record ServiceView(string Name, IReadOnlyList<EnvironmentView> Environments, int Releases, int Deployments, long Version, ProfileView? Profile);

/// <summary>Who looks after a service, and where they look when it hurts.</summary>
/// <param name="TimeZone">A name of the IANA time zone database; null when nobody said.</param>
public sealed record ProfileView(string? Team, IReadOnlyList<string> Owners, string? OnCall, string? Runbook, string? TimeZone, string? Description);

/// <param name="Live">The release that serves; null before the first success.</param>
/// <param name="Holder">The one active deployment.</param>
/// <param name="Queue">Deployments that wait for the place, first one first.</param>
/// <param name="Set">What the router does now; empty when it cannot be read.</param>
/// <param name="Problems">What is wrong, worst first.</param>
/// <param name="Frozen">The freeze that is in force here.</param>
/// <param name="OverrideApproval">Who else must agree to an order against the verdict; null: nobody.</param>
public sealed record EnvironmentView(
    string Name,
    RuntimeView Runtime,
    RouterView Router,
    int? Live,
    string? LiveBy,
    DateTimeOffset? LiveSince,
    StandbyView? Standby,
    string? Holder,
    IReadOnlyList<string> Queue,
    IReadOnlyList<ScheduledView> Scheduled,
    IReadOnlyList<ReleaseShareView> Set,
    IReadOnlyList<string> Problems,
    IReadOnlyList<MetricView> Metrics,
    FrozenView? Frozen,
    ApprovalView? OverrideApproval)
{
    /// <summary>What serves was not deployed by Sluice: somebody recorded that it ran already.</summary>
    public bool LiveIsRecorded { get; init; }
}

/// <summary>A deployment that comes for the place at a time which somebody named.</summary>
public sealed record ScheduledView(string Deployment, DateTimeOffset At);

/// <summary>What its instances tell about themselves.</summary>
/// <param name="Kind"><c>counter_pair</c>, <c>histogram</c> or <c>gauge</c>.</param>
/// <param name="Unit">Of a histogram: <c>s</c> or <c>ms</c>.</param>
public sealed record MetricView(string Name, string Kind, string Path, string? Total, string? Bad, string? Histogram, string? Unit, string? Value);

/// <param name="RequireDigest">Of containers: images must be named with their digest.</param>
public sealed record RuntimeView(string Kind, string? WorkingDirectory, string DrainTimeout, bool RequireDigest);

/// <param name="Host">Null takes every host.</param>
public sealed record RouterView(string Kind, string? Host, string PathPrefix);

/// <summary>What served before, kept running for a while so that going back is instant.</summary>
public sealed record StandbyView(int Release, DateTimeOffset Until);

/// <param name="Share">Percent.</param>
public sealed record ReleaseShareView(int Release, decimal Share);
