using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Commands;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Retention;

/// <summary>Writes down which images were fetched, whatever is kept: only those may ever be taken away.</summary>
internal sealed partial class ImageRecorder(FetchedImages fetched, CommandBus bus, TimeProvider time, ILogger<ImageRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (place, release, image) in fetched.ReadAsync(stoppingToken))
            {
                while (!await RecordAsync(() => bus.FetchImageAsync(place.Tenant, place.Service, release, image, stoppingToken), image.Image, stoppingToken))
                {
                    await Task.Delay(s_pause, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not written down stays on the engine.
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
        [LoggerMessage(LogLevel.Warning, "That the image {Image} was fetched cannot be written down now; this is tried again")]
        public static partial void Failed(ILogger logger, string image, Exception exception);
    }
}
