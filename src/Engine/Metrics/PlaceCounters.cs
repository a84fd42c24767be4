using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Metrics;

/// <summary>What was told of one place so far, per release. The next sample is what goes beyond.</summary>
/// <param name="isNew">The place was not there at the reading before: it counts from zero. Otherwise its first reading says where counting begins.</param>
internal sealed class PlaceCounters(PlaceKey place, TimeSpan since, bool isNew)
{
    private readonly InstanceCounters _instances = new();
    private readonly MirrorCounters _mirror = new();
    private bool _hasBegun = isNew;
    private Dictionary<string, ToldCounters> _told = new(StringComparer.Ordinal);
    private TimeSpan _lastTaken = since;

    public PlaceKey Key => place;

    public TimeSpan LastSeen { get; set; }

    public bool IsBroken { get; set; }

    /// <summary>The counters begin at zero again: everything in the next reading is new.</summary>
    public void BeginAnew()
    {
        _told.Clear();
        _instances.BeginAnew();
        _mirror.BeginAnew();
        _hasBegun = true;
    }

    /// <summary>Takes a reading as known, without a sample of it.</summary>
    public void Accept(PlaceReading reading, TimeSpan uptime)
    {
        _told = reading.Counters.ToDictionary(c => c.Release, ToldCounters.Of);
        _instances.Accept(reading.Instances);
        _mirror.Accept(reading.Mirror);
        (_lastTaken, _hasBegun) = (uptime, true);
    }

    /// <summary>Requests that fell mean that the route was gone meanwhile; a part that fell while the requests did not is a contradiction.</summary>
    /// <returns>What contradicts the reading before; null when all is well.</returns>
    public string? FallOf(ReleaseCounters c)
    {
        if (!_told.TryGetValue(c.Release, out var told) || c.Requests < told.Requests)
        {
            return null;
        }

        var buckets = ToldCounters.LatencyOf(c);
        var fell = c.Errors < told.Errors || c.ClientErrors < told.ClientErrors || Enumerable.Range(0, buckets.Length).Any(i => buckets[i] < told.Latency[i]);
        return fell ? $"a counter of release {c.Release} fell although its requests did not." : null;
    }

    /// <returns>Null when there is nothing to tell.</returns>
    public SampleTick? Take(PlaceReading reading, DateTimeOffset at, TimeSpan uptime)
    {
        if (!_hasBegun)
        {
            Accept(reading, uptime);
            return null;
        }

        var (told, length) = (new Dictionary<string, ToldCounters>(StringComparer.Ordinal), uptime - _lastTaken);
        var instances = _instances.Take(reading.Instances);
        var mirrored = _mirror.Take(reading.Mirror, at, length);
        var samples = new List<Sample>();
        foreach (var c in reading.Counters)
        {
            var before = _told.GetValueOrDefault(c.Release);
            var sample = Beyond(before is null || c.Requests < before.Requests ? ToldCounters.Nothing : before, c, at, length, out var after);
            told[c.Release] = after;
            sample = mirrored.TryGetValue(c.Release, out var copied) && sample is not null ? sample with { Detail = sample.Detail with { Mirrored = copied } } : sample;

            // Releases that left their route stay readable for long; they are told of while they still do something.
            if (sample is not null && (reading.Arms.Contains(c.Release) || sample.Requests > 0 || sample.Open > 0 || !sample.Detail.IsNone))
            {
                samples.Add(instances.TryGetValue(c.Release, out var replicas) ? sample with { Detail = sample.Detail with { Replicas = replicas } } : sample);
            }
        }

        (_told, _lastTaken) = (told, uptime);
        samples.Sort((a, b) => a.Release.CompareTo(b.Release));
        return samples.Count > 0 ? new(place, at, samples) : null;
    }

    /// <summary>
    /// Errors and durations of a request may be read one reading before the request itself was told; such a rest waits for the next sample,
    /// so that no sample has more errors than requests and none is lost.
    /// </summary>
    internal static Sample? Beyond(ToldCounters told, ReleaseCounters c, DateTimeOffset at, TimeSpan length, out ToldCounters after)
    {
        var requests = c.Requests - told.Requests;
        var errors = Math.Min(c.Errors - told.Errors, requests);
        var clientErrors = Math.Min(c.ClientErrors - told.ClientErrors, requests - errors);
        var buckets = requests > 0 ? ToldCounters.LatencyOf(c) : told.Latency;
        var ages = ToldCounters.AgesOf(c);
        after = new(c.Requests, told.Errors + errors, told.ClientErrors + clientErrors, buckets, ages);
        return int.TryParse(c.Release, NumberStyles.None, CultureInfo.InvariantCulture, out var release)
            ? new(at, length, release, requests, errors, clientErrors, c.Open, requests > 0 ? Minus(buckets, told.Latency) : ReadOnlyMemory<long>.Empty)
            {
                Detail = ages.AsSpan().SequenceEqual(told.Ages) ? ArmDetail.None : new() { Aging = Minus(ages, told.Ages) },
            }
            : null;
    }

    private static long[] Minus(long[] a, long[] b)
    {
        var difference = new long[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            difference[i] = a[i] - b[i];
        }

        return difference;
    }
}
