using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Minutes that a test put there.</summary>
internal sealed class InMemoryServed : IServedHistory
{
    public Dictionary<PlaceKey, List<ServedMinute>> Minutes { get; } = [];

    public bool IsAway { get; set; }

    /// <summary>Who reads waits for it.</summary>
    public Task Slow { get; set; } = Task.CompletedTask;

    public async Task<IEnumerable<ServedMinute>> ReadAsync(PlaceKey place, DateTimeOffset from, CancellationToken ct)
    {
        await Slow.WaitAsync(ct);
        return IsAway
            ? throw new StoreUnavailableException("The database cannot be used now: it is away", new TimeoutException())
            : Minutes.TryGetValue(place, out var minutes) ? minutes.Where(minute => minute.From >= from) : [];
    }
}
