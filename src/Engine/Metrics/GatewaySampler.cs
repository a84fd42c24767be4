using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Engine.Metrics;

/// <summary>Reads the gateway's counters once a second and hands on what happened in between.</summary>
internal sealed partial class GatewaySampler(GatewayClient gateway, SampleFeed feed, SampleWriter writer, TimeProvider time, ILogger<GatewaySampler> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CounterDeltas _deltas = new(logger);
    private readonly long _start = time.GetTimestamp();
    private DateTimeOffset _trimmedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SampleAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task SampleAsync(CancellationToken ct)
    {
        // Taken before asking: a sample then holds nothing that happened before its interval, so windows never reach back too far.
        var (at, uptime) = (time.GetUtcNow(), time.GetElapsedTime(_start));
        try
        {
            var status = await gateway.StatusAsync(ct);
            feed.AskTimes.Add(time.GetElapsedTime(_start) - uptime);
            var ticks = _deltas.Read(status, at, uptime);
            if (feed.Outage is { } outage)
            {
                Log.Back(logger, outage.Since);
            }

            feed.Publish(ticks, at);
            writer.Offer(ticks);
        }
        catch (RouterException ex)
        {
            if (feed.Outage is null)
            {
                Log.Lost(logger, ex.Message);
            }

            feed.Lost(at, ex.Message);
        }

        if (at - _trimmedAt > SampleTable.TrimEvery)
        {
            _trimmedAt = at;
            feed.Trim(at - SampleTable.Kept);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SourceLost, LogLevel.Warning, "No samples any more: {Why}")]
        public static partial void Lost(ILogger logger, string why);

        [LoggerMessage(EventIds.SourceBack, LogLevel.Information, "Samples come again; there were none since {Since}")]
        public static partial void Back(ILogger logger, DateTimeOffset since);
    }
}
