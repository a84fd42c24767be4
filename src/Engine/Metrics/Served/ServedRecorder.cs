using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics.Served;

/// <summary>
/// Writes once a minute what each live release served, from the samples in memory: nothing is gathered on the way of a sample. What could not be written is tried again for as long as
/// the samples are kept, and a start finds the samples of the process before. Nobody waits for it.
/// </summary>
/// <param name="loaded">Completes when every service is in memory.</param>
internal sealed partial class ServedRecorder(ServedTable table, SampleFeed samples, LiveStates live, Task loaded, TimeProvider time, ILogger<ServedRecorder> logger) : BackgroundService
{
    /// <summary>The last sample of a minute comes a moment after it.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <summary>The first sample of a minute may begin a moment before it.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Long after the last minute that may still be written.</summary>
    private static readonly TimeSpan s_foldAfter = TimeSpan.FromHours(1);

    private DateTimeOffset? _through;
    private DateTimeOffset _tidiedAt;
    private bool _isUntidy;
    private SourceOutage? _outage;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await loaded.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(ServedMinute.Length, time);
            do
            {
                await RecordAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the next start finds the samples */ }
    }

    /// <summary>Writes every whole minute that is not written yet, and tidies up once an hour.</summary>
    internal async Task RecordAsync(CancellationToken ct)
    {
        if (await WhyNotAsync(WriteAsync, ct) is { } why)
        {
            if (_outage is null)
            {
                Log.NotStored(logger, why);
            }

            _outage ??= new(time.GetUtcNow(), why);
            return;
        }

        if (_outage is { } outage)
        {
            _outage = null;
            Log.StoredAgain(logger, outage.Since);
        }

        await TidyAsync(ct);
    }

    /// <summary>What is too old goes first, each step has a time of its own, and what it did stays done: a slow database must not make the table grow for ever.</summary>
    private async Task TidyAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now - _tidiedAt <= TimeSpan.FromHours(1))
        {
            return;
        }

        var trimmed = await WhyNotAsync(limited => table.TrimAsync(now - IServedHistory.Kept, limited), ct);
        var folded = await WhyNotAsync(limited => table.FoldAsync(now - s_foldAfter, limited), ct);
        if ((trimmed ?? folded) is not { } why)
        {
            (_tidiedAt, _isUntidy) = (now, false);
        }
        else if (!_isUntidy)
        {
            _isUntidy = true;
            Log.NotTidied(logger, why);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (oldest, last) = (Floor(now - SampleTable.Kept, ServedMinute.Length) + ServedMinute.Length, Floor(now - s_grace, ServedMinute.Length));
        for (var from = _through > oldest ? _through.Value : oldest; from < last; from += ServedMinute.Length)
        {
            await table.WriteAsync(Served(from), ct);
            _through = from + ServedMinute.Length;
        }
    }

    /// <returns>Why the database did not do it in time; null when it did.</returns>
    private async Task<string?> WhyNotAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await work(either.Token);
            return null;
        }
        catch (Exception ex) when (ex is NpgsqlException || StoreFailure.IsUnavailable(ex) || (ex is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return ex.Message;
        }
    }

    /// <summary>
    /// Who was live before the present release is not asked: the minute of a change is left out. So is one whose counts reach back much further:
    /// the first sample after a stretch without any holds all of it, and nobody knows which minute it was.
    /// </summary>
    private List<(PlaceKey, ServedMinute)> Served(DateTimeOffset from)
    {
        var minutes = new List<(PlaceKey, ServedMinute)>();
        foreach (var (tenant, service) in live.AllServices())
        {
            foreach (var environment in service.State.Environments)
            {
                var place = new PlaceKey(tenant, service.State.Name, environment.Spec.Name);
                if (environment is { Live: { } release } && environment.LiveSince <= from
                    && samples.Ring(place)?.Ended(release, from, from + ServedMinute.Length) is { Requests: > 0 } window
                    && window.Length <= ServedMinute.Length + s_overlap)
                {
                    minutes.Add((place, new(from, window)));
                }
            }
        }

        return minutes;
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan unit) => new(at.UtcTicks - (at.UtcTicks % unit.Ticks), TimeSpan.Zero);

    private static partial class Log
    {
        [LoggerMessage(EventIds.ServedNotStored, LogLevel.Warning, "What live releases served is not stored, and tried again for half an hour: {Why}")]
        public static partial void NotStored(ILogger logger, string why);

        [LoggerMessage(EventIds.ServedStoredAgain, LogLevel.Information, "What live releases served is stored again; it was not since {Since}")]
        public static partial void StoredAgain(ILogger logger, DateTimeOffset since);

        [LoggerMessage(EventIds.ServedNotTidied, LogLevel.Warning, "What live releases served days ago is not tidied up, and tried again every minute: {Why}")]
        public static partial void NotTidied(ILogger logger, string why);
    }
}
