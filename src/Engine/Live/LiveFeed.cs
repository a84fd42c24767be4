using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Live;

/// <summary>Follows all events, keeps the states in memory current, and tells everyone who watches. Outlives losses of the database.</summary>
internal sealed partial class LiveFeed(
    IEventStore store, IStreamDirectory streams, StateCache cache, LiveStates live, StoreWatch watch, TimeProvider time, ILogger<LiveFeed> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every service is in memory.</summary>
    public Task Loaded => _loaded.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? position = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                position ??= await LoadAsync(stoppingToken);
                var appended = store.WaitForAppendAsync(stoppingToken);
                position = await CatchUpAsync(position.Value, stoppingToken);
                watch.Reached();
                await appended;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex)
            {
                Log.Interrupted(logger, ex.Message);
                watch.Lost(ex.Message);
                await Task.WhenAny(Task.Delay(s_pause, time, stoppingToken));
            }
        }
    }

    /// <summary>The place in the feed is taken first, then the services are read: what is stored in between is seen twice, never missed.</summary>
    private async Task<long> LoadAsync(CancellationToken ct)
    {
        var position = await streams.FinalPositionAsync(ct);
        foreach (var (tenant, stream) in await streams.ListAsync("service", ct))
        {
            await cache.RefreshAsync(tenant, stream, ct);
        }

        _loaded.TrySetResult();
        return position;
    }

    private async Task<long> CatchUpAsync(long position, CancellationToken ct)
    {
        while (await store.ReadAllAsync(position, BatchSize, ct) is var page && page.Position > position)
        {
            foreach (var recorded in page.Events)
            {
                // A new service is everyone's business: its places need a controller.
                if (recorded.Event is ServiceEvent.ServiceDeclared)
                {
                    await cache.RefreshAsync(recorded.Tenant, recorded.Stream, ct);
                }

                cache.Include(recorded);
                live.Publish(recorded);
            }

            position = page.Position;
        }

        return position;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.FeedInterrupted, LogLevel.Warning, "The live feed waits for the database: {Reason}")]
        public static partial void Interrupted(ILogger logger, string reason);
    }
}
