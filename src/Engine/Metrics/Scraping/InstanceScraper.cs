using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>Asks the instances of every place that defines metrics of its own: often while something is deployed there, seldom otherwise.</summary>
internal sealed partial class InstanceScraper(OwnMetricFeed feed, LiveStates live, LiveFeed events, IPlaceStatuses statuses, ScrapeClient client, MetricSightings sightings, TimeProvider time, ILogger<InstanceScraper> logger) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_active = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<PlaceKey, DateTimeOffset> _lost = new();
    private readonly Dictionary<PlaceKey, (Task Round, DateTimeOffset NextAt)> _places = [];
    private volatile bool _isStale = true;
    private List<PlaceKey> _defined = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await events.Loaded.WaitAsync(stoppingToken);
            using var subscription = live.Subscribe(recorded => _isStale |= recorded.Event is ServiceEvent.ServiceDeclared or ServiceEvent.EnvironmentDeclared or ServiceEvent.MetricsDeclared);
            using var timer = new PeriodicTimer(s_look, time);
            do
            {
                Begin(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_places.Values.Select(place => place.Round));
        }
    }

    /// <summary>Begins a round wherever one is due and none is under way.</summary>
    private void Begin(CancellationToken ct)
    {
        if (_isStale)
        {
            _isStale = false;
            _defined = [.. live.AllServices().SelectMany(service => service.Service.State.Environments, (service, place) => (service, place)).Where(at => at.place.Spec.Metrics is { Count: > 0 })
                .Select(at => new PlaceKey(at.service.Tenant, at.service.Service.State.Name, at.place.Spec.Name))];
            feed.Keep(_defined);
        }

        var now = time.GetUtcNow();
        foreach (var place in _defined)
        {
            if (!_places.TryGetValue(place, out var known) || (known.Round.IsCompleted && (now >= known.NextAt || HasWoken(place, known.NextAt))))
            {
                var round = RoundAsync(place, ct);
                _places[place] = (round, now + (IsActive(place) ? s_active : s_idle));
            }
        }
    }

    /// <summary>A place at rest at which a deployment has begun need not wait for its turn.</summary>
    private bool HasWoken(PlaceKey place, DateTimeOffset nextAt) => nextAt - time.GetUtcNow() > s_active && IsActive(place);

    private bool IsActive(PlaceKey place) => statuses.Find(place) is { } status && (status.NextRunAt is not null || status.Instances.Select(instance => instance.Instance.Release).Distinct().Count() > 1);

    private async Task RoundAsync(PlaceKey place, CancellationToken ct)
    {
        try
        {
            await ScrapeAsync(place, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the end of all rounds */ }
        catch (StoreUnavailableException)
        {
            // Nobody knows what to ask for; the next round tries again, and meanwhile nothing is judged.
        }
        catch (Exception ex)
        {
            Log.Failed(logger, place, ex);
        }
    }

    internal async Task ScrapeAsync(PlaceKey place, CancellationToken ct)
    {
        var at = time.GetUtcNow();
        if (await AskAsync(place, ct) is not { } asked)
        {
            return;
        }

        var byMetric = asked.Answers.GroupBy(answer => answer.Metric, answer => answer.Answer, StringComparer.Ordinal)
            .ToDictionary(metric => metric.Key, IReadOnlyList<ScrapeAnswer> (metric) => [.. metric], StringComparer.Ordinal);
        var known = feed.Of(place);
        known.Define(asked.Metrics);
        known.Take(at, byMetric);
        foreach (var metric in known.Speaking())
        {
            sightings.See(place, metric, at);
        }

        Tell(place, known, at);
    }

    /// <summary>Asks all instances that matter for all metrics of the place, and keeps nothing of it but how long they took.</summary>
    /// <returns>Null where no metrics are defined.</returns>
    /// <exception cref="StoreUnavailableException">Nobody knows what to ask for.</exception>
    internal async Task<(ValueList<MetricDefinition> Metrics, IReadOnlyList<(string Metric, ScrapeAnswer Answer)> Answers)?> AskAsync(PlaceKey place, CancellationToken ct)
    {
        if (await live.FindServiceAsync(place.Tenant, place.Service, ct) is not { State: var service } || service.Environment(place.Environment) is not { Spec.Metrics: { Count: > 0 } metrics } environment)
        {
            return null;
        }

        var canary = environment.Holder is { } holder && await live.FindDeploymentAsync(place.Tenant, holder, ct) is { } active ? active.State.Spec.ToRelease : (int?)null;
        var targets = Targets(place, environment, canary);
        var (wanted, times) = (metrics.GroupBy(metric => metric.Path, StringComparer.Ordinal).ToList(), feed.Find(place)?.AskTimes);
        var answers = await Task.WhenAll(wanted.SelectMany(_ => targets, (path, target) => AskAsync(path.Key, [.. path], target, times, ct)));
        return (metrics, [.. answers.SelectMany(answer => answer)]);
    }

    /// <summary>Those of what serves and of what is to serve; one that does not answer its probe now still counts, or its numbers would vanish when they matter.</summary>
    private List<ScrapeTarget> Targets(PlaceKey place, ServiceEnvironment environment, int? canary) =>
        [.. (statuses.Find(place)?.Instances ?? [])
            .Select(status => status.Instance)
            .Where(instance => instance.State is InstanceState.Ready or InstanceState.Unready && (instance.Release == environment.Live || instance.Release == canary))
            .Select(instance => new ScrapeTarget(instance.Id, instance.Release, instance.Address, instance.StartedAt, environment.Spec.Runtime.Kind != RuntimeKind.External))];

    private async Task<IReadOnlyList<(string Metric, ScrapeAnswer Answer)>> AskAsync(string path, IReadOnlyList<MetricDefinition> metrics, ScrapeTarget target, LastTimes? times, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var (text, why) = await client.GetAsync(target.Address, path, ct);
        if (text is not null)
        {
            times?.Add(time.GetElapsedTime(began));
        }

        var names = metrics.SelectMany(MetricReading.SeriesOf).ToHashSet(StringComparer.Ordinal);
        var mistake = (string?)null;
        var exposition = text is null ? null : Exposition.Read(text, names, out mistake);
        why ??= mistake is null ? null : $"{path} of {target.Instance} cannot be read: {mistake}";
        return [.. metrics.Select(metric => (metric.Name, Of(metric)))];

        ScrapeAnswer Of(MetricDefinition metric)
        {
            var defect = (string?)null;
            var reading = exposition is null ? null : MetricReading.Of(metric, exposition, out defect);
            return new(target, reading, why, defect);
        }
    }

    private void Tell(PlaceKey place, PlaceMetrics known, DateTimeOffset at)
    {
        var lost = known.Troubles(at, at).FirstOrDefault(trouble => trouble.Kind == Domain.Analysis.TroubleKind.SourceError);
        if (lost is not null && _lost.TryAdd(place, at))
        {
            Log.Lost(logger, place, lost.Metric, lost.Why);
        }
        else if (lost is null && _lost.TryRemove(place, out var since))
        {
            Log.Back(logger, place, since);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.OwnMetricLost, LogLevel.Warning, "Of {Place}, {Metric} cannot be read: {Why}")]
        public static partial void Lost(ILogger logger, PlaceKey place, string metric, string why);

        [LoggerMessage(EventIds.OwnMetricBack, LogLevel.Information, "The metrics of {Place} can be read again; not all could since {Since}")]
        public static partial void Back(ILogger logger, PlaceKey place, DateTimeOffset since);

        [LoggerMessage(EventIds.OwnMetricFailed, LogLevel.Error, "The metrics of {Place} could not be asked for")]
        public static partial void Failed(ILogger logger, PlaceKey place, Exception exception);
    }
}
