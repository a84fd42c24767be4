using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>Brings the tables into being before any service starts; waits for a database that is not there yet.</summary>
internal sealed partial class StoreStartup(StoreSchema schema, NpgsqlDataSource database, TimeProvider time, ILogger<StoreStartup> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        string? said = null;
        while (true)
        {
            try
            {
                await schema.ApplyAsync(cancellationToken);
                return;
            }
            catch (StoreUnavailableException ex)
            {
                // Once, not every second: it may be a long wait.
                if (ex.Message != said)
                {
                    Log.Waiting(logger, server.Database ?? server.Username, server.Host, server.Port, said = ex.Message);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(StoreEventIds.WaitingForDatabase, LogLevel.Warning, "Waiting for the database {Database} on {Host}, port {Port}: {Reason}")]
        public static partial void Waiting(ILogger logger, string? database, string? host, int port, string reason);
    }
}
