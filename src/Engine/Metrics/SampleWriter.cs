using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics;

/// <summary>
/// Brings samples into the database, behind the sampler's back: when the database is slow or away, the oldest waiting samples are dropped,
/// and memory has them still. At the start it fills the memory from the database.
/// </summary>
internal sealed partial class SampleWriter(SampleTable samples, StratumStore strata, SampleFeed feed, TimeProvider time, ILogger<SampleWriter> logger) : BackgroundService
{
    /// <summary>Seconds of samples that may wait.</summary>
    private const int Waiting = 30;

    /// <summary>Seconds of samples without a request that may wait for company: a write a second for nothing is most of what rest would cost.</summary>
    private const int Quiet = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<IReadOnlyList<SampleTick>> _queue = Channel.CreateBounded<IReadOnlyList<SampleTick>>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private volatile SourceOutage? _outage;
    private DateTimeOffset _trimmedAt;

    /// <summary>Null while samples are stored; otherwise since when and why not.</summary>
    public SourceOutage? Outage => _outage;

    /// <summary>Never waits.</summary>
    public void Offer(IReadOnlyList<SampleTick> ticks)
    {
        if (ticks.Count > 0)
        {
            _queue.Writer.TryWrite(ticks);
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var (waiting, seconds) = (new List<SampleTick>(), 0);
            await foreach (var ticks in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                waiting.AddRange(ticks);
                if (++seconds >= Quiet || ticks.Any(tick => tick.Samples.Any(sample => sample.Requests + sample.Open > 0)))
                {
                    await WriteAsync(waiting, stoppingToken);
                    await TrimAsync(stoppingToken);
                    (waiting, seconds) = ([], 0);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the rest is in nobody's way */ }
    }

    /// <summary>What takes too long is left out: sampling must begin.</summary>
    private async Task LoadAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await foreach (var tick in samples.ReadAsync(time.GetUtcNow() - SampleTable.Kept, either.Token))
            {
                feed.Load(tick);
            }
        }
        catch (Exception ex) when (ex is NpgsqlException || StoreFailure.IsUnavailable(ex) || (ex is OperationCanceledException && !ct.IsCancellationRequested))
        {
            Log.NotLoaded(logger, ex.Message);
        }
    }

    private async Task WriteAsync(IReadOnlyList<SampleTick> ticks, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await samples.WriteAsync(ticks, either.Token);
            if (_outage is { } outage)
            {
                _outage = null;
                Log.StoredAgain(logger, outage.Since);
            }
        }
        catch (Exception ex) when (ex is NpgsqlException || StoreFailure.IsUnavailable(ex) || (ex is OperationCanceledException && !ct.IsCancellationRequested))
        {
            if (_outage is null)
            {
                Log.NotStored(logger, ex.Message);
            }

            _outage = new(_outage?.Since ?? time.GetUtcNow(), ex.Message);
        }
    }

    /// <summary>Apart from writing: what cannot be trimmed, or not in time, is no reason to say that samples are not stored.</summary>
    private async Task TrimAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_outage is not null || now - _trimmedAt <= SampleTable.TrimEvery)
        {
            return;
        }

        _trimmedAt = now;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await samples.TrimAsync(now - SampleTable.Kept, either.Token);
            await strata.TrimAsync(now, either.Token);
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            Log.NotTrimmed(logger, ex);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SamplesNotStored, LogLevel.Warning, "Samples are kept in memory only: {Why}")]
        public static partial void NotStored(ILogger logger, string why);

        [LoggerMessage(EventIds.SamplesStoredAgain, LogLevel.Information, "Samples are stored again; those since {Since} are in memory only")]
        public static partial void StoredAgain(ILogger logger, DateTimeOffset since);

        [LoggerMessage(EventIds.SamplesNotTrimmed, LogLevel.Warning, "Some of what is past its time stays for now; it is tried again in a minute")]
        public static partial void NotTrimmed(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.SamplesNotLoaded, LogLevel.Warning, "Earlier samples are missing from memory: {Why}")]
        public static partial void NotLoaded(ILogger logger, string why);
    }
}
