using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Engine.Store.Embedded;

/// <summary>
/// A PostgreSQL server of our own: loopback only, generated password, unprivileged user. It ends with us, comes back when it
/// dies, and keeps its port, so a data source made before the start stays valid.
/// </summary>
public sealed partial class EmbeddedPostgres(EmbeddedPostgresSettings settings, TimeProvider time, ILogger<EmbeddedPostgres> logger) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly DataLayout _layout = new(settings.DataDirectory);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _reserving = new();
    private InstanceLock? _lock;
    private ServerIdentity? _identity;
    private PostgresCluster? _cluster;
    private Process? _server;
    private Task _watch = Task.CompletedTask;

    /// <summary>Takes the data folder and says how the server will be reached; it need not run yet.</summary>
    /// <exception cref="DataDirectoryInUseException">Another instance has the folder.</exception>
    /// <exception cref="EmbeddedPostgresException">The folder cannot be used.</exception>
    public string Reserve(string database = "postgres")
    {
        lock (_reserving)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_layout.Log)!);
                Directory.CreateDirectory(_layout.Programs);
                _lock ??= InstanceLock.Take(_layout);
                _identity ??= ServerIdentity.Establish(_layout);
            }
            catch (Exception ex) when (ex is UnauthorizedAccessException or IOException)
            {
                throw new EmbeddedPostgresException($"The data folder {_layout.Root} cannot be used: {ex.Message} Choose another with Data:Directory.", ex);
            }

            return _identity.ConnectionString(database);
        }
    }

    /// <summary>The way to the server of another process that uses the data folder now; null when none does.</summary>
    /// <exception cref="EmbeddedPostgresException">The folder cannot be used.</exception>
    public static string? FindRunning(string dataDirectory)
    {
        var layout = new DataLayout(dataDirectory);
        try
        {
            using var free = InstanceLock.Take(layout);
            return null;
        }
        catch (DataDirectoryInUseException)
        {
            return ServerIdentity.Establish(layout).ConnectionString("postgres");
        }
        catch (Exception ex) when (ex is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgresException($"The data folder {layout.Root} cannot be used: {ex.Message}", ex);
        }
    }

    /// <summary>Starts the server; makes the cluster the first time; ends a server that an earlier process left behind.</summary>
    /// <returns>The connection string.</returns>
    /// <exception cref="DataDirectoryInUseException">Another instance has the folder.</exception>
    /// <exception cref="EmbeddedPostgresException">It does not start; the message says why.</exception>
    public async Task<string> StartAsync(CancellationToken ct)
    {
        var connectionString = Reserve();
        Directory.CreateDirectory(_layout.Postgres, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await ServerUser.GiveAsync(_layout.Postgres, ct);
        await ServerUser.RequireReachableAsync(_layout.Postgres, ct);
        _cluster = new(_layout, PostgresBinaries.Install(_layout, settings.Packages), _identity!, settings);
        await _cluster.EnsureMadeAsync(ct);
        if (_cluster.HasPostmasterFile)
        {
            var (_, output) = await _cluster.StopAsync(ct);
            Log.OrphanStopped(logger, output);
        }

        _server = await StartServerAsync(_cluster, connectionString, ct);
        Log.Started(logger, _identity!.Port, _layout.Cluster);
        _watch = Task.Run(() => WatchAsync(_cluster, connectionString, _stopping.Token), CancellationToken.None);
        return connectionString;
    }

    /// <summary>Stops the server and gives the data folder free.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _watch;
            if (_cluster is not null && _server is { HasExited: false })
            {
                await _cluster.StopAsync(ct);
                await _server.WaitForExitAsync(ct);
                Log.Stopped(logger);
            }

            _server?.Dispose();
            _lock?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task WatchAsync(PostgresCluster cluster, string connectionString, CancellationToken ct)
    {
        var pause = FirstPause;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _server!.WaitForExitAsync(ct);
                Log.Died(logger, _server.ExitCode);
                // Its children need a moment to notice; until they have gone a new server refuses to start.
                await Task.Delay(pause, time, ct);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                var died = _server;
                _server = await StartServerAsync(cluster, connectionString, ct);
                died.Dispose();
                pause = FirstPause;
                Log.Started(logger, _identity!.Port, _layout.Cluster);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* we are stopping */ }
            catch (EmbeddedPostgresException ex)
            {
                Log.RestartFailed(logger, ex);
            }
        }
    }

    private async Task<Process> StartServerAsync(PostgresCluster cluster, string connectionString, CancellationToken ct)
    {
        var server = cluster.Start();
        using var limit = new CancellationTokenSource(StartLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            while (!await AnswersAsync(connectionString, either.Token))
            {
                if (server.HasExited)
                {
                    throw new EmbeddedPostgresException($"The embedded PostgreSQL ended while starting. Its log says:{Environment.NewLine}{cluster.LastLines()}");
                }

                await Task.Delay(Poll, time, either.Token);
            }

            return server;
        }
        catch (Exception ex)
        {
            // Nothing half-started stays behind.
            if (!server.HasExited)
            {
                await cluster.StopAsync(CancellationToken.None);
            }

            server.Dispose();
            if (ex is OperationCanceledException && !ct.IsCancellationRequested)
            {
                throw new EmbeddedPostgresException($"The embedded PostgreSQL did not answer within {StartLimit}. Its log says:{Environment.NewLine}{cluster.LastLines()}");
            }

            throw;
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.CannotConnectNow)
        {
            return false;
        }
        catch (PostgresException ex)
        {
            throw new EmbeddedPostgresException($"The embedded PostgreSQL does not let us in: {ex.MessageText}", ex);
        }
        catch (NpgsqlException)
        {
            return false;   // nobody listens yet
        }
    }

    private static partial class Log
    {
        [LoggerMessage(StoreEventIds.PostgresStarted, LogLevel.Information, "Embedded PostgreSQL listens on 127.0.0.1:{Port}, data in {Directory}")]
        public static partial void Started(ILogger logger, int port, string directory);

        [LoggerMessage(StoreEventIds.PostgresStopped, LogLevel.Information, "Embedded PostgreSQL stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(StoreEventIds.PostgresDied, LogLevel.Error, "Embedded PostgreSQL ended unasked with code {Code}; starting it again")]
        public static partial void Died(ILogger logger, int code);

        [LoggerMessage(StoreEventIds.PostgresRestartFailed, LogLevel.Error, "Embedded PostgreSQL does not come back yet")]
        public static partial void RestartFailed(ILogger logger, Exception exception);

        [LoggerMessage(StoreEventIds.PostgresOrphanStopped, LogLevel.Warning, "A PostgreSQL of an earlier run was found on the data folder: {Output}")]
        public static partial void OrphanStopped(ILogger logger, string output);
    }
}
