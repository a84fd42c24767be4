using Sluice.Domain.Analysis;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics;

/// <summary>Answers from the samples of the built-in gateway.</summary>
internal sealed class GatewayMetricSource(SampleFeed feed) : IMetricSource
{
    /// <summary>Samples come once a second; five missing ones are an outage.</summary>
    private static readonly TimeSpan OldestNews = TimeSpan.FromSeconds(5);

    public Task<Measurement> MeasureAsync(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        Task.FromResult(Measure(place, stable, canary, from, to));

    private Measurement Measure(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to)
    {
        if (feed.Outage is { } outage)
        {
            return new Measurement.Unavailable($"The gateway cannot be asked since {outage.Since:u}: {outage.Why}");
        }

        if (feed.LastTickAt is not { } last || to - last > OldestNews)
        {
            return new Measurement.Unavailable(feed.LastTickAt is { } old ? $"The gateway was last asked at {old:u}." : "The gateway was not asked yet.");
        }

        if (feed.Ring(place) is not { } ring)
        {
            // It answers, and does not know the place: nobody was served, which is no data and not an outage.
            return Seen(new(from, from, ArmWindow.Empty, ArmWindow.Empty), stable);
        }

        if (ring.Newest is { } newest && to - newest > OldestNews)
        {
            return new Measurement.Unavailable($"The gateway has no usable counters for {place} since {newest:u}.");
        }

        return Seen(ring.Sum(stable, canary, from, to), stable);
    }

    private static Measurement.Seen Seen(WindowSums sums, int? stable)
    {
        var stableWindow = stable is null ? null : sums.Stable;
        return new(sums.From, sums.To, stableWindow, sums.Canary, EvidenceHash.Of(stableWindow, sums.Canary));
    }
}
