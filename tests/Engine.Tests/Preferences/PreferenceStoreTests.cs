using Sluice.Domain;
using Sluice.Engine.Preferences;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Preferences;

public sealed class PreferenceStoreTests(PostgresFixture postgres)
{
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Other = new("other");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_choice_is_kept_replaced_and_forgotten_for_one_person_of_one_tenant()
    {
        await using var database = await postgres.CreateDatabaseAsync(Ct, new PreferenceTable());
        var store = new PostgresPreferenceStore(database.DataSource);
        await store.WriteAsync(Acme, "account:ada", "views", "first", Ct);
        await store.WriteAsync(Acme, "account:bob", "views", "his", Ct);
        await store.WriteAsync(Acme, "account:ada", "views", "second", Ct);
        Assert.Equal("second", await store.ReadAsync(Acme, "account:ada", "views", Ct));
        Assert.Null(await store.ReadAsync(Other, "account:ada", "views", Ct));
        Assert.Null(await store.ReadAsync(Acme, "account:ada", "zone", Ct));

        await store.WriteAsync(Acme, "account:ada", "views", text: null, Ct);
        Assert.Null(await store.ReadAsync(Acme, "account:ada", "views", Ct));
        Assert.Equal("his", await store.ReadAsync(Acme, "account:bob", "views", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(Acme, "account:ada", "views", new string('x', Preference.Longest + 1), Ct));
    }
}
