using Sluice.Domain;
using Sluice.Domain.Analysis;

namespace Sluice.Engine.Metrics;

/// <summary>What was told of the instances of one place so far. One that moved to another address, or whose counters fell, is a new one and counts from zero.</summary>
internal sealed class InstanceCounters
{
    private Dictionary<(string Id, string Address), (long Ended, long Errors)> _told = [];

    /// <summary>The counters begin at zero again.</summary>
    public void BeginAnew() => _told.Clear();

    /// <summary>Takes a reading as known, without counts of it.</summary>
    public void Accept(IEnumerable<InstanceReading> readings) => _told = readings.DistinctBy(KeyOf).ToDictionary(KeyOf, reading => (reading.Ended, reading.Errors));

    /// <returns>Per release, what its instances answered since; without those that answered nothing, and without counts that cannot be true.</returns>
    public Dictionary<string, ValueList<InstanceCounts>> Take(IEnumerable<InstanceReading> readings)
    {
        var told = new Dictionary<(string, string), (long, long)>();
        var counts = new List<(string Release, InstanceCounts Counts)>();
        foreach (var reading in readings)
        {
            var before = _told.GetValueOrDefault(KeyOf(reading));
            told[KeyOf(reading)] = before;
            if (reading.Errors < 0 || reading.Ended < reading.Errors)
            {
                continue;
            }

            var (ended, known) = reading.Ended < before.Ended ? (reading.Ended, 0) : (reading.Ended - before.Ended, before.Errors);

            // An error that is read before its request waits for the next sample.
            var errors = Math.Clamp(reading.Errors - known, 0, ended);
            told[KeyOf(reading)] = (reading.Ended, known + errors);
            if (ended > 0)
            {
                counts.Add((reading.Release, new(reading.Id, ended, errors)));
            }
        }

        _told = told;
        return counts.GroupBy(count => count.Release, count => count.Counts)
            .ToDictionary(release => release.Key, release => release.OrderBy(count => count.Id, StringComparer.Ordinal).ToValueList());
    }

    private static (string Id, string Address) KeyOf(InstanceReading reading) => (reading.Id, reading.Address);
}
