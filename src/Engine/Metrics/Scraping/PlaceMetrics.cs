using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>What the instances of one place said of their own metrics in the last half hour. Safe for several threads.</summary>
internal sealed class PlaceMetrics
{
    /// <summary>Without a round for so long nothing is known, whoever is to blame.</summary>
    private static readonly TimeSpan s_oldestNews = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly Queue<Round> _rounds = new();
    private List<MetricTrack> _tracks = [];
    private DateTimeOffset? _lastAskedAt;
    private DateTimeOffset? _lastGoodAt;

    /// <summary>How long instances took to answer.</summary>
    public LastTimes AskTimes { get; } = new(256);

    /// <summary>Null before the first round.</summary>
    public DateTimeOffset? LastAskedAt
    {
        get
        {
            lock (_lock)
            {
                return _lastAskedAt;
            }
        }
    }

    /// <summary>When all instances last answered with something that can be true; null before that, also while there is none to ask.</summary>
    public DateTimeOffset? LastGoodAt
    {
        get
        {
            lock (_lock)
            {
                return _lastGoodAt;
            }
        }
    }

    /// <summary>Metrics whose definition stayed the same go on where they are.</summary>
    public void Define(ValueList<MetricDefinition> metrics)
    {
        lock (_lock)
        {
            if (!_tracks.Select(track => track.Definition).SequenceEqual(metrics))
            {
                _tracks = [.. metrics.Select(metric => _tracks.Find(track => track.Definition == metric) ?? new(metric))];
            }
        }
    }

    /// <param name="answers">By the name of the metric; one for each instance that matters.</param>
    public void Take(DateTimeOffset at, IReadOnlyDictionary<string, IReadOnlyList<ScrapeAnswer>> answers)
    {
        lock (_lock)
        {
            var round = new Round(at, [], []);
            foreach (var track in _tracks)
            {
                if (answers.TryGetValue(track.Definition.Name, out var ofTrack) && track.Take(ofTrack, at, out var defect) is var told)
                {
                    if (told is not null)
                    {
                        round.Told[track.Definition.Name] = told;
                    }

                    if (defect is not null)
                    {
                        round.Defects.Add(new(track.Definition.Name, TroubleKind.BadData, defect));
                    }
                }
            }

            _lastAskedAt = at;
            var said = answers.Values.SelectMany(answer => answer).ToList();
            _lastGoodAt = said.Count > 0 && round.Defects.Count == 0 && said.TrueForAll(answer => answer.Lost is null) ? at : _lastGoodAt;
            _rounds.Enqueue(round);
            while (_rounds.TryPeek(out var oldest) && at - oldest.At > SampleTable.Kept)
            {
                _rounds.Dequeue();
            }
        }
    }

    /// <summary>Adds up the rounds that ended in a window, for two releases over the very same ones.</summary>
    /// <param name="from">Exclusive: the round that ended there belongs to the window before.</param>
    public (ValueList<ArmMetric> Stable, ValueList<ArmMetric> Canary) Sum(int? stable, int canary, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
        {
            var rounds = _rounds.Where(round => round.At > from && round.At <= to).ToList();
            var names = _tracks.Select(track => track.Definition.Name).Order(StringComparer.Ordinal);
            var sums = names.Select(name => MetricSum.Of(rounds.Select(round => round.Told.GetValueOrDefault(name)).OfType<IReadOnlyDictionary<int, ArmMetric>>(), stable, canary)).ToList();
            return (sums.Select(sum => sum.Stable).OfType<ArmMetric>().ToValueList(), sums.Select(sum => sum.Canary).OfType<ArmMetric>().ToValueList());
        }
    }

    /// <summary>Why metrics cannot be judged at the end of a window.</summary>
    public ValueList<MetricTrouble> Troubles(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
        {
            if (_lastAskedAt is not { } asked || to - asked > s_oldestNews)
            {
                var why = _lastAskedAt is { } last ? $"nobody asked since {last:u}" : "not asked yet";
                return _tracks.Select(track => new MetricTrouble(track.Definition.Name, TroubleKind.SourceError, why)).ToValueList();
            }

            var defects = _rounds.Where(round => round.At > from && round.At <= to).SelectMany(round => round.Defects).Reverse().DistinctBy(defect => defect.Metric);
            var lost = _tracks.Where(track => track.OutageAt(to) is not null).Select(track => new MetricTrouble(track.Definition.Name, TroubleKind.SourceError, track.OutageAt(to)!.Why));
            return lost.Concat(defects).DistinctBy(trouble => trouble.Metric).ToValueList();
        }
    }

    /// <summary>Metrics that said something in the newest round.</summary>
    public ValueList<string> Speaking()
    {
        lock (_lock)
        {
            return _rounds.Count == 0 ? [] : _rounds.Last().Told.Where(told => told.Value.Values.Any(arm => arm.Value is not null || arm.Count > 0)).Select(told => told.Key).ToValueList();
        }
    }

    private sealed record Round(DateTimeOffset At, Dictionary<string, IReadOnlyDictionary<int, ArmMetric>> Told, List<MetricTrouble> Defects);
}
