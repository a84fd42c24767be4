using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Control;

/// <summary>One controller per service and environment, also for idle ones: what runs must go on running.</summary>
internal sealed partial class ControlLoop(
    LiveStates live, LiveFeed feed, ControlParts parts, TickLateness lateness, TimeProvider time, ILoggerFactory loggers, ILogger<ControlLoop> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<PlaceKey, Wakeup> _places = new();
    private readonly ConcurrentBag<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = live.Subscribe(recorded => Wake(recorded, stoppingToken));
        try
        {
            await feed.Loaded.WaitAsync(stoppingToken);
            Discover(stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Each controller finishes the call it is in; what it leaves undone the next start does.
            await Task.WhenAll(_running);
        }
    }

    private void Discover(CancellationToken ct)
    {
        foreach (var (tenant, service) in live.AllServices())
        {
            foreach (var environment in service.State.Environments)
            {
                Watch(new(tenant, service.State.Name, environment.Spec.Name), ct);
            }
        }
    }

    private void Wake(Recorded recorded, CancellationToken ct)
    {
        if (recorded.Event is ServiceEvent.ServiceDeclared or ServiceEvent.EnvironmentDeclared)
        {
            Discover(ct);
        }

        // The event of a deployment names neither service nor environment, but its id begins with the service.
        var service = recorded.Event is ServiceEvent ? recorded.Stream["service-".Length..] : DeploymentId.OfStream(recorded.Stream)?.Value;
        foreach (var (place, wakeup) in _places)
        {
            if (place.Tenant == recorded.Tenant && (recorded.Event is FreezeEvent || service?.StartsWith(place.Service.Value, StringComparison.Ordinal) == true))
            {
                wakeup.Set();
            }
        }
    }

    private void Watch(PlaceKey place, CancellationToken ct)
    {
        var wakeup = new Wakeup();
        if (_places.TryAdd(place, wakeup))
        {
            _running.Add(Task.Run(() => FollowAsync(place, wakeup, ct), ct));
        }
    }

    private async Task FollowAsync(PlaceKey place, Wakeup wakeup, CancellationToken ct)
    {
        var controller = new PlaceController(place, parts, loggers.CreateLogger<PlaceController>());
        var failure = (string?)null;
        while (!ct.IsCancellationRequested)
        {
            DateTimeOffset next;
            try
            {
                next = await controller.LookAsync(ct);
                if (failure is not null)
                {
                    Log.Healed(logger, place);
                    failure = null;
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException ex)
            {
                // Expected while the database is away: nothing is decided, traffic stays.
                next = time.GetUtcNow() + Pace.AfterFailure;
                if (failure is null)
                {
                    Log.Held(logger, place, ex.Message);
                }

                failure = ex.Message;
            }
            catch (Exception ex)
            {
                next = time.GetUtcNow() + Pace.AfterFailure;
                if (failure != ex.Message)
                {
                    Log.Failed(logger, place, ex);
                }

                failure = ex.Message;
            }

            if (await wakeup.WaitUntilAsync(next, time, ct) is { } late)
            {
                lateness.Add(late);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ControllerFailed, LogLevel.Error, "The controller of {Place} failed and tries again")]
        public static partial void Failed(ILogger logger, PlaceKey place, Exception exception);

        [LoggerMessage(EventIds.ControllerHeld, LogLevel.Warning, "{Place} holds: {Why}")]
        public static partial void Held(ILogger logger, PlaceKey place, string why);

        [LoggerMessage(EventIds.ControllerHealed, LogLevel.Information, "The controller of {Place} goes on")]
        public static partial void Healed(ILogger logger, PlaceKey place);
    }
}
