using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sluice.Engine.Store.Embedded;

namespace Sluice.Engine.Tests.Store.Embedded;

/// <summary>The embedded server with its real programs, folders and signals.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(_folder.Path, "postgres", "cluster");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_keeps_data_port_and_password()
    {
        string first, second;
        await using (var server = Server())
        {
            first = await server.StartAsync(Ct);
            await ExecuteAsync(first, "create table kept (n int); insert into kept values (7)");
        }

        Assert.False(File.Exists(Path.Combine(Cluster, "postmaster.pid")));
        await using (var server = Server())
        {
            second = await server.StartAsync(Ct);
            Assert.Equal(7, await ExecuteAsync(second, "select n from kept"));
            Assert.Equal("127.0.0.1", await ExecuteAsync(second, "show listen_addresses"));
        }

        Assert.Equal(first, second);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "postgres.password")));
    }

    [Fact]
    public async Task A_server_that_is_killed_comes_back_on_the_same_port()
    {
        await using var server = Server();
        var connectionString = await server.StartAsync(Ct);
        await ExecuteAsync(connectionString, "create table kept (n int); insert into kept values (7)");

        using (var postmaster = Process.GetProcessById(PostmasterId()))
        {
            postmaster.Kill();
        }

        Assert.Equal(7, await UntilAnsweredAsync(connectionString, "select n from kept"));
    }

    [Fact]
    public async Task A_second_instance_on_the_folder_is_refused()
    {
        await using var server = Server();
        await server.StartAsync(Ct);
        await using var second = Server();

        var refusal = await Assert.ThrowsAsync<DataDirectoryInUseException>(() => second.StartAsync(Ct));

        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Data:Directory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_outlived_its_product_is_replaced()
    {
        var layout = new DataLayout(_folder.Path);
        string connectionString;
        await using (var earlier = Server())
        {
            connectionString = await earlier.StartAsync(Ct);
        }

        // What is left when the product is killed: a server, and nobody who holds the folder.
        var settings = new EmbeddedPostgresSettings(_folder.Path, PostgresPackages.Find());
        var left = new PostgresCluster(layout, PostgresBinaries.Install(layout, settings.Packages), ServerIdentity.Establish(layout), settings).Start();
        await UntilAnsweredAsync(connectionString, "select 1");

        await using (var server = Server())
        {
            Assert.Equal(connectionString, await server.StartAsync(Ct));
            await left.WaitForExitAsync(Ct).WaitAsync(Limit, Ct);
            Assert.NotEqual(left.Id, PostmasterId());
        }

        left.Dispose();
    }

    [Fact]
    public async Task A_folder_that_is_no_cluster_is_refused_with_what_to_do()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "postgres.password"), "secret", Ct);
        await using var server = Server();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => server.StartAsync(Ct));

        Assert.Contains("PG_VERSION is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_its_password_is_refused()
    {
        Directory.CreateDirectory(Cluster);
        await using var server = Server();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => server.StartAsync(Ct));

        Assert.Contains("postgres.password", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_start_says_what_its_log_says()
    {
        await using var server = new EmbeddedPostgres(
            new(_folder.Path, PostgresPackages.Find(), new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "nonsense" }),
            TimeProvider.System,
            NullLogger<EmbeddedPostgres>.Instance);

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => server.StartAsync(Ct));

        Assert.Contains("shared_buffers", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_the_unprivileged_user_cannot_enter_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root starts the server as another user.");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var server = Server();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => server.StartAsync(Ct));

        Assert.Contains($"chmod o+x {_folder.Path}", refusal.Message, StringComparison.Ordinal);
    }

    private EmbeddedPostgres Server() =>
        new(new(_folder.Path, PostgresPackages.Find()), TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);

    private int PostmasterId() =>
        int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }

    private static async Task<object?> UntilAnsweredAsync(string connectionString, string sql)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                return await ExecuteAsync(connectionString, sql);
            }
            catch (NpgsqlException) when (!limit.IsCancellationRequested)
            {
                await Task.Yield();   // refused at once while nobody listens
            }
        }
    }
}
