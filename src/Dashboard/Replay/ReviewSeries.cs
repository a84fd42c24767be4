using Sluice.Dashboard.Charts;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Replay;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Replay;

/// <summary>What was measured of a deployment, one value per column and interval, and the steps of its split.</summary>
/// <param name="Id">The deployment.</param>
/// <param name="IsKept">False when intervals are past their time, or there were none: then the numbers recorded with decisions stand in for them.</param>
/// <param name="UnixMs">Ends of the intervals, in milliseconds since 1970 UTC, ascending.</param>
/// <param name="KnownMs">When each was stored: nobody could have seen it before.</param>
/// <param name="Columns">By the keys of the charts' series, as in <c>canary.p99</c>; null where nothing was measured.</param>
public sealed record ReviewSeriesView(
    string Id, bool IsKept, IReadOnlyList<long> UnixMs, IReadOnlyList<long> KnownMs, IReadOnlyDictionary<string, IReadOnlyList<double?>> Columns, ReviewSteps Steps);

/// <summary>The canary's share over time.</summary>
public sealed record ReviewSteps(IReadOnlyList<ReviewStep> Asked, IReadOnlyList<ReviewStep> Set);

/// <param name="Version">The event that it follows from: several events may have happened at one instant.</param>
/// <param name="Canary">Percent, from this instant on; null while it is not known.</param>
public sealed record ReviewStep(DateTimeOffset At, decimal? Canary, long Version);

/// <summary>Makes the columns of replay's charts from a record.</summary>
internal static class ReviewSeries
{
    private static readonly (string Name, Func<ArmWindow, double?> Of)[] s_columns =
    [
        ("error_rate", arm => arm.ErrorRate * 100),
        ("p50", arm => arm.Quantile(0.5)),
        ("p95", arm => arm.Quantile(0.95)),
        ("p99", arm => arm.Quantile(0.99)),
        ("throughput", arm => arm.Length > TimeSpan.Zero ? arm.Throughput : null),
    ];

    public static ReviewSeriesView Of(ReplayRecord record)
    {
        var seen = record.Intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary).ToList();
        return seen.Count > 0 ? OfIntervals(record, seen) : OfDecisions(record);
    }

    private static IEnumerable<(string Name, Func<ArmWindow, double?> Of)> ColumnsOf(ReplayRecord record) => record.History.Last is { } last
        ? s_columns.Concat(OwnReadings.Of(last.Spec.LedgerTerms).Select(measure => (OwnChart.KeyOf(measure.Metric), (Func<ArmWindow, double?>)(arm => measure.Value(arm) * OwnChart.Of(measure.Unit).Scale))))
        : s_columns;

    private static ReviewSeriesView OfIntervals(ReplayRecord record, List<Interval> seen)
    {
        var rows = WithHoles(seen);
        var columns = new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal) { ["served"] = [.. rows.Select(row => row.Interval is { } one ? Served(one) : null)] };
        foreach (var (name, of) in ColumnsOf(record))
        {
            columns[$"stable.{name}"] = [.. rows.Select(row => row.Interval?.Stable is { } arm ? Rounded(of(arm)) : null)];
            columns[$"canary.{name}"] = [.. rows.Select(row => row.Interval?.Canary is { } arm ? Rounded(of(arm)) : null)];
        }

        foreach (var (name, values) in ReviewDifferences.Of(record))
        {
            columns[name] = [.. rows.Select(row => row.Interval is not null ? Rounded(values.GetValueOrDefault(row.At)) : null)];
        }

        return new(
            record.Id.Value, IsKept: true, [.. rows.Select(row => row.At.ToUnixTimeMilliseconds())],
            [.. rows.Select(row => (row.Interval?.RecordedAt ?? row.At).ToUnixTimeMilliseconds())], columns, StepsOf(record));
    }

    /// <summary>A hole is drawn as a hole, never as a line over it.</summary>
    private static List<(DateTimeOffset At, Interval? Interval)> WithHoles(List<Interval> seen)
    {
        var rows = new List<(DateTimeOffset At, Interval? Interval)>(seen.Count);
        for (var i = 0; i < seen.Count; i++)
        {
            if (i > 0 && seen[i].From - seen[i - 1].To > seen[i].Length)
            {
                rows.Add((seen[i - 1].To.AddMilliseconds(1), null));
            }

            rows.Add((seen[i].To, seen[i]));
        }

        return rows;
    }

    private static ReviewSeriesView OfDecisions(ReplayRecord record)
    {
        var told = new List<(DateTimeOffset At, DateTimeOffset Known, ArmSummary? Stable, ArmSummary? Canary)>();
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
                told.Add((at, e.RecordedAt, verdict.Stable, verdict.Canary));
            }
        }

        var columns = new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal);
        foreach (var (arm, of) in new (string, Func<(DateTimeOffset, DateTimeOffset, ArmSummary? Stable, ArmSummary? Canary), ArmSummary?>)[] { ("stable", row => row.Stable), ("canary", row => row.Canary) })
        {
            columns[$"{arm}.error_rate"] = [.. told.Select(row => of(row) is { Requests: > 0 } one ? Rounded(100.0 * one.Errors / one.Requests) : null)];
            columns[$"{arm}.p50"] = [.. told.Select(row => of(row)?.P50)];
            columns[$"{arm}.p95"] = [.. told.Select(row => of(row)?.P95)];
            columns[$"{arm}.p99"] = [.. told.Select(row => of(row)?.P99)];
        }

        return new(
            record.Id.Value, IsKept: false, [.. told.Select(row => row.At.ToUnixTimeMilliseconds())], [.. told.Select(row => row.Known.ToUnixTimeMilliseconds())], columns, StepsOf(record));
    }

    private static ReviewSteps StepsOf(ReplayRecord record)
    {
        List<ReviewStep> asked = [], set = [];
        foreach (var (e, state) in record.History.Walk())
        {
            if (state is not null)
            {
                Add(asked, new(e.Event?.Origin.At ?? e.RecordedAt, state.Asked.Canary.Percent, e.Version));
                Add(set, new(e.Event?.Origin.At ?? e.RecordedAt, state.Set?.Canary.Percent, e.Version));
            }
        }

        return new(asked, set);

        static void Add(List<ReviewStep> steps, ReviewStep step)
        {
            if (steps.Count == 0 || steps[^1].Canary != step.Canary)
            {
                steps.Add(step);
            }
        }
    }

    private static double? Served(Interval one) =>
        one.Canary.Requests + (one.Stable?.Requests ?? 0) is > 0 and var all ? Rounded(100.0 * one.Canary.Requests / all) : null;

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;
}
