using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;

namespace Sluice.Engine.Control;

/// <summary>What stable did before the canary had traffic: where the first estimates come from, and what is known of how its instances differ.</summary>
internal sealed class StableBefore(IMetricSource metrics, PlaceKey place, int? stable, int canary)
{
    /// <summary>Twice as many as the promises were simulated with, when intervals last ten seconds.</summary>
    private const int MostStretches = 120;

    /// <summary>Samples take about a second, rarely exactly.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(500);

    /// <summary>How far back stable is asked how it usually does.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromMinutes(30);

    /// <returns>Null when there is no stable arm or it cannot be measured.</returns>
    public async Task<ArmWindow?> SeenAsync(DateTimeOffset until, TimeSpan interval, CancellationToken ct) =>
        await MeasureAsync(until - Reach, until, ct) is { Stable: { } seen }
            ? seen with { Detail = new() { Stretches = seen.Detail.Replicas.Count > 0 ? await StretchesAsync(until, interval, ct) : [] } }
            : null;

    private async Task<ValueList<ValueList<InstanceCounts>>> StretchesAsync(DateTimeOffset until, TimeSpan interval, CancellationToken ct)
    {
        var stretches = new List<ValueList<InstanceCounts>>();
        var from = until - (interval * MostStretches < Reach ? interval * MostStretches : Reach);
        while (from < until)
        {
            var end = from + interval + s_slack;
            var seen = await MeasureAsync(from, end < until ? end : until, ct);
            if (seen?.Stable is { Detail.Replicas: { Count: > 0 } replicas })
            {
                stretches.Add(replicas);
            }

            // The next one begins where the counts of this one end, so that no sample is lost between two; where there are none, a sample may begin soon.
            from = seen is not null && seen.To > from ? seen.To : from + s_slack;
        }

        return stretches.ToValueList();
    }

    private async Task<Measurement.Seen?> MeasureAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await metrics.MeasureAsync(place, stable, canary, from, to, ct) as Measurement.Seen;
}
