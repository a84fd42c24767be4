using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Accounts, tokens and the audit trail in memory, by the same rules as the tables.</summary>
internal sealed class InMemoryAccess : IAccountStore, ITokenStore, IAccessReader, IAuditTrail
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId, AccountName), AccountSecret> _accounts = [];
    private readonly Dictionary<string, ApiToken> _tokens = new(StringComparer.Ordinal);
    private long _number = 1;

    public ConcurrentQueue<AuditEntry> Entries { get; } = [];

    /// <summary>The log that pages read.</summary>
    public IAuditTrail? Behind { get; set; }

    public Task<AccountSecret?> FindAsync(TenantId tenant, AccountName name, CancellationToken ct) => Locked(() => _accounts.GetValueOrDefault((tenant, name)));

    public Task<bool> AddAsync(Account account, string? passwordHash, CancellationToken ct) =>
        Locked(() => _accounts.TryAdd((account.Tenant, account.Name), new(account, passwordHash, 0, LockedUntil: null)) && Changed());

    public Task<Account?> ChangeAsync(TenantId tenant, AccountName name, AccountChange change, CancellationToken ct) => Locked(() =>
    {
        if (_accounts.GetValueOrDefault((tenant, name)) is not { } found)
        {
            return null;
        }

        var account = found.Account with
        {
            DisplayName = change.DisplayName ?? found.Account.DisplayName,
            Groups = change.Groups ?? found.Account.Groups,
            Grants = change.Grants ?? found.Account.Grants,
            IsDisabled = change.IsDisabled ?? found.Account.IsDisabled,
            Stamp = change.Stamp ?? found.Account.Stamp,
            ShowsPresence = change.ShowsPresence ?? found.Account.ShowsPresence,
        };
        _accounts[(tenant, name)] = change.PasswordHash is null ? found with { Account = account } : new(account, change.PasswordHash, 0, LockedUntil: null);
        Changed();
        return account;
    });

    public Task<DateTimeOffset?> CountFailureAsync(TenantId tenant, AccountName name, DateTimeOffset now, CancellationToken ct) => Locked(() =>
    {
        var found = _accounts[(tenant, name)];
        var until = Lockout.Until(found.Failures + 1, now);
        _accounts[(tenant, name)] = found with { Failures = found.Failures + 1, LockedUntil = until };
        return until;
    });

    public Task CountSignInAsync(TenantId tenant, AccountName name, DateTimeOffset now, CancellationToken ct) => Locked(() =>
    {
        var found = _accounts[(tenant, name)];
        _accounts[(tenant, name)] = found with { Account = found.Account with { LastSignInAt = now }, Failures = 0, LockedUntil = null };
        return Changed();
    });

    public Task AddAsync(ApiToken token, CancellationToken ct) => Locked(() => _tokens.TryAdd(token.Id, token) && Changed());

    public Task<bool> RevokeAsync(TenantId tenant, string id, AccountName? owner, DateTimeOffset now, CancellationToken ct) => Locked(() =>
    {
        if (_tokens.GetValueOrDefault(id) is not { RevokedAt: null } token || token.Tenant != tenant || (owner is not null && token.Owner != owner))
        {
            return false;
        }

        _tokens[id] = token with { RevokedAt = now };
        return Changed();
    });

    public Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken ct) => Task.CompletedTask;

    public Task<AccessRows?> ReadAsync(long since, CancellationToken ct) => Locked(() =>
        since == _number ? null : new AccessRows(_number, [.. _accounts.Values.Select(secret => secret.Account)], [.. _tokens.Values]));

    public ValueTask RecordAsync(AuditEntry entry, CancellationToken ct)
    {
        Entries.Enqueue(entry);
        return Behind?.RecordAsync(entry, ct) ?? ValueTask.CompletedTask;
    }

    private bool Changed() => ++_number > 0;

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }
}
