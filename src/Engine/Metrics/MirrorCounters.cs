using Sluice.Domain.Analysis;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Metrics;

/// <summary>What was told of the copied requests of one place so far. A release that was not told of before counts from zero.</summary>
internal sealed class MirrorCounters
{
    private Dictionary<string, ToldCounters> _told = new(StringComparer.Ordinal);

    /// <summary>The counters begin at zero again.</summary>
    public void BeginAnew() => _told.Clear();

    /// <summary>Takes a reading as known, without counts of it.</summary>
    /// <param name="reading">Null where nothing is copied.</param>
    public void Accept(MirrorCounts? reading) => _told = Releases(reading).ToDictionary(c => c.Release, ToldCounters.Of, StringComparer.Ordinal);

    /// <returns>Per release, what became of requests that were copied; without those of which nothing did.</returns>
    public Dictionary<string, MirroredCounts> Take(MirrorCounts? reading, DateTimeOffset at, TimeSpan length)
    {
        var (told, counts) = (new Dictionary<string, ToldCounters>(StringComparer.Ordinal), new Dictionary<string, MirroredCounts>(StringComparer.Ordinal));
        foreach (var c in Releases(reading))
        {
            var before = _told.GetValueOrDefault(c.Release);
            var beyond = PlaceCounters.Beyond(before is null || c.Requests < before.Requests ? ToldCounters.Nothing : before, c, at, length, out var after);
            told[c.Release] = after;
            if (beyond is not null && (beyond.Requests > 0 || beyond.Open > 0 || !beyond.Detail.IsNone))
            {
                counts[c.Release] = new(beyond.Requests, beyond.Errors, beyond.ClientErrors, beyond.Open, beyond.Latency, beyond.Detail.Aging);
            }
        }

        _told = told;
        return counts;
    }

    private static IEnumerable<ReleaseCounters> Releases(MirrorCounts? reading) => reading is null ? [] : [reading.Copies, reading.Originals];
}
