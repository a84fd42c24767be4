using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Engine.Live;

/// <inheritdoc cref="IPlaceStatuses"/>
internal sealed class PlaceStatuses(ILogger<PlaceStatuses> logger) : IPlaceStatuses
{
    private readonly ConcurrentDictionary<PlaceKey, PlaceStatus> _statuses = new();
    private readonly Subscribers<PlaceStatus> _subscribers = new(logger);

    public PlaceStatus? Find(PlaceKey place) => _statuses.GetValueOrDefault(place);

    public IReadOnlyCollection<PlaceStatus> All(TenantId tenant) => [.. _statuses.Values.Where(s => s.Place.Tenant == tenant)];

    public IDisposable Subscribe(Action<PlaceStatus> handler) => _subscribers.Add(handler);

    /// <summary>Tells the readers only when something but the time of the look has changed.</summary>
    public void Publish(PlaceStatus status)
    {
        var before = _statuses.GetValueOrDefault(status.Place);
        _statuses[status.Place] = status;
        if (before is null || before with { LookedAt = status.LookedAt } != status)
        {
            _subscribers.Publish(status);
        }
    }
}
