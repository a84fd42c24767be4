using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Access;

public sealed class AccountStoreTests(PostgresFixture postgres)
{
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Other = new("other");
    private static readonly AccountName Ada = AccountName.From("ada");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_comes_back_as_it_was_kept()
    {
        await using var database = await CreateAsync();
        var store = new PostgresAccountStore(database.DataSource);
        Assert.True(await store.AddAsync(Account(Acme), "hash", Ct));
        Assert.False(await store.AddAsync(Account(Acme), "another", Ct));

        var found = await store.FindAsync(Acme, Ada, Ct);
        Assert.Equal(new AccountSecret(Account(Acme), "hash", 0, LockedUntil: null), found);
        Assert.Null(await store.FindAsync(Other, Ada, Ct));
    }

    [Fact]
    public async Task A_change_touches_what_it_names_and_no_other_tenant()
    {
        await using var database = await CreateAsync();
        var store = new PostgresAccountStore(database.DataSource);
        await store.AddAsync(Account(Acme), "hash", Ct);
        await store.AddAsync(Account(Other), "hash", Ct);

        var changed = await store.ChangeAsync(Acme, Ada, new(Grants: [new RoleGrant(Role.Viewer)], IsDisabled: true, Stamp: "new", ShowsPresence: false), Ct);
        Assert.Equal(Account(Acme) with { Grants = [new RoleGrant(Role.Viewer)], IsDisabled = true, Stamp = "new", ShowsPresence = false }, changed);
        Assert.Equal("hash", (await store.FindAsync(Acme, Ada, Ct))!.PasswordHash);
        Assert.Equal(Account(Other), (await store.FindAsync(Other, Ada, Ct))!.Account);
        Assert.Null(await store.ChangeAsync(Acme, AccountName.From("bob"), new(IsDisabled: true), Ct));
    }

    [Fact]
    public async Task Wrong_passwords_at_the_same_moment_are_all_counted_and_a_sign_in_forgets_them()
    {
        await using var database = await CreateAsync();
        var store = new PostgresAccountStore(database.DataSource);
        await store.AddAsync(Account(Acme), "hash", Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.CountFailureAsync(Acme, Ada, Noon, Ct)));
        var locked = await store.FindAsync(Acme, Ada, Ct);
        Assert.Equal((8, Lockout.Until(8, Noon)), (locked!.Failures, locked.LockedUntil));

        await store.CountSignInAsync(Acme, Ada, Noon, Ct);
        var open = await store.FindAsync(Acme, Ada, Ct);
        Assert.Equal((0, null, Noon), (open!.Failures, open.LockedUntil, open.Account.LastSignInAt));
    }

    [Fact]
    public async Task A_token_is_revoked_by_its_owner_or_an_administrator_of_its_tenant_only()
    {
        await using var database = await CreateAsync();
        var tokens = new PostgresTokenStore(database.DataSource);
        await tokens.AddAsync(Token("1"), Ct);
        Assert.False(await tokens.RevokeAsync(Other, "1", owner: null, Noon, Ct));
        Assert.False(await tokens.RevokeAsync(Acme, "1", AccountName.From("bob"), Noon, Ct));
        Assert.True(await tokens.RevokeAsync(Acme, "1", Ada, Noon, Ct));
        Assert.False(await tokens.RevokeAsync(Acme, "1", owner: null, Noon, Ct));
    }

    [Fact]
    public async Task The_directory_reads_again_only_after_a_change_and_keeps_tenants_apart()
    {
        await using var database = await CreateAsync();
        var (accounts, tokens, reader) = (new PostgresAccountStore(database.DataSource), new PostgresTokenStore(database.DataSource), new PostgresAccessReader(database.DataSource));
        await accounts.AddAsync(Account(Acme), "hash", Ct);
        await tokens.AddAsync(Token("1"), Ct);
        await tokens.TouchAsync(new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["1"] = Noon }, Ct);

        using var directory = new AccessDirectory(reader, TimeProvider.System, NullLogger<AccessDirectory>.Instance);
        var now = await directory.ReadAsync(Ct);
        Assert.Equal(Account(Acme), now.Find(Acme, Ada));
        Assert.Equal("ada", Assert.Single(now.Members(Acme, "payments-leads")).Name.Value);
        Assert.Equal(Noon, now.FindToken("1")!.LastUsedAt);
        Assert.Empty(now.Accounts(Other));
        Assert.Empty(now.Tokens(Other));
        Assert.Empty(now.Members(Other, "payments-leads"));
        Assert.Null(await reader.ReadAsync(now.Number, Ct));

        await accounts.ChangeAsync(Acme, Ada, new(IsDisabled: true), Ct);
        await directory.RefreshAsync(Ct);
        Assert.Empty(directory.Now.Members(Acme, "payments-leads"));
    }

    private static Account Account(TenantId tenant) => new(
        tenant, Ada, "Ada L.", AccountSource.Oauth, ["payments-leads"], [new RoleGrant(Role.Operator, new("shop"), new("production")), new RoleGrant(Role.Auditor)], "stamp", IsDisabled: false, Noon, "test");

    private static ApiToken Token(string id) => new(id, Acme, "pipeline", "hash", [new RoleGrant(Role.Operator)], Noon, Noon.AddDays(1), "ada", Ada);

    private async Task<TestDatabase> CreateAsync() => await postgres.CreateDatabaseAsync(Ct, new AccessTables());
}
