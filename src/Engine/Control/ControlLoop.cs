using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
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

    // An event is about one service of perhaps ten thousand.
    private readonly ConcurrentDictionary<(TenantId Tenant, ServiceName Service), ImmutableArray<Wakeup>> _services = new();
    private readonly ConcurrentBag<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = live.Subscribe(recorded => Wake(recorded, stoppingToken));
        try
        {
            await feed.Loaded.WaitAsync(stoppingToken);
            foreach (var (tenant, service) in live.AllServices())
            {
                Watch(tenant, service.State, stoppingToken);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Each controller finishes the call it is in; what it leaves undone the next start does.
            await Task.WhenAll(_running);
        }
    }

    private void Wake(Recorded recorded, CancellationToken ct)
    {
        if (recorded.Event is FreezeEvent)
        {
            foreach (var (place, wakeup) in _places.Where(pair => pair.Key.Tenant == recorded.Tenant))
            {
                wakeup.Set();
            }

            return;
        }

        if ((ServiceName.OfStream(recorded.Stream) ?? DeploymentId.OfStream(recorded.Stream)?.Service) is not { } name)
        {
            return;
        }

        if (recorded.Event is ServiceEvent.ServiceDeclared or ServiceEvent.EnvironmentDeclared && live.Known(recorded.Tenant, name) is { } service)
        {
            Watch(recorded.Tenant, service, ct);
        }

        foreach (var wakeup in _services.GetValueOrDefault((recorded.Tenant, name), []))
        {
            wakeup.Set();
        }
    }

    private void Watch(TenantId tenant, Service service, CancellationToken ct)
    {
        foreach (var environment in service.Environments)
        {
            var (place, wakeup) = (new PlaceKey(tenant, service.Name, environment.Spec.Name), new Wakeup());
            if (_places.TryAdd(place, wakeup))
            {
                _services.AddOrUpdate((tenant, service.Name), [wakeup], (_, others) => others.Add(wakeup));
                _running.Add(Task.Run(() => FollowAsync(place, wakeup, ct), ct));
            }
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
