using Sluice.Domain.Analysis;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics;

/// <summary>Answers what the arms of a place did in a window of time. An outage is <see cref="Measurement.Unavailable"/>, never a number and never an exception.</summary>
public interface IMetricSource
{
    /// <param name="stable">Null when there is no stable arm to compare with.</param>
    /// <param name="from">Start of the window, inclusive; the source may begin later, never earlier.</param>
    Task<Measurement> MeasureAsync(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to, CancellationToken ct);
}

/// <summary>What one release did in about one second. Counts are of this second alone.</summary>
/// <param name="At">End of the interval, UTC.</param>
/// <param name="Length">Usually one second; longer after a gap.</param>
/// <param name="Errors">Never more than the requests.</param>
/// <param name="Latency">Per bucket of <see cref="LatencyBounds"/>; empty when there were no requests.</param>
public sealed record Sample(DateTimeOffset At, TimeSpan Length, int Release, long Requests, long Errors, long ClientErrors, long Open, ReadOnlyMemory<long> Latency)
{
    public ArmDetail Detail { get; init; } = ArmDetail.None;
}

/// <summary>The samples of all releases of a place at one instant.</summary>
public sealed record SampleTick(PlaceKey Place, DateTimeOffset At, IReadOnlyList<Sample> Samples);

/// <summary>The samples of the last 30 minutes, kept in memory and in the database, and each new one as it comes.</summary>
public interface ISampleFeed
{
    /// <summary>Samples of a place after an instant, oldest first.</summary>
    IReadOnlyList<SampleTick> Since(PlaceKey place, DateTimeOffset after);

    /// <summary>Requests of a place after an instant, per release: asked for every second, and cheaper than the samples.</summary>
    IReadOnlyDictionary<int, long> RequestsSince(PlaceKey place, DateTimeOffset after) =>
        Since(place, after).SelectMany(tick => tick.Samples).GroupBy(sample => sample.Release, sample => sample.Requests).ToDictionary(release => release.Key, release => release.Sum());

    /// <summary>Memory that the samples take.</summary>
    long Bytes => 0;

    /// <summary>Called for every tick, on the sampler's own task: hand over and return at once. Dispose to stop.</summary>
    IDisposable Subscribe(Action<SampleTick> handler);

    /// <summary>Null while the source answers; otherwise since when and why it does not.</summary>
    SourceOutage? Outage { get; }
}

public sealed record SourceOutage(DateTimeOffset Since, string Why);
