using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics;

/// <summary>The samples in memory, and whoever wants each new one.</summary>
internal sealed partial class SampleFeed(ILogger<SampleFeed> logger) : ISampleFeed
{
    private readonly ConcurrentDictionary<PlaceKey, SampleRing> _rings = new();
    private readonly Lock _subscribing = new();

    // Copied on change: publishing is frequent and takes no lock.
    private volatile Action<SampleTick>[] _handlers = [];
    private volatile SourceOutage? _outage;
    private long _lastTick = -1;

    public SourceOutage? Outage => _outage;

    /// <summary>When the source was last asked with success; null before that.</summary>
    public DateTimeOffset? LastTickAt => Interlocked.Read(ref _lastTick) is var ticks and >= 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>How long the source took to answer, the last few minutes.</summary>
    public LastTimes AskTimes { get; } = new(256);

    public long Bytes => _rings.Sum(ring => ring.Value.Bytes);

    public SampleRing? Ring(PlaceKey place) => _rings.GetValueOrDefault(place);

    public IReadOnlyList<SampleTick> Since(PlaceKey place, DateTimeOffset after) => Ring(place)?.Since(after) ?? [];

    public IReadOnlyDictionary<int, long> RequestsSince(PlaceKey place, DateTimeOffset after) => Ring(place)?.RequestsSince(after) ?? new();

    public IDisposable Subscribe(Action<SampleTick> handler)
    {
        lock (_subscribing)
        {
            _handlers = [.. _handlers, handler];
        }

        return new Subscription(this, handler);
    }

    /// <summary>Takes samples of earlier times, without a word to subscribers.</summary>
    public void Load(SampleTick tick) => _rings.GetOrAdd(tick.Place, place => new(place)).Add(tick);

    public void Publish(IReadOnlyList<SampleTick> ticks, DateTimeOffset at)
    {
        foreach (var tick in ticks)
        {
            Load(tick);
        }

        Interlocked.Exchange(ref _lastTick, at.UtcTicks);
        _outage = null;
        foreach (var handler in _handlers)
        {
            Tell(handler, ticks);
        }
    }

    public void Lost(DateTimeOffset at, string why) => _outage = new(_outage?.Since ?? at, why);

    /// <summary>Lets go of places that were not heard of since an instant.</summary>
    public void Trim(DateTimeOffset before)
    {
        foreach (var (place, _) in _rings.Where(ring => ring.Value.Newest < before))
        {
            _rings.TryRemove(place, out _);
        }
    }

    private void Tell(Action<SampleTick> handler, IReadOnlyList<SampleTick> ticks)
    {
        try
        {
            foreach (var tick in ticks)
            {
                handler(tick);
            }
        }
        catch (Exception ex)
        {
            // One reader's mistake must not keep the others, or the sampling itself, from going on.
            Log.ReaderFailed(logger, ex);
        }
    }

    private sealed class Subscription(SampleFeed feed, Action<SampleTick> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (feed._subscribing)
            {
                feed._handlers = [.. feed._handlers.Where(other => other != handler)];
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SampleReaderFailed, LogLevel.Error, "A reader of samples failed")]
        public static partial void ReaderFailed(ILogger logger, Exception exception);
    }
}
