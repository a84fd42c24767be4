using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Replay;

/// <summary>The charts of a replay: those of the live page, and where to cut them.</summary>
/// <param name="Differences">The other views, by chart; only of what the record's columns hold.</param>
internal sealed record ReplayCharts(ChartSpec Split, IReadOnlyList<ChartSpec> Metrics, IReadOnlyDictionary<string, ChartSpec> Differences)
{
    /// <summary>Prefix of a series that holds what came late.</summary>
    private const string Late = "late:";

    public static ReplayCharts Of(ChartSpecs specs, Deployment last, ReplayRecord record, IStringLocalizer<Texts> texts)
    {
        var metrics = specs.Metrics(last);
        var differences = record.Intervals.Count > 0 ? specs.Differences(last) : new Dictionary<string, ChartSpec>(StringComparer.Ordinal);
        var (hasLate, hasTold) = (record.HasLate, record.Hours.Count > 0);
        return new(specs.Split(), hasLate || hasTold ? [.. metrics.Select(With)] : metrics, differences);

        ChartSpec With(ChartSpec spec) => spec with
        {
            Series =
            [
                .. spec.Series,
                .. hasLate ? Hollow(spec, Late, label => texts["Replay.LateSeries", label]) : [],
                .. hasTold && ReviewSeries.IsTold(spec.Id) ? Hollow(spec, ReviewSeries.Told, label => texts["Replay.ToldSeries", label]) : [],
            ],
        };
    }

    public static ChartData Cut(DeploymentSnapshot view, ReplayStates states, int index, ReplayInstant instant, string source) => ChartData.Of(view.State, states.Markers(index, instant)) with
    {
        Replay = new(source, instant.At.ToUnixTimeMilliseconds(), instant.Known.ToUnixTimeMilliseconds(), view.Version, instant.Clock == ReplayClock.Now),
    };

    /// <summary>Each line of the canary and of stable once more, as hollow points.</summary>
    private static IEnumerable<ChartSeries> Hollow(ChartSpec spec, string prefix, Func<string, string> label) => spec.Series
        .Where(series => series.Style is "solid" or "dashed" && series.Tone is "stable" or "canary")
        .Select(series => new ChartSeries(prefix + series.Key, label(series.Label), series.Tone, "hollow"));
}
