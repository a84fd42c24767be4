using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Commands;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Retention;

/// <summary>Writes down which images were fetched, whatever is kept: only those may ever be taken away. And what a release's tag stood for: all of its instances run that.</summary>
internal sealed partial class ImageRecorder(FetchedImages fetched, CommandBus bus, TimeProvider time, ILogger<ImageRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                FollowAsync(fetched.ReadAsync(stoppingToken), one => bus.FetchImageAsync(one.Place.Tenant, one.Place.Service, one.Release, one.Image, stoppingToken), one => one.Image.Image, stoppingToken),
                FollowAsync(fetched.ReadResolvedAsync(stoppingToken), one => bus.ResolveImageAsync(one.Place.Tenant, one.Place.Service, one.Release, one.Image, stoppingToken), one => one.Image.Id, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not written down stays on the engine.
        }
    }

    private async Task FollowAsync<T>(IAsyncEnumerable<T> told, Func<T, Task> record, Func<T, string> imageOf, CancellationToken ct)
    {
        await foreach (var one in told)
        {
            while (!await RecordAsync(() => record(one), imageOf(one), ct))
            {
                await Task.Delay(s_pause, time, ct);
            }
        }
    }

    private async Task<bool> RecordAsync(Func<Task> record, string image, CancellationToken ct)
    {
        try
        {
            await record();
            return true;
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Log.Failed(logger, image, ex);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What was learned about the image {Image} cannot be written down now; this is tried again")]
        public static partial void Failed(ILogger logger, string image, Exception exception);
    }
}
