using System.Collections.Concurrent;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>What instances said of their own metrics, by place.</summary>
internal sealed class OwnMetricFeed
{
    private readonly ConcurrentDictionary<PlaceKey, PlaceMetrics> _places = new();

    public PlaceMetrics Of(PlaceKey place) => _places.GetOrAdd(place, _ => new());

    public PlaceMetrics? Find(PlaceKey place) => _places.GetValueOrDefault(place);

    /// <summary>Lets go of places that define no metrics any more.</summary>
    public void Keep(IReadOnlyCollection<PlaceKey> defined)
    {
        foreach (var place in _places.Keys.Except(defined))
        {
            _places.TryRemove(place, out _);
        }
    }
}
