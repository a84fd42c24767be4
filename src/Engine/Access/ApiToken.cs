using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Engine.Access;

/// <summary>A secret for a program, without the secret.</summary>
/// <param name="Hash">SHA-256 of the secret's characters, in lower hexadecimal.</param>
/// <param name="Owner">Whose token it is: it never may more than they. Null when the bootstrap administrator made it.</param>
public sealed record ApiToken(
    string Id,
    TenantId Tenant,
    string Name,
    string Hash,
    ValueList<RoleGrant> Grants,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string CreatedBy,
    AccountName? Owner)
{
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>To the minute or so.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
