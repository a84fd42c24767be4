using Sluice.Domain;

namespace Sluice.Engine.Notifications;

/// <summary>Keeps channels and what was sent to them. Every member throws <see cref="Store.StoreUnavailableException"/> when the database cannot be used.</summary>
public interface IChannelStore
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<ChannelRow>> ListAsync(TenantId tenant, CancellationToken ct);

    Task<ChannelRow?> FindAsync(TenantId tenant, string id, CancellationToken ct);

    /// <returns>False when the tenant has a channel of that name.</returns>
    Task<bool> AddAsync(Channel channel, SigningSecret secret, CancellationToken ct);

    /// <summary>Refusals of what waits count anew.</summary>
    /// <param name="secret">Null: it stays.</param>
    /// <returns>False when there is none, or another one has the name.</returns>
    Task<bool> ChangeAsync(Channel channel, SigningSecret? secret, CancellationToken ct);

    /// <summary>With everything that was recorded of it.</summary>
    Task<bool> DeleteAsync(TenantId tenant, string id, CancellationToken ct);

    /// <summary>Only for sending.</summary>
    Task<SigningSecret?> FindSecretAsync(TenantId tenant, string id, CancellationToken ct);

    /// <summary>Newest first.</summary>
    /// <param name="before">The last one of the page before.</param>
    Task<IReadOnlyList<Delivery>> DeliveriesAsync(TenantId tenant, string channel, string? before, int limit, CancellationToken ct);

    Task<Delivery?> FindDeliveryAsync(TenantId tenant, string channel, string id, CancellationToken ct);

    /// <summary>Makes a message that was not taken yet due now. One that was given up, or whose day is over, is tried for another day.</summary>
    /// <returns>False when there is none, or it was taken.</returns>
    Task<bool> RetryAsync(TenantId tenant, string channel, string id, DateTimeOffset now, CancellationToken ct);

    /// <summary>Keeps what became of a test. A channel that took it fails no more.</summary>
    Task RecordAsync(TenantId tenant, string channel, Delivery delivery, CancellationToken ct);
}
