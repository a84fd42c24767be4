using Sluice.Domain.Deployments;

namespace Sluice.Domain.Replay;

/// <summary>So many events of one lane within one of the parts of a timeline.</summary>
public sealed record TimelineCell(Lane Lane, int Part, int Count);

/// <summary>A quiet stretch that is drawn shorter than it was.</summary>
/// <param name="From">Where it begins, 0 to 1.</param>
/// <param name="Width">How much of the timeline it takes.</param>
/// <param name="Length">How long it was.</param>
public sealed record TimelineFold(double From, double Width, TimeSpan Length);

/// <summary>How densely events came over time, by lane. Stretches without an event are folded, so that what happened has the room.</summary>
public sealed class Timeline
{
    /// <summary>The timeline is cut into so many parts of one width.</summary>
    public const int Parts = 160;

    /// <summary>A longer time without an event is a quiet stretch.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    private const double WidestFold = 0.025;
    private const double MostForFolds = 0.3;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private readonly List<Stretch> _stretches = [];

    private Timeline(List<(DateTimeOffset At, Lane Lane)> events, bool folds)
    {
        var runs = Runs(events, folds);
        var fold = runs.Count > 1 ? Math.Min(WidestFold, MostForFolds / (runs.Count - 1)) : 0;
        var seconds = runs.Sum(run => LengthOf(run).TotalSeconds);
        var x = 0.0;
        foreach (var run in runs)
        {
            if (_stretches.Count > 0)
            {
                Folds = Folds.Add(new(x, fold, run.From - _stretches[^1].To));
                x += fold;
            }

            var width = (1 - (fold * (runs.Count - 1))) * LengthOf(run).TotalSeconds / seconds;
            _stretches.Add(new(run.From, run.To, x, width));
            x += width;
        }

        Cells = events.GroupBy(e => (e.Lane, Part: PartOf(e.At))).Select(group => new TimelineCell(group.Key.Lane, group.Key.Part, group.Count())).ToValueList();
    }

    /// <summary>Only those that hold something.</summary>
    public ValueList<TimelineCell> Cells { get; }

    public ValueList<TimelineFold> Folds { get; } = [];

    /// <param name="events">Not none.</param>
    /// <param name="folds">Whether quiet stretches are folded.</param>
    public static Timeline Of(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, bool folds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        return new([.. events.Select(e => (e.Event?.Origin.At ?? e.RecordedAt, Lanes.Of(e.Event))).OrderBy(e => e.Item1)], folds);
    }

    /// <summary>Where an instant stands, 0 to 1. One within a fold stands at its beginning.</summary>
    public double PlaceOf(DateTimeOffset at)
    {
        var stretch = _stretches.FindLast(one => one.From <= at) ?? _stretches[0];
        var length = stretch.To - stretch.From;
        return stretch.X + (length > TimeSpan.Zero ? stretch.Width * Math.Clamp((at - stretch.From) / length, 0, 1) : stretch.Width / 2);
    }

    private int PartOf(DateTimeOffset at) => Math.Min(Parts - 1, (int)(PlaceOf(at) * Parts));

    private static List<(DateTimeOffset From, DateTimeOffset To)> Runs(List<(DateTimeOffset At, Lane Lane)> events, bool folds)
    {
        var runs = new List<(DateTimeOffset From, DateTimeOffset To)> { (events[0].At, events[0].At) };
        foreach (var (at, _) in events)
        {
            if (folds && at - runs[^1].To > Quiet)
            {
                runs.Add((at, at));
            }
            else
            {
                runs[^1] = (runs[^1].From, at);
            }
        }

        return runs;
    }

    private static TimeSpan LengthOf((DateTimeOffset From, DateTimeOffset To) run) => run.To - run.From > s_shortest ? run.To - run.From : s_shortest;

    private sealed record Stretch(DateTimeOffset From, DateTimeOffset To, double X, double Width);
}
