using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Retention;

/// <summary>
/// Takes images of old releases away: looks when a deployment has ended and now and then, compares what must stay with what is there, and writes down what is gone.
/// Nothing is remembered from one look to the next, and nothing is taken away on what was known at its beginning.
/// </summary>
internal sealed partial class ImagePruner(
    LiveStates live, StateCache states, LiveFeed feed, CommandBus bus, EngineClient client, ImagesInUse inUse, IOptions<ContainerOptions> options, TimeProvider time, ILogger<ImagePruner> logger) : BackgroundService
{
    private static readonly TimeSpan s_pace = TimeSpan.FromMinutes(10);

    /// <summary>Those that are known to be gone are looked for again so often: a deployment that failed may have fetched one.</summary>
    private static readonly TimeSpan s_thorough = TimeSpan.FromHours(1);

    private readonly Wakeup _wakeup = new();
    private readonly ImageRemoval _removal = new(new(client, time), inUse);
    private readonly ImageNeeds _needs = new(states, options.Value.KeepImages);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _thoroughAt = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!client.IsSet || options.Value.KeepImages == 0)
        {
            return;
        }

        using var events = live.Subscribe(recorded =>
        {
            if (recorded.Event is ServiceEvent.PlaceFreed)
            {
                _wakeup.Set();
            }
        });
        try
        {
            await feed.Loaded.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await LookAsync(stoppingToken);
                await _wakeup.WaitUntilAsync(time.GetUtcNow() + s_pace, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What it left undone the next start does.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var (isThorough, failed) = (time.GetUtcNow() >= _thoroughAt, false);
        foreach (var (tenant, service) in live.AllServices().Where(one => MayHaveTooMany(one.Service.State)).ToList())
        {
            try
            {
                await PruneAsync(tenant, service.State, isThorough, ct);
            }
            catch (Exception ex) when (ex is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The others go on, and this one is tried again; the same trouble is told once.
                failed = true;
                if (_told.Add(ex.Message))
                {
                    Log.Failed(logger, service.State.Name, ex);
                }
            }
        }

        if (!failed)
        {
            _told.Clear();
            _thoroughAt = isThorough ? time.GetUtcNow() + s_thorough : _thoroughAt;
        }
    }

    private bool MayHaveTooMany(Service service) => service.Releases.Count > options.Value.KeepImages && ImageNeeds.HasContainers(service);

    private async Task PruneAsync(TenantId tenant, Service service, bool isThorough, CancellationToken ct)
    {
        if (!await _needs.MayHaveRemovableAsync(tenant, service, ct))
        {
            return;
        }

        foreach (var image in (await _needs.OfAsync(tenant, service.Name, ct)).Removable.Where(image => isThorough || !ServiceDecider.IsKnownGone(service, image)))
        {
            var fate = await _removal.RunAsync(image, late => _needs.StillMayAsync(tenant, service.Name, image, late), ct);
            if (fate == ImageFate.Stays)
            {
                continue;
            }

            await bus.LoseImageAsync(tenant, service.Name, image, ct);
            if (fate == ImageFate.TakenAway)
            {
                Log.Removed(logger, image.Image, service.Name, string.Join(", ", image.Releases));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ImageRemoved, LogLevel.Information, "The image {Image} of {Service} was taken away: releases {Releases} are not among those that keep theirs")]
        public static partial void Removed(ILogger logger, string image, ServiceName service, string releases);

        [LoggerMessage(EventIds.PruningFailed, LogLevel.Warning, "Images of old releases of {Service} cannot be taken away now")]
        public static partial void Failed(ILogger logger, ServiceName service, Exception exception);
    }
}
