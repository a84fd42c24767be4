using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
