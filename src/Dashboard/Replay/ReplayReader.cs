using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay;

/// <summary>Reads what was recorded of a deployment, window by window, unknown kinds included.</summary>
internal sealed class ReplayReader(IEventStore store, EventCatalogue catalogue, IStratumStore strata)
{
    public const int Window = 2_000;
    private const int Many = 200;

    /// <summary>What carries an earlier instant may have been stored a little later.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10);

    /// <summary>Reads the next window of the deployment's events.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was added.</exception>
    public async Task<bool> ReadMoreAsync(ReplayRecord record, CancellationToken ct)
    {
        var raw = await store.ReadRawAsync(record.Tenant, record.Id.Stream, record.History.LastVersion, Window, ct);
        foreach (var one in Understood<DeploymentEvent>(record, raw))
        {
            record.History.Append(one);
        }

        return raw.Count == Window;
    }

    /// <summary>The service's own history and the measured intervals.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now.</exception>
    public async Task ReadAroundAsync(ReplayRecord record, ServiceName service, CancellationToken ct)
    {
        await ReadServiceAsync(record, service, ct);
        await ReadIntervalsAsync(record, ct);
    }

    /// <summary>The service's own history, without which no state can be shown.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    public async Task ReadServiceAsync(ReplayRecord record, ServiceName service, CancellationToken ct)
    {
        while (true)
        {
            var raw = await store.ReadRawAsync(record.Tenant, service.Stream, record.Services.LastVersion, Window, ct);
            foreach (var one in Understood<ServiceEvent>(record, raw))
            {
                record.Services.Append(one);
            }

            if (raw.Count < Window)
            {
                break;
            }
        }
    }

    /// <summary>The measured intervals, and the hours that are left of those past their time.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now.</exception>
    public async Task ReadIntervalsAsync(ReplayRecord record, CancellationToken ct)
    {
        record.Intervals = Intervals.From(await strata.ReadAsync(record.Tenant, record.Id, ct));
        record.Hours = Intervals.From(await strata.ReadHoursAsync(record.Tenant, record.Id, ct));
    }

    /// <summary>The intervals of which anything was stored since, and what followed them; the others stay as they are.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now.</exception>
    public async Task ReadNewIntervalsAsync(ReplayRecord record, CancellationToken ct)
    {
        if (record.Intervals is not { Count: > 0 } known)
        {
            await ReadIntervalsAsync(record, ct);
            return;
        }

        var since = known.Max(interval => interval.RecordedAt ?? interval.To) - s_overlap;
        if (Intervals.From(await strata.ReadSinceAsync(record.Tenant, record.Id, since, ct)) is [var first, ..] read)
        {
            record.Intervals = [.. known.TakeWhile(interval => interval.From < first.From), .. read];
        }
    }

    /// <summary>Everything at once.</summary>
    /// <param name="redaction">Taken out of every payload before it is understood, so that no form of the record can show it; null for all as it is.</param>
    /// <returns>Null when there is no such deployment.</returns>
    public async Task<ReplayRecord?> ReadAllAsync(TenantId tenant, DeploymentId id, CancellationToken ct, Func<string, string>? redaction = null)
    {
        var record = new ReplayRecord(tenant, id) { Redaction = redaction };
        while (await ReadMoreAsync(record, ct))
        {
        }

        if (record.History.Events.Count == 0)
        {
            return null;
        }

        if (record.History.Last is { } last)
        {
            await ReadAroundAsync(record, last.Spec.Service, ct);
        }

        return record;
    }

    /// <summary>The payload of one event as stored, without secrets; null when it is not there.</summary>
    public async Task<string?> PayloadAsync(ReplayRecord record, long version, CancellationToken ct) =>
        await store.ReadRawAsync(record.Tenant, record.Id.Stream, version - 1, limit: 1, ct) is [{ } raw] && raw.Version == version ? Masking.Of(raw.Data) : null;

    /// <summary>Understanding them takes longer than anything else about a long record, and they do not depend on each other.</summary>
    private IEnumerable<HistoryEvent<T>> Understood<T>(ReplayRecord record, IReadOnlyList<RawEvent> raw)
        where T : DomainEvent => raw.Count < Many
            ? raw.Select(one => Of<T>(record.Change(one)))
            : raw.AsParallel().AsOrdered().Select(one => Of<T>(record.Change(one)));

    private HistoryEvent<T> Of<T>(RawEvent raw)
        where T : DomainEvent
    {
        var read = catalogue.TryRead(raw.Type, raw.Data, out var problem);
        return new(raw.Version, raw.At, raw.Type, read as T, read is T ? null : problem ?? raw.Type);
    }
}
