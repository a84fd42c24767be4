using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Sluice.Engine.Store;
using Sluice.Engine.Store.Embedded;

[assembly: AssemblyFixture(typeof(Sluice.Engine.Tests.Store.PostgresFixture))]

namespace Sluice.Engine.Tests.Store;

/// <summary>
/// One real server for all tests of the assembly, started when the first test asks for a database. With <c>SLUICE_TEST_POSTGRES</c> set to
/// a connection string that may create databases, that server is used instead.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private TempFolder? _folder;
    private EmbeddedPostgres? _server;
    private string? _connectionString = Environment.GetEnvironmentVariable("SLUICE_TEST_POSTGRES");
    private int _databases;

    /// <summary>A database of its own, without tables; dropped with the object.</summary>
    public async Task<TestDatabase> CreateEmptyDatabaseAsync(CancellationToken ct)
    {
        var server = await StartAsync(ct);
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(server, $"create database {name}", ct);
        return new(new NpgsqlConnectionStringBuilder(server) { Database = name, IncludeErrorDetail = true }.ConnectionString, () => ExecuteAsync(server, $"drop database {name} with (force)", CancellationToken.None));
    }

    /// <summary>A database of its own with the store's tables and those of the given parts.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(CancellationToken ct, params ISchemaPart[] parts)
    {
        var database = await CreateEmptyDatabaseAsync(ct);
        await database.Schema(parts).ApplyAsync(ct);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder?.Dispose();
        _starting.Dispose();
    }

    private async Task<string> StartAsync(CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        try
        {
            if (_connectionString is null)
            {
                var packages = PostgresPackages.Find();
                _folder = new TempFolder();
                // Nothing here outlives the tests, so nothing needs to reach the disk.
                var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["fsync"] = "off", ["full_page_writes"] = "off", ["max_prepared_transactions"] = "10" };
                _server = new(new(_folder.Path, packages, parameters), TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);
                _connectionString = await _server.StartAsync(ct);
            }

            return _connectionString;
        }
        finally
        {
            _starting.Release();
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>One database of a test.</summary>
public sealed class TestDatabase(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    public string ConnectionString { get; } = connectionString;

    public NpgsqlDataSource DataSource { get; } = StoreDataSource.Create(connectionString, "public");

    public StoreSchema Schema(params ISchemaPart[] parts) =>
        new(DataSource, [new MartenTables(), new StoreTables(), .. parts], Options.Create(new StoreOptions()));

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await drop();
    }
}
