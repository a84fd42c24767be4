using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Access;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Access;

/// <summary>Accounts in a table of their own.</summary>
internal sealed class PostgresAccountStore(NpgsqlDataSource database) : IAccountStore
{
    public Task<AccountSecret?> FindAsync(TenantId tenant, AccountName name, CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand(
            $"select {AccountRow.Columns}, password_hash, failures, locked_until from sluice_account where tenant_id = $1 and name = $2");
        command.With(Value(tenant.Value), Value(name.Value));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new AccountSecret(
                AccountRow.Read(reader),
                AccountRow.TextOrNull(reader, AccountRow.Count),
                reader.GetInt32(AccountRow.Count + 1),
                AccountRow.TimeOrNull(reader, AccountRow.Count + 2))
            : null;
    });

    public Task<bool> AddAsync(Account account, string? passwordHash, CancellationToken ct) => database.ChangeAsync(
        """
        insert into sluice_account (tenant_id, name, display_name, source, password_hash, groups, grants, stamp, disabled, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing
        """,
        [
            Value(account.Tenant.Value), Value(account.Name.Value), Value(account.DisplayName), Value(Words.Of(account.Source)), Text(passwordHash), Texts(account.Groups),
            Texts((IEnumerable<string>)Texts(account.Grants)), Value(account.Stamp), Value(account.IsDisabled), Value(account.CreatedAt.ToUniversalTime()), Value(account.CreatedBy),
        ],
        ct);

    public async Task<Account?> ChangeAsync(TenantId tenant, AccountName name, AccountChange change, CancellationToken ct)
    {
        var changed = await database.ChangeAsync(
            """
            update sluice_account set
                display_name = coalesce($3, display_name), groups = coalesce($4, groups), grants = coalesce($5, grants), disabled = coalesce($6, disabled),
                password_hash = coalesce($7, password_hash), stamp = coalesce($8, stamp), shows_presence = coalesce($9, shows_presence),
                failures = case when $7 is null then failures else 0 end, locked_until = case when $7 is null then locked_until end
            where tenant_id = $1 and name = $2
            """,
            [
                Value(tenant.Value), Value(name.Value), Text(change.DisplayName), Texts(change.Groups), Texts(change.Grants is { } grants ? Texts(grants) : null),
                Flag(change.IsDisabled), Text(change.PasswordHash), Text(change.Stamp), Flag(change.ShowsPresence),
            ],
            ct);
        return changed ? (await FindAsync(tenant, name, ct))?.Account : null;
    }

    public Task<DateTimeOffset?> CountFailureAsync(TenantId tenant, AccountName name, DateTimeOffset now, CancellationToken ct) => RunAsync(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var count = new NpgsqlCommand("update sluice_account set failures = failures + 1 where tenant_id = $1 and name = $2 returning failures", connection, transaction);
        count.With(Value(tenant.Value), Value(name.Value));
        var until = await count.ExecuteScalarAsync(ct) is int failures ? Lockout.Until(failures, now) : null;
        if (until is { } end)
        {
            await using var locks = new NpgsqlCommand("update sluice_account set locked_until = $3 where tenant_id = $1 and name = $2", connection, transaction);
            locks.With(Value(tenant.Value), Value(name.Value), Value(end.ToUniversalTime()));
            await locks.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return until;
    });

    public Task CountSignInAsync(TenantId tenant, AccountName name, DateTimeOffset now, CancellationToken ct) => database.ChangeAsync(
        "update sluice_account set failures = 0, locked_until = null, last_sign_in_at = $3 where tenant_id = $1 and name = $2",
        [Value(tenant.Value), Value(name.Value), Value(now.ToUniversalTime())],
        ct);

    private static NpgsqlParameter Flag(bool? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean };
}
