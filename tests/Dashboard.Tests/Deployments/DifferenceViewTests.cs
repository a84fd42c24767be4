using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class DifferenceViewTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Values_are_shown_until_the_difference_is_asked_for_and_the_address_keeps_it()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        Assert.Equal((false, true), Hidden(page));

        page.FindAll("#chart-error_rate .windows button")[1].Click();
        Assert.EndsWith("?chart=error_rate:diff", Uri.UnescapeDataString(Navigation.Uri), StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal((true, false), Hidden(page)));
        Assert.Equal(["false", "true"], page.FindAll("#chart-error_rate-diff .windows button").Select(button => button.GetAttribute("aria-pressed")));

        page.FindAll("#chart-error_rate-diff .windows button")[0].Click();
        Assert.DoesNotContain("chart=", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal((false, true), Hidden(page)));
    }

    [Theory]
    [InlineData("p99:diff")]
    [InlineData("error_rate")]
    [InlineData("error_rate:sum")]
    public async Task A_view_that_there_is_not_shows_values(string chart)
    {
        await _scene.BakingAsync();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("chart", chart));
        Assert.Equal((false, true), Hidden(_scene.Open()));
    }

    [Fact]
    public async Task Without_evidence_only_error_rates_have_the_view_and_only_where_something_is_judged()
    {
        await _scene.BakingAsync();
        Assert.Equal(["chart-error_rate"], _scene.Open().FindAll(".deck__metrics figure").Where(figure => figure.QuerySelector(".windows") is not null).Select(figure => figure.Id));

        using var unjudged = new DeploymentScene();
        await unjudged.BakingAsync(DeploymentScene.Canary with { Analysis = new() { Enabled = false } });
        Assert.Empty(unjudged.Open().FindAll(".deck__metrics .windows, #chart-error_rate-diff"));
    }

    [Fact]
    public async Task Its_lines_differ_in_more_than_colour_and_margins_are_there_only_where_evidence_judges()
    {
        await _scene.BakingAsync(DeploymentScene.Canary with { Analysis = AnalysisSettings.Usual });
        var specs = _scene.Console.Services.GetRequiredService<ChartSpecs>();
        var spec = specs.Differences(_scene.State)["error_rate"];
        Assert.Equal(["observed", "upper", "lower", "tolerated", "rule_out"], spec.Series.Select(series => series.Key));
        Assert.Equal(4, spec.Series.Select(series => (series.Tone, series.Style)).Distinct().Count());
        Assert.Equal(("differences", (int)AnalysisSettings.Usual.Interval.TotalMilliseconds, 100.0, 0.0), (spec.Source!.Path, spec.Source.Every, spec.Source.Scale, spec.Baseline));

        var point = _scene.State with { Spec = _scene.State.Spec with { Analysis = new() { Mode = AnalysisMode.Point } } };
        Assert.Equal(["observed", "upper", "lower"], specs.Differences(point)["error_rate"].Series.Select(series => series.Key));
    }

    [Fact]
    public async Task With_evidence_latencies_have_it_too_and_several_are_shown_at_once()
    {
        await _scene.BakingAsync(DeploymentScene.Canary with { Analysis = AnalysisSettings.Usual });
        var page = _scene.Open();
        Assert.Equal(["chart-error_rate-diff", "chart-p99-diff", "chart-p95-diff"], page.FindAll(".deck__metrics figure[hidden]").Select(figure => figure.Id));
        page.FindAll("#chart-p99 .windows button")[1].Click();
        page.FindAll("#chart-error_rate .windows button")[1].Click();
        Assert.EndsWith("?chart=error_rate:diff,p99:diff", Uri.UnescapeDataString(Navigation.Uri), StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["chart-error_rate", "chart-p99", "chart-p95-diff"], page.FindAll(".deck__metrics figure[hidden]").Select(figure => figure.Id)));
        page.FindAll("#chart-p99-diff .windows button")[0].Click();
        page.WaitForAssertion(() => Assert.Equal(["chart-error_rate", "chart-p99-diff", "chart-p95-diff"], page.FindAll(".deck__metrics figure[hidden]").Select(figure => figure.Id)));

        var spec = _scene.Console.Services.GetRequiredService<ChartSpecs>().Differences(_scene.State)["p99"];
        Assert.Equal(("latency-ratios?metric=latency_p99", 1.0, "×"), (spec.Source!.Path, spec.Baseline, spec.Unit));
    }

    private NavigationManager Navigation => _scene.Console.Services.GetRequiredService<NavigationManager>();

    private static (bool Values, bool Difference) Hidden(IRenderedComponent<DeploymentPage> page) =>
        (page.Find("#chart-error_rate").HasAttribute("hidden"), page.Find("#chart-error_rate-diff").HasAttribute("hidden"));
}
