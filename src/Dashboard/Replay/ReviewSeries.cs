using Sluice.Dashboard.Charts;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Dashboard.Replay;

/// <summary>What was measured of a deployment, one value per column and interval, and the steps of its split.</summary>
/// <param name="Id">The deployment.</param>
/// <param name="IsKept">False when there is nothing measured, or no more: then the numbers recorded with decisions stand in for it.</param>
/// <param name="HourlyUntilMs">Up to here one value stands for each hour and phase, from its start to its end: intervals are past their time. Null when there is no such hour.</param>
/// <param name="UnixMs">Ends of the intervals, in milliseconds since 1970 UTC, ascending.</param>
/// <param name="KnownMs">When each was stored: nobody could have seen it before.</param>
/// <param name="Told">Among hours, the rows that hold only what decisions recorded, in columns like <c>told:canary.p99</c>: no holes in what was measured.</param>
/// <param name="Columns">By the keys of the charts' series, as in <c>canary.p99</c>; null where nothing was measured.</param>
public sealed record ReviewSeriesView(
    string Id, bool IsKept, long? HourlyUntilMs, IReadOnlyList<long> UnixMs, IReadOnlyList<long> KnownMs, IReadOnlyList<int> Told, IReadOnlyDictionary<string, IReadOnlyList<double?>> Columns, ReviewSteps Steps);

/// <summary>The canary's share over time.</summary>
public sealed record ReviewSteps(IReadOnlyList<ReviewStep> Asked, IReadOnlyList<ReviewStep> Set);

/// <param name="Version">The event that it follows from: several events may have happened at one instant.</param>
/// <param name="Canary">Percent, from this instant on; null while it is not known.</param>
public sealed record ReviewStep(DateTimeOffset At, decimal? Canary, long Version);

/// <summary>Makes the columns of replay's charts from a record.</summary>
internal static class ReviewSeries
{
    /// <summary>Prefix of a series that holds what decisions recorded, beside what is left of the measurements.</summary>
    public const string Told = "told:";

    private static readonly (string Name, Func<ArmWindow, double?> Of)[] s_columns =
    [
        ("error_rate", arm => arm.ErrorRate * 100),
        ("p50", arm => arm.Quantile(0.5)),
        ("p95", arm => arm.Quantile(0.95)),
        ("p99", arm => arm.Quantile(0.99)),
        ("throughput", arm => arm.Length > TimeSpan.Zero ? arm.Throughput : null),
    ];

    /// <summary>Whether decisions record numbers of this chart.</summary>
    public static bool IsTold(string chart) => chart is "error_rate" or "p95" or "p99";

    public static ReviewSeriesView Of(ReplayRecord record)
    {
        var seen = record.Intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary).ToList();
        return seen.Count > 0 || record.Hours.Count > 0 ? OfMeasured(record, ReviewRows.OfMeasured(record, seen)) : OfDecisions(record);
    }

    private static IEnumerable<(string Name, Func<ArmWindow, double?> Of)> ColumnsOf(ReplayRecord record) => record.History.Last is { } last
        ? s_columns.Concat(OwnReadings.Of(last.Spec.LedgerTerms).Select(measure => (OwnChart.KeyOf(measure.Metric), (Func<ArmWindow, double?>)(arm => measure.Value(arm) * OwnChart.Of(measure.Unit).Scale))))
        : s_columns;

    private static ReviewSeriesView OfMeasured(ReplayRecord record, List<ReviewRow> rows)
    {
        var columns = new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal) { ["served"] = [.. rows.Select(row => row.Measured is { } one ? Served(one) : null)] };
        foreach (var (name, of) in ColumnsOf(record))
        {
            columns[$"stable.{name}"] = [.. rows.Select(row => row.Measured?.Stable is { } arm ? Rounded(of(arm)) : null)];
            columns[$"canary.{name}"] = [.. rows.Select(row => row.Measured?.Canary is { } arm ? Rounded(of(arm)) : null)];
        }

        foreach (var (name, values) in ReviewDifferences.Of(record))
        {
            columns[name] = [.. rows.Select(row => row.Measured is not null ? Rounded(values.GetValueOrDefault(row.At)) : null)];
        }

        List<int> told = [.. rows.Index().Where(row => row.Item.Told is not null).Select(row => row.Index)];
        if (told.Count > 0)
        {
            AddTold(columns, Told, rows);
        }

        var hourlyUntil = record.HoursShown.LastOrDefault()?.To.ToUnixTimeMilliseconds();
        return new(record.Id.Value, IsKept: true, hourlyUntil, [.. rows.Select(Instant)], [.. rows.Select(Known)], told, columns, StepsOf(record));
    }

    private static ReviewSeriesView OfDecisions(ReplayRecord record)
    {
        var rows = ReviewRows.OfDecisions(record);
        var columns = new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal);
        AddTold(columns, prefix: string.Empty, rows);
        return new(record.Id.Value, IsKept: false, HourlyUntilMs: null, [.. rows.Select(Instant)], [.. rows.Select(Known)], Told: [], columns, StepsOf(record));
    }

    private static void AddTold(Dictionary<string, IReadOnlyList<double?>> columns, string prefix, List<ReviewRow> rows)
    {
        foreach (var (arm, of) in new (string, Func<Verdict, ArmSummary?>)[] { ("stable", told => told.Stable), ("canary", told => told.Canary) })
        {
            List<ArmSummary?> arms = [.. rows.Select(row => row.Told is { } told ? of(told) : null)];
            columns[$"{prefix}{arm}.error_rate"] = [.. arms.Select(one => one is { Requests: > 0 } ? Rounded(100.0 * one.Errors / one.Requests) : null)];
            columns[$"{prefix}{arm}.p50"] = [.. arms.Select(one => one?.P50)];
            columns[$"{prefix}{arm}.p95"] = [.. arms.Select(one => one?.P95)];
            columns[$"{prefix}{arm}.p99"] = [.. arms.Select(one => one?.P99)];
        }
    }

    private static long Instant(ReviewRow row) => row.At.ToUnixTimeMilliseconds();

    private static long Known(ReviewRow row) => row.Known.ToUnixTimeMilliseconds();

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
