using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Domain;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay.Reports;

/// <summary>Everything that a report in HTML shows.</summary>
/// <param name="State">How the deployment stands, in a sentence.</param>
/// <param name="From">Left edge of the charts, in milliseconds since 1970.</param>
/// <param name="To">Right edge of the charts, later than <paramref name="From"/>.</param>
/// <param name="Marks">Instants of the milestones, in milliseconds since 1970.</param>
public sealed record HtmlReportView(
    ReplayRecord Record, string State, DateTimeOffset MadeAt, bool HidesPeople, bool HidesAddresses, ValueList<Milestone> Milestones, IReadOnlyList<Note> Notes, ReviewSeriesView Series,
    IReadOnlyList<ChartSpec> Charts, long From, long To, IReadOnlyList<long> Marks)
{
    /// <summary>The report brings its looks along: it must not fetch anything.</summary>
    public const string Style = """
        <style>
        :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { padding: .2rem .5rem; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; }
        figure { margin: 1rem 0; }
        svg { display: block; width: 100%; height: 150px; border: 1px solid #8886; }
        path.line { fill: none; stroke: #0969da; stroke-width: 2; vector-effect: non-scaling-stroke; }
        path.stable, path.asked { stroke: #6e7781; stroke-dasharray: 6 4; }
        path.thin { stroke-width: 1; stroke-dasharray: 2 3; }
        path.served { stroke-width: 1; stroke: #8250df; }
        line.limit { stroke: #cf222e; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
        line.mark { stroke: #bf8700; stroke-width: 1; vector-effect: non-scaling-stroke; }
        .key { margin-left: 1rem; color: #0969da; } .key.stable, .key.asked { color: #6e7781; } .key.served { color: #8250df; }
        .axis { display: flex; justify-content: space-between; margin: 0; font-size: 12px; }
        .fault { border-left: 4px solid #cf222e; padding-left: .5rem; }
        .note { border-left: 4px solid #8250df; padding-left: .5rem; margin: .75rem 0; } .by { margin: 0; font-size: 12px; }
        </style>
        """;
}

/// <summary>Makes reports in HTML that need nothing but a browser.</summary>
internal sealed class HtmlReports(IServiceProvider services, ILoggerFactory loggers, ChartSpecs specs, StateSentence states)
{
    public Task<string> OfAsync(ReplayRecord record, Hiding hiding, DateTimeOffset now) => RenderAsync<HtmlReport, HtmlReportView>(ViewOf(record, hiding, now));

    /// <summary>What the report of a deployment shows, to be drawn by itself or among others.</summary>
    public HtmlReportView ViewOf(ReplayRecord record, Hiding hiding, DateTimeOffset now)
    {
        var last = record.History.Last;
        var series = ReviewSeries.Of(record);
        var milestones = record.Findings.Milestones;
        var from = record.InstantOf(0).ToUnixTimeMilliseconds();
        var to = Math.Max(from + 1000, Math.Max(series.UnixMs.Count > 0 ? series.UnixMs[^1] : 0, (milestones.Max(one => one.At) ?? record.InstantOf(record.History.Events.Count - 1)).ToUnixTimeMilliseconds()));
        return new(
            record, last is null ? string.Empty : states.Of(last, place: null), now, hiding.People, hiding.Addresses, milestones, record.NotesIn(), series, last is null ? [] : [specs.Split(), .. specs.Metrics(last)],
            from, to, [.. milestones.Select(one => one.At).OfType<DateTimeOffset>().Select(at => at.ToUnixTimeMilliseconds())]);
    }

    /// <summary>Draws a whole document that takes what it shows as <c>View</c>.</summary>
    public async Task<string> RenderAsync<TReport, TView>(TView view)
        where TReport : IComponent
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            "<!DOCTYPE html>\n" + (await renderer.RenderComponentAsync<TReport>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(HtmlReport.View)] = view }))).ToHtmlString());
    }
}
