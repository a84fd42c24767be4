using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Sluice.Engine.Store;
using static Sluice.Engine.Tests.Store.Tea;

namespace Sluice.Engine.Tests.Store;

/// <summary>The store as the product composes it.</summary>
public sealed class StoreServicesTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_embedded_database_starts_before_and_stops_after_everything_else()
    {
        using var folder = new TempFolder();
        using (var host = HostWith(("Data:Directory", folder.Path), ("Data:PostgresPackages", PostgresPackages.Find()), ("Store:Schema", "sluice_own")))
        {
            await host.StartAsync(Ct);
            await AppendAndSeeAsync(host);
            await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from sluice_own.mt_events");
            Assert.Equal(1L, await command.ExecuteScalarAsync(Ct));
            await host.StopAsync(Ct);
        }

        Assert.False(File.Exists(Path.Combine(folder.Path, "postgres", "cluster", "postmaster.pid")));
    }

    [Fact]
    public async Task A_connection_string_is_used_instead_of_the_embedded_database()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var folder = new TempFolder();
        using var host = HostWith(("Data:Directory", folder.Path), ("ConnectionStrings:Sluice", database.ConnectionString));

        await host.StartAsync(Ct);
        await AppendAndSeeAsync(host);
        await host.StopAsync(Ct);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(1L, await database.ScalarAsync("select cups from sluice_guest"));
    }

    [Fact]
    public void Wrong_settings_are_named_with_key_and_value()
    {
        var data = new DataOptionsValidator().Validate(name: null, new() { Directory = "/etc/passwd", PostgresPackages = "/nowhere" });
        var store = new StoreOptionsValidator().Validate(name: null, new() { Schema = "My Schema" });

        Assert.Contains("Data:Directory", data.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'/etc/passwd'", data.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'/nowhere'", data.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Store:Schema", store.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'My Schema'", store.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hst=db;Password=secret", "'hst'")]
    [InlineData("no connection string, secret", "is not a connection string")]
    [InlineData("Host=db;Port=secret", "is not a connection string")]
    [InlineData("Username=me;Password=secret", "names no Host")]
    public void A_connection_string_that_cannot_be_one_is_told_without_its_secrets(string text, string expected)
    {
        using var host = HostWith(("ConnectionStrings:Sluice", text));
        var wrong = Assert.Throws<OptionsValidationException>(host.Services.GetRequiredService<IStartupValidator>().Validate);
        var failure = Assert.Single(wrong.Failures);
        Assert.StartsWith("ConnectionStrings:Sluice", failure, StringComparison.Ordinal);
        Assert.Contains(expected, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_the_server_does_not_have_is_a_reason_to_wait_and_is_told()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var host = HostWith(("ConnectionStrings:Sluice", new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "nowhere" }.ConnectionString));
        var wrong = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.Services.GetRequiredService<StoreSchema>().ApplyAsync(Ct));
        Assert.Contains("ConnectionStrings:Sluice", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("\"nowhere\" does not exist", wrong.Message, StringComparison.Ordinal);
    }

    private static IHost HostWith(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddSluiceStore(builder.Configuration);
        builder.Services.AddSingleton(Catalogue());
        builder.Services.AddSingleton<ISchemaPart, GuestBook>();
        builder.Services.AddReadModel<GuestBook, GuestRow>();
        return builder.Build();
    }

    private static async Task AppendAndSeeAsync(IHost host)
    {
        await host.Services.GetRequiredService<IEventStore>().AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        await host.Services.GetRequiredService<Subscription>().WaitForAsync(1, Ct).WaitAsync(Limit, Ct);
    }
}
