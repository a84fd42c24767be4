using System.Collections.Frozen;
using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Engine.Access;

/// <summary>All accounts and tokens as they were at one moment; questions about them cost no round trip.</summary>
public sealed class AccessSnapshot
{
    private readonly FrozenDictionary<(TenantId, AccountName), Account> _accounts;
    private readonly FrozenDictionary<string, ApiToken> _tokens;

    internal AccessSnapshot(AccessRows rows)
    {
        Number = rows.Number;
        _accounts = rows.Accounts.ToFrozenDictionary(account => (account.Tenant, account.Name));
        _tokens = rows.Tokens.ToFrozenDictionary(token => token.Id, StringComparer.Ordinal);
    }

    /// <summary>Before anything was read; it knows nobody.</summary>
    public static AccessSnapshot Unread { get; } = new(new AccessRows(0, [], []));

    public bool IsRead => Number > 0;

    internal long Number { get; }

    public Account? Find(TenantId tenant, AccountName name) => _accounts.GetValueOrDefault((tenant, name));

    public ApiToken? FindToken(string id) => _tokens.GetValueOrDefault(id);

    public IReadOnlyList<Account> Accounts(TenantId tenant) =>
        [.. _accounts.Values.Where(account => account.Tenant == tenant).OrderBy(account => account.Name.Value, StringComparer.Ordinal)];

    public IReadOnlyList<ApiToken> Tokens(TenantId tenant) => [.. _tokens.Values.Where(token => token.Tenant == tenant).OrderBy(token => token.CreatedAt)];

    /// <summary>Members of a group that may come in, by name: who counts towards the quorum of a gate.</summary>
    public IReadOnlyList<Account> Members(TenantId tenant, string group) =>
        [.. Accounts(tenant).Where(account => !account.IsDisabled && account.Groups.Contains(group, StringComparer.Ordinal))];
}
