using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics.Served;

/// <summary>What the live release of each place served in the last seven days, by the minute: at rest and beside a canary.</summary>
public interface IServedHistory
{
    static TimeSpan Kept { get; } = TimeSpan.FromDays(7);

    /// <returns>The minutes with requests from an instant on, oldest first, unpacked as they are gone through; empty when there are none.</returns>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<IEnumerable<ServedMinute>> ReadAsync(PlaceKey place, DateTimeOffset from, CancellationToken ct);
}
