using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Asks the engine every two seconds whether it is there, so that its loss shows also while nothing is deployed.</summary>
internal sealed partial class EngineWatcher(EngineClient client, TimeProvider time, ILogger<EngineWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!client.IsSet)
        {
            return;
        }

        using var timer = new PeriodicTimer(s_every, time);
        var problem = (string?)null;
        try
        {
            do
            {
                var before = problem;
                problem = await AskAsync(stoppingToken);
                if (problem is not null && before is null)
                {
                    Log.Lost(logger, problem);
                }
                else if (problem is null && before is not null)
                {
                    Log.Back(logger);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The product stops.
        }
    }

    private async Task<string?> AskAsync(CancellationToken ct)
    {
        try
        {
            await client.PingAsync(ct);
            return null;
        }
        catch (Exception ex) when (ex is RuntimeException or EngineException)
        {
            return ex.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ContainersLost, LogLevel.Warning, "{Problem} Containers go on serving")]
        public static partial void Lost(ILogger logger, string problem);

        [LoggerMessage(EventIds.ContainersBack, LogLevel.Information, "The container engine answers again")]
        public static partial void Back(ILogger logger);
    }
}
