using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Fleet;

/// <summary>The fleets of all tenants that somebody has looked at.</summary>
internal sealed class FleetFeeds(ILiveStates live, IPlaceStatuses places, ISampleFeed samples, IDeploymentQueries queries, TimeProvider time, ILogger<FleetFeed> logger) : IDisposable
{
    private readonly ConcurrentDictionary<TenantId, Lazy<FleetFeed>> _feeds = new();

    public FleetFeed Of(TenantId tenant) => _feeds.GetOrAdd(tenant, key => new(() => new FleetFeed(key, live, places, samples, queries, time, logger))).Value;

    public void Dispose()
    {
        foreach (var feed in _feeds.Values.Where(feed => feed.IsValueCreated))
        {
            feed.Value.Dispose();
        }
    }
}
