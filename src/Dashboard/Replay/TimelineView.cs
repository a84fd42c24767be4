using System.Globalization;
using System.Text;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>A timeline as it is drawn: one path for each lane, so that a long record costs no more elements than a short one.</summary>
/// <param name="Paths">Lanes with something in them, as SVG paths on a ground of <see cref="Timeline.Parts"/> by 10.</param>
/// <param name="Doubts">Where the record is not whole, on the same ground; empty where it is.</param>
public sealed record TimelineView(Timeline Timeline, IReadOnlyList<(Lane Lane, string Path)> Paths, int Events, string Doubts = "")
{
    private const double Narrowest = 1;

    public static TimelineView Of(ReplayRecord record, bool folds)
    {
        var timeline = Timeline.Of(record.History.Events, folds);
        var paths = timeline.Cells.GroupBy(cell => cell.Lane).OrderBy(group => group.Key).Select(group => (group.Key, PathOf([.. group])));
        return new(timeline, [.. paths], record.History.Events.Count, DoubtsOf(record, timeline));
    }

    /// <summary>Missing events lie between their neighbours; what cannot be read, or cannot be, stands where it is.</summary>
    private static string DoubtsOf(ReplayRecord record, Timeline timeline)
    {
        var path = new StringBuilder();
        var last = int.MaxValue;
        foreach (var fault in record.History.Faults)
        {
            var before = record.History.CountAt(fault.From - 1);
            var first = fault.Kind == HistoryFaultKind.Gap ? before - 1 : before;
            var (from, to) = (first < 0 ? 0 : PlaceOf(first), PlaceOf(before));
            if ((int)from != last || to - from > Narrowest)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{Math.Min(from, Timeline.Parts - Narrowest):0.##} 0v10h{Math.Max(Narrowest, to - from):0.##}v-10z");
            }

            last = (int)from;
        }

        return path.ToString();

        double PlaceOf(int index) => timeline.PlaceOf(record.InstantOf(index)) * Timeline.Parts;
    }

    /// <summary>Each cell is as high as the root of its count: one event is seen beside hundreds.</summary>
    private static string PathOf(List<TimelineCell> cells)
    {
        var most = Math.Sqrt(cells.Max(cell => cell.Count));
        var path = new StringBuilder();
        foreach (var cell in cells)
        {
            var height = Math.Max(2.5, 10 * Math.Sqrt(cell.Count) / most);
            path.Append(CultureInfo.InvariantCulture, $"M{cell.Part} 10v-{height:0.#}h1v{height:0.#}z");
        }

        return path.ToString();
    }
}
