using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Dashboard.Charts;

/// <summary>One chart, told to the browser module as JSON. The module knows how to draw; what to draw is decided here.</summary>
/// <param name="Unit">Written behind values and on the axis.</param>
/// <param name="Digits">Most digits after the point.</param>
/// <param name="Max">Fixed end of the axis; null follows the data and the limits.</param>
public sealed record ChartSpec(string Id, string Title, string Unit, int Digits, IReadOnlyList<ChartSeries> Series, IReadOnlyList<ChartLimit> Limits, double? Max = null)
{
    public bool IsSplit { get; init; }

    /// <summary>Null for a chart of samples, which come by themselves.</summary>
    public ChartSource? Source { get; init; }

    /// <summary>Of a difference with its bounds: where neither version is worse. Null for a chart of values.</summary>
    public double? Baseline { get; init; }
}

/// <summary>All charts of a deployment.</summary>
/// <param name="Differences">The other views, by chart.</param>
public sealed record ChartSet(ChartSpec Split, IReadOnlyList<ChartSpec> Metrics, IReadOnlyDictionary<string, ChartSpec> Differences);

internal static class ChartJson
{
    private static readonly ConditionalWeakTable<ChartSpec, string> s_made = new();

    /// <summary>What the browser module reads, made once.</summary>
    public static string Of(ChartSpec spec) => s_made.GetValue(spec, static one => JsonSerializer.Serialize(one, JsonSerializerOptions.Web));
}

/// <summary>What the server works out once per interval.</summary>
/// <param name="Path">Below the deployment's address in the API.</param>
/// <param name="Every">Milliseconds.</param>
/// <param name="Scale">From its unit to the chart's.</param>
public sealed record ChartSource(string Path, int Every, double Scale = 1);

/// <param name="Key">A column of the browser's series: <c>stable.p99</c>, <c>canary.error_rate</c>, <c>asked</c>.</param>
/// <param name="Tone">A colour by meaning: <c>stable</c>, <c>canary</c>, <c>asked</c>.</param>
/// <param name="Style"><c>solid</c>, <c>dashed</c>, <c>thin</c>, <c>step</c> or <c>dots</c>: series differ in more than colour.</param>
public sealed record ChartSeries(string Key, string Label, string Tone, string Style);

/// <summary>A line that values are judged by; the forbidden side is tinted.</summary>
/// <param name="Value">In the chart's unit; with <paramref name="RelativeTo"/> a factor on that series.</param>
/// <param name="AtLeast">The forbidden side is below.</param>
public sealed record ChartLimit(double Value, string Label, bool AtLeast = false, string? RelativeTo = null);
