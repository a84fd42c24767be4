using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;
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
            await Task.WhenAll(FetchedAsync(stoppingToken), ResolvedAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not written down stays on the engine.
        }
    }

    private async Task FetchedAsync(CancellationToken ct)
    {
        await foreach (var one in fetched.ReadAsync(ct))
        {
            if (await TryAsync(() => bus.FetchImageAsync(one.Place.Tenant, one.Place.Service, one.Release, one.Image, ct), one.Image.Image, ct) == Attempt.Later)
            {
                fetched.Add(one.Place, one.Release, one.Image);
                await Task.Delay(s_pause, time, ct);
            }
        }
    }

    private async Task ResolvedAsync(CancellationToken ct)
    {
        await foreach (var one in fetched.ReadResolvedAsync(ct))
        {
            var attempt = await TryAsync(() => bus.ResolveImageAsync(one.Place.Tenant, one.Place.Service, one.Release, one.Image, ct), one.Image.Id, ct);
            if (attempt != Attempt.Done)
            {
                fetched.Forget(one.Place, one.Release);
            }

            if (attempt == Attempt.Later)
            {
                fetched.AddResolved(one.Place, one.Release, one.Image);
                await Task.Delay(s_pause, time, ct);
            }
        }
    }

    /// <summary>One service must not keep the others waiting: what failed goes behind them, and what no repetition helps is given up.</summary>
    private async Task<Attempt> TryAsync(Func<Task> record, string image, CancellationToken ct)
    {
        try
        {
            await record();
            return Attempt.Done;
        }
        catch (UnknownEventException ex)
        {
            Log.GivenUp(logger, image, ex.Message);
            return Attempt.Never;
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Log.Failed(logger, image, ex);
            return Attempt.Later;
        }
    }

    private enum Attempt
    {
        Done,
        Later,
        Never,
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What was learned about the image {Image} cannot be written down now; this is tried again")]
        public static partial void Failed(ILogger logger, string image, Exception exception);

        [LoggerMessage(LogLevel.Warning, "What was learned about the image {Image} is not written down: {Why}")]
        public static partial void GivenUp(ILogger logger, string image, string why);
    }
}
