using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>Adds to what the gateway counted what the instances of the place said of their own metrics, over the same window.</summary>
internal sealed class OwnMetricSource(GatewayMetricSource gateway, OwnMetricFeed feed, ILiveStates live) : IMetricSource
{
    public async Task<Measurement> MeasureAsync(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var measurement = await gateway.MeasureAsync(place, stable, canary, from, to, ct);
        if (measurement is not Measurement.Seen seen || await DefinedAsync(place, ct) is not { Count: > 0 } metrics)
        {
            return measurement;
        }

        if (feed.Find(place) is not { } known)
        {
            return seen with { Troubles = metrics.Select(metric => new MetricTrouble(metric.Name, TroubleKind.SourceError, "not asked yet")).ToValueList() };
        }

        var (ofStable, ofCanary) = known.Sum(stable, canary, from, seen.To);
        var (stableArm, canaryArm) = (seen.Stable is { } arm ? With(arm, ofStable) : null, With(seen.Canary, ofCanary));
        return seen with { Stable = stableArm, Canary = canaryArm, Hash = EvidenceHash.Of(stableArm, canaryArm), Troubles = known.Troubles(from, to) };
    }

    private async Task<ValueList<MetricDefinition>?> DefinedAsync(PlaceKey place, CancellationToken ct) =>
        (await live.FindServiceAsync(place.Tenant, place.Service, ct))?.State.Environment(place.Environment)?.Spec.Metrics;

    private static ArmWindow With(ArmWindow arm, ValueList<ArmMetric> metrics) => metrics.Count == 0 ? arm : arm with { Detail = arm.Detail with { Metrics = metrics } };
}
