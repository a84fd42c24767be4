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

    /// <summary>Why nothing can be told of a place at an instant, in a sentence; null when it can.</summary>
    public string? TroubleAt(PlaceKey place, DateTimeOffset at) =>
        feed.Outage is { } outage ? $"The gateway cannot be asked since {outage.Since:u}: {outage.Why}"
        : feed.LastTickAt is not { } last ? "The gateway was not asked yet."
        : at - last > OldestNews ? $"The gateway was last asked at {last:u}."
        : feed.Ring(place)?.Newest is { } newest && at - newest > OldestNews ? $"The gateway has no usable counters for {place} since {newest:u}."
        : null;

    private Measurement Measure(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to)
    {
        if (TroubleAt(place, to) is { } trouble)
        {
            return new Measurement.Unavailable(trouble);
        }

        // Where it answers and does not know the place nobody was served, which is no data and not an outage.
        return Seen(feed.Ring(place) is { } ring ? ring.Sum(stable, canary, from, to) : new(from, from, ArmWindow.Empty, ArmWindow.Empty), stable);
    }

    private static Measurement.Seen Seen(WindowSums sums, int? stable)
    {
        var stableWindow = stable is null ? null : sums.Stable;
        return new(sums.From, sums.To, stableWindow, sums.Canary, EvidenceHash.Of(stableWindow, sums.Canary));
    }
}
