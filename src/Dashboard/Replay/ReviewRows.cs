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
    /// <summary>More than the moment between one stretch of measurement and the next.</summary>
    private static readonly TimeSpan s_hole = TimeSpan.FromMinutes(1);

    /// <summary>Hours as bars from their start to their end with the decisions between them, then intervals. A hole is drawn as a hole, never as a line over it.</summary>
    public static List<ReviewRow> OfMeasured(ReplayRecord record, IReadOnlyList<Interval> intervals)
    {
        var rows = OfHours(record, until: intervals.Count > 0 ? intervals[0].From : null);
        for (var i = 0; i < intervals.Count; i++)
        {
            if (i > 0 && intervals[i].From - intervals[i - 1].To > intervals[i].Length)
            {
                rows.Add(HoleAfter(intervals[i - 1]));
            }

            rows.Add(new(intervals[i].To, intervals[i].RecordedAt ?? intervals[i].To, intervals[i]));
        }

        return rows;
    }

    private static List<ReviewRow> OfHours(ReplayRecord record, DateTimeOffset? until)
    {
        var (hours, rows) = (record.HoursShown.ToList(), new List<ReviewRow>());
        for (var i = 0; i < hours.Count; i++)
        {
            rows.AddRange(Bar(hours[i]));
            if (i + 1 < hours.Count ? hours[i + 1].From - hours[i].To > s_hole : until is not null)
            {
                rows.Add(HoleAfter(hours[i]));
            }
        }

        return hours.Count == 0 ? rows : [.. rows.Concat(OfDecisions(record).Where(row => until is null || row.At < until)).OrderBy(row => row.At)];
    }

    private static ReviewRow HoleAfter(Interval last) => new(last.To.AddMilliseconds(1), last.To.AddMilliseconds(1), Measured: null);

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
