using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Engine.Metrics;

/// <summary>When each metric of a place last had data, so that a deployment is not begun in the hope of something that never comes.</summary>
public interface IMetricSightings
{
    /// <summary>By the name of the metric; <see cref="Domain.Deployments.MissingData.Requests"/> for what the router counts. Right to about a minute.</summary>
    IReadOnlyDictionary<string, DateTimeOffset> LastSeen(PlaceKey place);
}

/// <summary>Kept in memory, and in a small table to outlive this process.</summary>
internal sealed partial class MetricSightings(NpgsqlDataSource database, ISampleFeed samples, TimeProvider time, ILogger<MetricSightings> logger) : BackgroundService, ISchemaPart, IMetricSightings
{
    private static readonly TimeSpan s_writeEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<PlaceKey, ConcurrentDictionary<string, DateTimeOffset>> _seen = new();
    private DateTimeOffset _writtenTo;

    public string Name => "metric sightings";

    public string Sql => """
        create table if not exists sluice_metric_seen (
            tenant_id text not null,
            service text not null,
            environment text not null,
            metric text not null,
            at timestamptz not null,
            constraint sluice_metric_seen_pkey primary key (tenant_id, service, environment, metric));
        """;

    public IReadOnlyDictionary<string, DateTimeOffset> LastSeen(PlaceKey place) => _seen.TryGetValue(place, out var metrics) ? metrics : new Dictionary<string, DateTimeOffset>();

    public void See(PlaceKey place, string metric, DateTimeOffset at) =>
        _seen.GetOrAdd(place, _ => new(StringComparer.Ordinal)).AddOrUpdate(metric, at, (_, before) => at > before ? at : before);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = samples.Subscribe(See);
        using var timer = new PeriodicTimer(s_writeEvery, time);
        try
        {
            do
            {
                await ExchangeAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* a minute less is known next time */ }
    }

    private void See(SampleTick tick)
    {
        if (tick.Samples.Any(sample => sample.Requests > 0))
        {
            See(tick.Place, Domain.Deployments.MissingData.Requests, tick.At);
        }
    }

    /// <summary>Writes what is new; the first time it also reads what was known.</summary>
    internal async Task ExchangeAsync(CancellationToken ct)
    {
        try
        {
            var now = time.GetUtcNow();
            if (_writtenTo == default)
            {
                await ReadAsync(ct);
            }

            await WriteAsync([.. _seen.SelectMany(place => place.Value, (place, metric) => (place.Key, metric.Key, metric.Value)).Where(seen => seen.Value > _writtenTo)], ct);
            _writtenTo = now;
        }
        catch (Exception ex) when (ex is NpgsqlException || StoreFailure.IsUnavailable(ex))
        {
            Log.NotExchanged(logger, ex.Message);
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select tenant_id, service, environment, metric, at from sluice_metric_seen");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            See(
                new PlaceKey(new TenantId(reader.GetString(0)), ServiceName.From(reader.GetString(1)), EnvironmentName.From(reader.GetString(2))),
                reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4));
        }
    }

    private async Task WriteAsync(IReadOnlyList<(PlaceKey Place, string Metric, DateTimeOffset At)> seen, CancellationToken ct)
    {
        if (seen.Count == 0)
        {
            return;
        }

        await using var command = database.CreateCommand(
            """
            insert into sluice_metric_seen as had (tenant_id, service, environment, metric, at) select * from unnest($1, $2, $3, $4, $5)
            on conflict (tenant_id, service, environment, metric) do update set at = greatest(had.at, excluded.at)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. seen.Select(one => one.Place.Tenant.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. seen.Select(one => one.Place.Service.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. seen.Select(one => one.Place.Environment.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. seen.Select(one => one.Metric)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. seen.Select(one => one.At.ToUniversalTime())] });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SightingsNotStored, LogLevel.Warning, "When metrics last had data is kept in memory only: {Why}")]
        public static partial void NotExchanged(ILogger logger, string why);
    }
}
