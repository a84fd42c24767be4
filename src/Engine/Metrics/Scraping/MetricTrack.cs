using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>
/// Turns what the instances of a place say of one metric into what each release did between two rounds. A round in which an instance could not be read is no round: the next one
/// covers its time in all releases alike, so that arms stay comparable. A round that cannot be true is left out in all releases. Not safe for several threads.
/// </summary>
internal sealed class MetricTrack(MetricDefinition definition)
{
    /// <summary>Beyond this the time between two rounds is not told: the split and the load may have changed within it.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(1);

    /// <summary>Shorter failures are nobody's concern: the next round makes up for them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Dictionary<ScrapeTarget, MetricReading> _told = [];
    private DateTimeOffset? _watchedSince;
    private DateTimeOffset? _lastRoundAt;
    private SourceOutage? _outage;

    public MetricDefinition Definition => definition;

    /// <summary>Null while all instances are read, or are again soon.</summary>
    public SourceOutage? OutageAt(DateTimeOffset now) => _outage is { } outage && now - outage.Since >= Patience ? outage : null;

    /// <param name="at">When the instances were asked, UTC.</param>
    /// <param name="defect">Why the round is left out; null when it is not.</param>
    /// <returns>Per release; null when the round tells nothing.</returns>
    public IReadOnlyDictionary<int, ArmMetric>? Take(IReadOnlyList<ScrapeAnswer> answers, DateTimeOffset at, out string? defect)
    {
        defect = null;
        if (answers.FirstOrDefault(answer => answer.Lost is not null) is { Lost: { } lost })
        {
            _outage = new(_outage?.Since ?? at, lost);
            return null;
        }

        _outage = null;
        defect = answers.Where(answer => answer.Defect is not null).Select(answer => $"{definition.Name} of {answer.Target.Instance} {answer.Defect}").FirstOrDefault() ?? OtherBounds(answers);
        if (defect is not null)
        {
            (_told, _lastRoundAt) = ([], null);
            return null;
        }

        var read = answers.ToDictionary(answer => answer.Target, answer => answer.Reading!);
        return definition.Kind == MetricKind.Gauge ? Gauges(read) : Counts(read, at);
    }

    private Dictionary<int, ArmMetric> Gauges(Dictionary<ScrapeTarget, MetricReading> read) => read
        .GroupBy(answer => answer.Key.Release, answer => answer.Value.Value)
        .Select(release => (release.Key, Value: ReplicaMedian.Of([.. release])))
        .Where(release => !double.IsNaN(release.Value))
        .ToDictionary(release => release.Key, release => new ArmMetric(definition.Name, definition.Kind) { Value = release.Value });

    private Dictionary<int, ArmMetric>? Counts(Dictionary<ScrapeTarget, MetricReading> read, DateTimeOffset at)
    {
        _watchedSince ??= at;
        if (_lastRoundAt is not { } last || at - last > LongestGap || at <= last)
        {
            (_told, _lastRoundAt) = (read, at);
            return null;
        }

        var bounds = read.Values.Select(reading => reading.Bounds).FirstOrDefault(some => some.Count > 0) ?? [];
        var (sums, told) = (new SortedDictionary<int, long[]>(), new Dictionary<ScrapeTarget, MetricReading>());
        foreach (var (target, reading) in read)
        {
            var sum = sums.TryGetValue(target.Release, out var known) ? known : sums[target.Release] = new long[definition.Kind == MetricKind.Histogram ? bounds.Count + 1 : 2];
            told[target] = Before(target) is { } before ? Add(before, reading, sum) : reading;
        }

        (_told, _lastRoundAt) = (told, at);
        return sums.ToDictionary(sum => sum.Key, sum => definition.Kind == MetricKind.Histogram
            ? new ArmMetric(definition.Name, definition.Kind) { Bounds = bounds, Buckets = sum.Value.ToValueList() }
            : new ArmMetric(definition.Name, definition.Kind) { Total = sum.Value[0], Bad = sum.Value[1] });
    }

    /// <summary>Null when nobody knows where its counting began, so that this reading only sets it.</summary>
    private MetricReading? Before(ScrapeTarget target) =>
        _told.TryGetValue(target, out var before) ? before
        : target.CountsFromZero && target.StartedAt > _watchedSince ? new([], [], double.NaN)
        : null;

    /// <returns>What is told by now.</returns>
    private MetricReading Add(MetricReading before, MetricReading now, long[] sum)
    {
        if (now.Counts.Count == 0)
        {
            return now;
        }

        // What fell was reset; what is there now was counted since.
        var isNew = before.Counts.Count != now.Counts.Count || !before.Bounds.Equals(now.Bounds) || now.Counts.Where((count, i) => count < before.Counts[i]).Any();
        long[] more = [.. now.Counts.Select((count, i) => isNew ? count : count - before.Counts[i])];
        if (definition.Kind == MetricKind.CounterPair)
        {
            // The bad ones may be read a moment after all; what is ahead waits for the next round.
            var ahead = Math.Max(0, more[1] - more[0]);
            more[1] -= ahead;
            now = now with { Counts = [now.Counts[0], now.Counts[1] - ahead] };
        }

        for (var i = 0; i < more.Length; i++)
        {
            sum[i] += more[i];
        }

        return now;
    }

    private string? OtherBounds(IReadOnlyList<ScrapeAnswer> answers)
    {
        var first = answers.FirstOrDefault(answer => answer.Reading is { Bounds.Count: > 0 });
        return answers.FirstOrDefault(answer => answer.Reading is { Bounds.Count: > 0 } reading && !reading.Bounds.Equals(first!.Reading!.Bounds)) is { } other
            ? $"{definition.Name} of {other.Target.Instance} has other bounds than that of {first!.Target.Instance}"
            : null;
    }
}
