using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Replay;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Replay;

/// <summary>One instant of a replay's charts.</summary>
/// <param name="Known">When it was stored: nobody could have seen it before.</param>
/// <param name="Measured">The interval that ended then, or the hour that it is an end of; null in a hole.</param>
/// <param name="Told">What a decision recorded then; null for what was measured.</param>
internal sealed record ReviewRow(DateTimeOffset At, DateTimeOffset Known, Interval? Measured, Verdict? Told = null);

/// <summary>The rows of a replay's charts, in order of time.</summary>
internal static class ReviewRows
{
    /// <summary>Hours as bars from their start to their end with the decisions between them, then intervals.</summary>
    public static List<ReviewRow> OfMeasured(ReplayRecord record, IReadOnlyList<Interval> intervals)
    {
        var hours = record.HoursShown.ToList();
        var rows = hours.SelectMany(Bar).ToList();
        if (hours.Count > 0)
        {
            rows.AddRange(OfDecisions(record).Where(row => intervals.Count == 0 || row.At < intervals[0].From));
            rows.Sort((one, other) => one.At.CompareTo(other.At));
        }

        for (var i = 0; i < intervals.Count; i++)
        {
            // A hole is drawn as a hole, never as a line over it.
            if (i > 0 ? intervals[i].From - intervals[i - 1].To > intervals[i].Length : hours.Count > 0)
            {
                var end = (i > 0 ? intervals[i - 1].To : hours[^1].To).AddMilliseconds(1);
                rows.Add(new(end, end, Measured: null));
            }

            rows.Add(new(intervals[i].To, intervals[i].RecordedAt ?? intervals[i].To, intervals[i]));
        }

        return rows;
    }

    /// <summary>One for each instant at which a decision recorded numbers.</summary>
    public static List<ReviewRow> OfDecisions(ReplayRecord record)
    {
        var told = new List<ReviewRow>();
        foreach (var e in record.History.Events)
        {
            var verdict = e.Event switch
            {
                VerdictChanged changed => changed.Verdict,
                EvidenceRecorded recorded => recorded.Verdict,
                _ => null,
            };
            if (verdict is not null && e.Event!.Origin.At is var at && (told.Count == 0 || at > told[^1].At))
            {
                told.Add(new(at, e.RecordedAt, Measured: null, verdict));
            }
        }

        return told;
    }

    /// <summary>A mean stands for the whole hour, and could be known at its end.</summary>
    private static IEnumerable<ReviewRow> Bar(Interval hour) => [new(hour.From.AddMilliseconds(1), hour.To, hour), new(hour.To, hour.To, hour)];
}
