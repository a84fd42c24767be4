using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Access;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Access;

/// <summary>API tokens in a table of their own.</summary>
internal sealed class PostgresTokenStore(NpgsqlDataSource database) : ITokenStore
{
    public Task AddAsync(ApiToken token, CancellationToken ct) => database.ChangeAsync(
        "insert into sluice_api_token (id, tenant_id, name, hash, grants, created_at, expires_at, created_by, owner) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            Value(token.Id), Value(token.Tenant.Value), Value(token.Name), Value(token.Hash), Texts((IEnumerable<string>)Texts(token.Grants)), Value(token.CreatedAt.ToUniversalTime()),
            Value(token.ExpiresAt.ToUniversalTime()), Value(token.CreatedBy), Text(token.Owner?.Value),
        ],
        ct);

    public Task<bool> RevokeAsync(TenantId tenant, string id, AccountName? owner, DateTimeOffset now, CancellationToken ct) => database.ChangeAsync(
        "update sluice_api_token set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null and ($4::text is null or owner = $4)",
        [Value(tenant.Value), Value(id), Value(now.ToUniversalTime()), Text(owner?.Value)],
        ct);

    // Nobody's rights change with it, so the number stays.
    public Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(
            "update sluice_api_token t set last_used_at = u.at from unnest($1, $2) as u (id, at) where t.id = u.id and (t.last_used_at is null or t.last_used_at < u.at)");
        command.With(Texts(used.Keys), Value(used.Values.Select(at => at.UtcDateTime).ToArray()));
        return await command.ExecuteNonQueryAsync(ct);
    });
}
