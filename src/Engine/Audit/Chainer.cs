using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>Links new events and entries in the background: off the path of appends, a little late, never skipping one.</summary>
internal sealed partial class Chainer(ChainWriter writer, AuditTrail trail, IEventStore store, TimeProvider time, ILogger<Chainer> logger) : BackgroundService
{
    /// <summary>What comes in quick succession is linked in one transaction.</summary>
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = s_firstPause;
        var healthy = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var turn = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var next = Task.WhenAny(store.WaitForAppendAsync(turn.Token), trail.NextAsync());
                while (await writer.LinkNextAsync(stoppingToken))
                {
                    // Until everything is linked.
                }

                if (!healthy)
                {
                    Log.Resumed(logger);
                }

                (pause, healthy) = (s_firstPause, true);
                if (!writer.HeldUp)
                {
                    await next.WaitAsync(stoppingToken);
                }

                await turn.CancelAsync();
                await Task.Delay(s_gather, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex)
            {
                if (ex is StoreUnavailableException || StoreFailure.IsUnavailable(ex))
                {
                    Log.Interrupted(logger, ex.Message);
                }
                else
                {
                    Log.Failed(logger, ex);
                }

                healthy = false;
                await Task.WhenAny(Task.Delay(pause, time, stoppingToken));
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ChainInterrupted, LogLevel.Warning, "The audit chain waits for the database: {Reason}")]
        public static partial void Interrupted(ILogger logger, string reason);

        [LoggerMessage(EventIds.ChainFailed, LogLevel.Error, "The audit chain cannot go on and tries again")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.ChainResumed, LogLevel.Information, "The audit chain goes on")]
        public static partial void Resumed(ILogger logger);
    }
}
