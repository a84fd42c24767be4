using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Live;

/// <summary>Follows all events, keeps the states in memory current, and tells everyone who watches. Outlives losses of the database.</summary>
internal sealed partial class LiveFeed(
    IEventStore store, IStreamDirectory streams, StateCache cache, LiveStates live, StoreWatch watch, TimeProvider time, ILogger<LiveFeed> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _position;

    /// <summary>Completes when every service and every freeze is in memory.</summary>
    public Task Loaded => _loaded.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _position ??= await LoadAsync(stoppingToken);
                using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var appended = store.WaitForAppendAsync(look.Token);
                await CatchUpAsync(_position.Value, stoppingToken);
                watch.Reached();

                // Asks more often than it must for events: that the database is gone shows only by asking.
                await Task.WhenAny(appended, Task.Delay(s_pause, time, look.Token));
                await look.CancelAsync();
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
        foreach (var type in (string[])["freezes", "service", "applications"])
        {
            await foreach (var whole in streams.ReadAsync(type, ct))
            {
                if (whole.Events is { } events)
                {
                    cache.Load(whole.Tenant, whole.Stream, events);
                }
                else
                {
                    await ReadAsync(whole.Tenant, whole.Stream, ct);
                }
            }
        }

        _loaded.TrySetResult();
        return position;
    }

    private async Task CatchUpAsync(long position, CancellationToken ct)
    {
        while (await InTimeAsync(store.ReadAllAsync(position, BatchSize, ct), ct) is var page && page.Position > position)
        {
            // Among many who write there may never be a page without events.
            watch.Reached();
            foreach (var recorded in page.Events)
            {
                // A new service is everyone's business: its places need a controller. So is a freeze, which holds them, and a rollout, which somebody must drive.
                if (recorded.Event is ServiceEvent.ServiceDeclared or FreezeEvent or ApplicationEvent && !cache.Has(recorded.Tenant, recorded.Stream, recorded.Version))
                {
                    await ReadAsync(recorded.Tenant, recorded.Stream, ct);
                }

                cache.Include(recorded);
                live.Publish(recorded);
            }

            // What was told is not told again after an interruption.
            _position = position = page.Position;
        }
    }

    /// <summary>A database that is frozen refuses nothing and fails only after its time limit: people hear of it long before.</summary>
    private async Task<AllEventsPage> InTimeAsync(Task<AllEventsPage> reading, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var late = Task.Delay(s_patience, time, patience.Token);
        if (await Task.WhenAny(reading, late) == late && !ct.IsCancellationRequested)
        {
            var why = string.Create(CultureInfo.InvariantCulture, $"it has not answered for {s_patience.TotalSeconds} seconds");
            Log.Interrupted(logger, why);
            watch.Lost(why);
        }

        await patience.CancelAsync();
        return await reading;
    }

    /// <summary>One service that this program cannot understand must not keep the others from being looked after.</summary>
    private async Task ReadAsync(TenantId tenant, string stream, CancellationToken ct)
    {
        try
        {
            await cache.RefreshAsync(tenant, stream, ct);
        }
        catch (UnknownEventException ex)
        {
            Log.NotUnderstood(logger, stream, ex.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.FeedInterrupted, LogLevel.Warning, "The live feed waits for the database: {Reason}")]
        public static partial void Interrupted(ILogger logger, string reason);

        [LoggerMessage(EventIds.StreamNotUnderstood, LogLevel.Error, "{Stream} is left alone: {Reason}")]
        public static partial void NotUnderstood(ILogger logger, string stream, string reason);
    }
}
