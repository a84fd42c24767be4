using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Engine.Access;

/// <summary>Keeps API tokens. Every member throws <see cref="Store.StoreUnavailableException"/> when the database cannot be used.</summary>
public interface ITokenStore
{
    Task AddAsync(ApiToken token, CancellationToken ct);

    /// <param name="owner">Null: whoever owns it.</param>
    /// <returns>False when there is no such token, or it is revoked already.</returns>
    Task<bool> RevokeAsync(TenantId tenant, string id, AccountName? owner, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes when tokens were last used.</summary>
    Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken ct);
}
