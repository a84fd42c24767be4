using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics.Scraping;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Engine.Metrics.Sources;

/// <inheritdoc cref="IMetricSources"/>
internal sealed class MetricSources(SampleFeed feed, GatewayMetricSource counts, GatewayClient gateway, OwnMetricFeed own, InstanceScraper scraper, ILiveStates live, TimeProvider time) : IMetricSources
{
    /// <summary>Instances are asked every ten seconds at least.</summary>
    private static readonly TimeSpan s_oldestNews = TimeSpan.FromSeconds(30);

    private const double Most = 0.95;

    public IReadOnlyList<SourceStatus> All(TenantId tenant)
    {
        var (now, within) = (time.GetUtcNow(), feed.AskTimes.Quantile(Most));
        return [.. live.Services(tenant).SelectMany(service => service.State.Environments, (service, environment) => (Place: new PlaceKey(tenant, service.State.Name, environment.Spec.Name), environment.Spec.Metrics))
            .SelectMany(at => at.Metrics is { Count: > 0 } ? (SourceStatus[])[CountsOf(at.Place, now, within), OwnOf(at.Place, now)] : [CountsOf(at.Place, now, within)])];
    }

    public async Task<SourceAnswer> AskAsync(SourceKey source, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        try
        {
            return source.Kind == SourceKind.Counts ? await AskGatewayAsync(source.Place, began, ct) : await AskInstancesAsync(source.Place, began, ct);
        }
        catch (Exception ex) when (ex is RouterException or StoreUnavailableException)
        {
            return new SourceAnswer.Failed(time.GetElapsedTime(began), ex.Message);
        }
    }

    private SourceStatus CountsOf(PlaceKey place, DateTimeOffset now, TimeSpan? within)
    {
        var trouble = counts.TroubleAt(place, now);
        var state = trouble is null ? SourceState.Well : feed.LastTickAt is null && feed.Outage is null ? SourceState.Waiting : SourceState.Ill;
        return new(new(SourceKind.Counts, place), state, feed.Ring(place)?.Newest ?? feed.LastTickAt, state == SourceState.Ill ? trouble : null, within);
    }

    private SourceStatus OwnOf(PlaceKey place, DateTimeOffset now)
    {
        var (key, known) = (new SourceKey(SourceKind.OwnMetrics, place), own.Find(place));
        if (known?.LastAskedAt is null)
        {
            return new(key, SourceState.Waiting, LastGood: null, Error: null, Within: null);
        }

        var (good, trouble) = (known.LastGoodAt, known.Troubles(now - s_oldestNews, now) is [var first, ..] ? first : null);
        var state = trouble is not null ? SourceState.Ill : good is null || now - good > s_oldestNews ? SourceState.Waiting : SourceState.Well;
        return new(key, state, good, trouble is null ? null : $"{trouble.Metric}: {trouble.Why}", known.AskTimes.Quantile(Most));
    }

    private async Task<SourceAnswer> AskGatewayAsync(PlaceKey place, long began, CancellationToken ct)
    {
        var status = await gateway.StatusAsync(ct);
        var mine = status.Counters.Where(counters => counters.Route == place.ToString());
        return new SourceAnswer.Counted(time.GetElapsedTime(began), mine.Select(counters => new ReleaseCount(counters.Release, counters.Requests, counters.Errors, counters.Open)).ToValueList());
    }

    private async Task<SourceAnswer> AskInstancesAsync(PlaceKey place, long began, CancellationToken ct)
    {
        var asked = await scraper.AskAsync(place, ct);
        var told = asked?.Answers.Select(answer => new ToldMetric(answer.Answer.Target.Instance, answer.Metric, answer.Answer.Reading, answer.Answer.Lost ?? answer.Answer.Defect));
        return new SourceAnswer.Told(time.GetElapsedTime(began), (told ?? []).ToValueList());
    }
}
