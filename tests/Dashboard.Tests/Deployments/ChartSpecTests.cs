using System.Runtime.CompilerServices;
using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class ChartSpecTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Every_chart_carries_its_spec_and_is_one_tab_stop_with_an_instruction()
    {
        await _scene.BakingAsync();
        var charts = _scene.Open().FindAll("figure[data-chart]");
        Assert.Equal(["split", "error_rate", "error_rate-diff", "p99", "p95", "throughput"], charts.Select(c => Spec(c).GetProperty("id").GetString()));
        Assert.All(charts, chart =>
        {
            var plot = chart.QuerySelector("[role=application]")!;
            Assert.Equal("0", plot.GetAttribute("tabindex"));
            Assert.NotEmpty(plot.GetAttribute("aria-label")!);
            Assert.NotNull(chart.QuerySelector($"#{chart.GetAttribute("aria-labelledby")}"));
        });
    }

    [Fact]
    public async Task Limits_come_from_the_checks_in_the_unit_of_the_chart()
    {
        await _scene.BakingAsync(DeploymentScene.Canary with { Rollback = new() { OnErrorRate = 0.05, OnLatencyIncrease = 0.5 } });
        var specs = _scene.Console.Services.GetRequiredService<ChartSpecs>().Metrics(_scene.State).ToDictionary(s => s.Id);
        Assert.Equal([1.0, 5.0], specs["error_rate"].Limits.Select(l => l.Value));
        Assert.Equal([("limit 300 ms", null), ("limit stable +50 %", "stable.p99")], specs["p99"].Limits.Select(l => (l.Label, l.RelativeTo)));
        Assert.Equal(1.5, specs["p99"].Limits[1].Value);
    }

    [Fact]
    public async Task Metrics_of_the_place_are_charted_when_something_is_judged_by_them()
    {
        await _scene.BakingAsync();
        ValueList<MetricDefinition> own =
        [
            new("orders", MetricKind.CounterPair) { Total = "a", Bad = "b" }, new("packing", MetricKind.Histogram) { Histogram = "c", Unit = TimeUnit.S }, new("queue", MetricKind.Gauge) { Value = "d" },
        ];
        var evidence = new EvidenceSettings { Metrics = [new("packing", MetricRole.Guard, Required: false) { Quantile = 0.95 }, new("queue", MetricRole.Signal, Required: false)] };
        var spec = _scene.State.Spec with { Metrics = own, Thresholds = new() { Custom = [new("orders", null, 0.02), new("queue", -3, null)] }, Analysis = AnalysisSettings.Usual with { Evidence = evidence } };
        var charts = _scene.Console.Services.GetRequiredService<ChartSpecs>().Metrics(_scene.State with { Spec = spec }).Where(chart => chart.Source is not null).ToList();
        Assert.Equal([("own-packing", "packing p95", "ms"), ("own-queue", "queue", ""), ("own-orders", "orders", "%")], charts.Select(chart => (chart.Id, chart.Title, chart.Unit)));
        Assert.Equal(["stable.own-packing", "canary.own-packing"], charts[0].Series.Select(series => series.Key));
        Assert.Equal([(-3.0, true, "limit -3")], charts[1].Limits.Select(limit => (limit.Value, limit.AtLeast, limit.Label)));
        Assert.Equal((2.0, "readings?metric=orders", 100.0), (charts[2].Limits[0].Value, charts[2].Source!.Path, charts[2].Source!.Scale));
        Assert.All(charts, chart => Assert.Null(chart.Baseline));
    }

    [Fact]
    public async Task Arms_differ_by_dash_and_not_by_colour_alone()
    {
        await _scene.BakingAsync();
        var specs = _scene.Console.Services.GetRequiredService<ChartSpecs>();
        Assert.All([specs.Split(), .. specs.Metrics(_scene.State)], spec => Assert.True(spec.Series.Select(s => s.Style).Distinct().Count() >= 2));
    }

    [Fact]
    public async Task Charts_are_made_once_for_all_who_look_and_go_with_the_last()
    {
        await _scene.BakingAsync();
        var specs = _scene.Console.Services.GetRequiredService<ChartSpecs>();
        var left = Look();
        for (var i = 0; i < 10 && IsThere(left); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsThere(left));
        Assert.NotNull(specs.Of(_scene.State));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference<ChartSet> Look()
        {
            var one = specs.Of(_scene.State);
            Assert.Same(one, specs.Of(_scene.State));
            return new(one);
        }

        // On a frame of its own, which would hold what it found until its end.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static bool IsThere(WeakReference<ChartSet> set) => set.TryGetTarget(out _);
    }

    [Fact]
    public async Task The_plan_goes_on_into_the_future_as_long_as_nobody_has_to_answer()
    {
        await _scene.BakingAsync();
        Assert.Equal([50m, 100m], ChartData.Of(_scene.State, []).Planned.Select(p => p.Share));
        await _scene.OrderAsync(new DeploymentCommand.Pause(null));
        Assert.Empty(ChartData.Of(_scene.State, []).Planned);
    }

    [Fact]
    public async Task What_decides_or_is_ordered_gets_a_letter()
    {
        await _scene.JudgedAsync(errors: 50, runs: 1);
        await _scene.OrderAsync(new DeploymentCommand.AddNote("looks bad"));
        await _scene.OrderAsync(new DeploymentCommand.Abort("Errors"));
        Assert.Equal(["P", "S", "!", "N", "R"], (await MarkersAsync()).Select(m => m.Letter));
    }

    [Fact]
    public async Task A_note_s_letter_stands_where_it_points_and_leads_there()
    {
        await _scene.JudgedAsync(errors: 50, runs: 1);
        var at = (await EventsAsync())[2].Event.Origin.At;
        var there = (await EventsAsync()).Last(e => e.Event.Origin.At <= at).Version;
        await _scene.OrderAsync(new DeploymentCommand.AddNote("about an event") { About = new(2) });
        await _scene.OrderAsync(new DeploymentCommand.AddNote("about a time") { About = new(null, at) });
        await _scene.OrderAsync(new DeploymentCommand.AddNote("about all of it"));
        var (notes, last) = ((await MarkersAsync()).Where(m => m.Letter == "N").ToList(), (await EventsAsync())[^1].Version);
        Assert.Equal([2, there, last], notes.Select(note => note.Version));
        Assert.Equal(at.ToUnixTimeMilliseconds(), notes[1].At);
    }

    private Task<IReadOnlyList<Engine.Store.Recorded>> EventsAsync() => _scene.Sluice.ReadStreamAsync(Domain.TenantId.Default, DeploymentScene.Id.Stream, 0, null, DeploymentScene.Ct);

    private async Task<IReadOnlyList<Marker>> MarkersAsync() =>
        Markers.Of([.. (await EventsAsync()).Select(e => new Engine.Commands.VersionedEvent(e.Version, e.At, e.Event))], _scene.Console.Services.GetRequiredService<EventSentence>());

    private static JsonElement Spec(AngleSharp.Dom.IElement chart) => JsonDocument.Parse(chart.GetAttribute("data-chart")!).RootElement;
}
