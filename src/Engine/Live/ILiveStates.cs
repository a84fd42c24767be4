using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Domain.Traffic;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Live;

/// <summary>A fold at a version.</summary>
public sealed record Versioned<T>(T State, long Version);

/// <summary>The present state of services and deployments, and every change after it. Pages, hub and API read here; nobody polls the store.</summary>
public interface ILiveStates
{
    /// <summary>Null when it does not exist for this tenant.</summary>
    ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId tenant, DeploymentId id, CancellationToken ct);

    /// <summary>With the freezes that are in force at its places now. Null when it does not exist for this tenant.</summary>
    ValueTask<Versioned<Service>?> FindServiceAsync(TenantId tenant, ServiceName name, CancellationToken ct);

    /// <summary>The services of a tenant, by name, with the freezes that are in force at their places now.</summary>
    IReadOnlyList<Versioned<Service>> Services(TenantId tenant);

    /// <summary>All freezes of a tenant; version 0 while nobody has declared any.</summary>
    ValueTask<Versioned<FreezeBook>> FindFreezesAsync(TenantId tenant, CancellationToken ct);

    /// <summary>All incidents of a tenant; version 0 while nobody has opened any.</summary>
    ValueTask<Versioned<IncidentBook>> FindIncidentsAsync(TenantId tenant, CancellationToken ct);

    /// <summary>All applications of a tenant with their newest rollouts; version 0 while there are none.</summary>
    ValueTask<Versioned<ApplicationBook>> FindApplicationsAsync(TenantId tenant, CancellationToken ct);

    /// <summary>What is set for everybody of a tenant; version 0 while nobody has set anything.</summary>
    ValueTask<Versioned<SettingsBook>> FindSettingsAsync(TenantId tenant, CancellationToken ct);

    /// <summary>The plan templates of all teams of a tenant; version 0 while nobody has proposed any.</summary>
    ValueTask<Versioned<PlanBook>> FindPlansAsync(TenantId tenant, CancellationToken ct);

    /// <summary>Called for every stored event after the state includes it, in order per stream: hand over and return at once. Dispose to stop.</summary>
    IDisposable Subscribe(Action<Recorded> handler);
}

/// <summary>What the controller of each place saw last. Kept in memory: it is an observation, not a fact to replay.</summary>
public interface IPlaceStatuses
{
    /// <summary>Null before the first look.</summary>
    PlaceStatus? Find(PlaceKey place);

    IReadOnlyCollection<PlaceStatus> All(TenantId tenant);

    /// <summary>Called whenever a status changed: hand over and return at once. Dispose to stop.</summary>
    IDisposable Subscribe(Action<PlaceStatus> handler);
}

/// <summary>One look at a place.</summary>
public sealed record PlaceStatus(PlaceKey Place, DateTimeOffset LookedAt)
{
    public ValueList<InstanceStatus> Instances { get; init; } = [];

    /// <summary>What the router does now, by release; empty when it cannot be read.</summary>
    public ValueList<ReleaseShare> Set { get; init; } = [];

    /// <summary>What the router was last told without a complaint; null before the first time in this process, and where nothing is served.</summary>
    public AppliedShares? Applied { get; init; }

    /// <summary>What the router counted of those whom it tells apart; null where it tells nobody apart.</summary>
    public ReadUsers? Users { get; init; }

    /// <summary>What the router counted of requests that it copies; null where it copies none.</summary>
    public ReadMirror? Mirror { get; init; }

    /// <summary>What is wrong, in sentences, worst first; empty when all is well.</summary>
    public ValueList<string> Problems { get; init; } = [];

    /// <summary>Why the router does not do what is wanted, in a sentence; null when it was told so without a complaint.</summary>
    public string? RouteProblem { get; init; }

    /// <summary>What freezes the place.</summary>
    public FreezeNotice? Frozen { get; init; }

    /// <summary>The latest run's verdict with fresh numbers, between recorded ones. Null when nothing is judged.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Releases that a return would start and whose image the engine does not have.</summary>
    public ValueList<int> MissingImages { get; init; } = [];

    /// <summary>Counted requests of the canary over all, in the look-back window; null without requests.</summary>
    public Share? ServedCanary { get; init; }

    /// <summary>When the next run of the analysis is due.</summary>
    public DateTimeOffset? NextRunAt { get; init; }
}

/// <param name="Open">Requests under way; null when the router does not know the instance.</param>
public sealed record InstanceStatus(Instance Instance, bool InService, bool Draining, long? Open);

public sealed record ReleaseShare(int Release, Share Share);

/// <param name="Shares">Of the releases that get any.</param>
/// <param name="Since">When these were told first.</param>
public sealed record AppliedShares(ValueList<ReleaseShare> Shares, DateTimeOffset Since)
{
    /// <summary>Releases of which the router does something else than it was told. Empty where it does as told.</summary>
    /// <param name="set">What it does.</param>
    public IReadOnlyList<ShareDrift> DriftFrom(IEnumerable<ReleaseShare> set)
    {
        var does = set.ToDictionary(share => share.Release, share => share.Share);
        var told = Shares.ToDictionary(share => share.Release, share => share.Share);
        return [.. told.Keys.Union(does.Keys).Order().Select(release => new ShareDrift(release, told.GetValueOrDefault(release), does.GetValueOrDefault(release))).Where(drift => drift.Told != drift.Does)];
    }
}

public sealed record ShareDrift(int Release, Share Told, Share Does);

/// <summary>Whether the parts that everything stands on can be reached, for the strip on every page and for readiness.</summary>
public interface ISystemHealth
{
    IReadOnlyList<ComponentHealth> Components { get; }

    IDisposable Subscribe(Action handler);
}

/// <param name="Name"><c>store</c>, <c>gateway</c>, <c>metrics</c>, <c>engine</c>; <c>containers</c> where an engine runs them, and <c>strategies</c> where the settings name assemblies.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Detail">What is wrong and what it means, in a sentence; null when well.</param>
public sealed record ComponentHealth(string Name, bool IsWell, DateTimeOffset Since, string? Detail);
