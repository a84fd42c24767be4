using Bunit;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class VerdictPanelTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Before_the_first_check_it_says_so()
    {
        await _scene.BakingAsync();
        Assert.Equal("No check has run yet.", Sentence());
    }

    [Fact]
    public async Task A_failing_check_has_its_row_with_a_streak_and_what_comes_next()
    {
        await _scene.JudgedAsync(errors: 50);
        var panel = Panel();
        var row = panel.QuerySelectorAll("tr[data-outcome=fail]").Single().TextContent;
        Assert.Contains("error rate", row, StringComparison.Ordinal);
        Assert.Contains("50 %", row, StringComparison.Ordinal);
        Assert.Contains("1 of 2", row, StringComparison.Ordinal);
        Assert.Contains("all traffic returns to stable after this many more failing runs: 1", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("Point mode: no error control", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counted_runs_show_what_is_allowed_and_a_dry_run_says_so()
    {
        var request = DeploymentScene.Canary with { Analysis = DeploymentScene.Canary.Analysis with { Counters = new() { FailureLimit = 2, Count = 5, DryRun = ["latency_p99"] } } };
        await _scene.JudgedAsync(errors: 50, request: request);
        var rows = Panel().QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains("1 failed, 2 allowed", rows[0], StringComparison.Ordinal);
        Assert.Contains("limit, dry run", rows[1], StringComparison.Ordinal);
        Assert.Contains("in 1 run; 2 are allowed.", Sentence(), StringComparison.Ordinal);
        Assert.Contains("all traffic returns to stable after this many more failing runs: 2", Panel().TextContent, StringComparison.Ordinal);

        await _scene.JudgeAsync(errors: 0);
        Assert.Contains("2 of 5", Panel().QuerySelector("tr[data-outcome=pass]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("passing runs still needed: 3", Panel().TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_limit_says_that_the_plan_decides()
    {
        var request = DeploymentScene.Canary with { Analysis = DeploymentScene.Canary.Analysis with { Counters = new() { ConsecutiveErrorLimit = 0 } } };
        await _scene.BakingAsync(request);
        await _scene.SignalAsync(new DeploymentCommand.Judge(0, new Measurement.Unavailable("timeout")));
        Assert.Contains("a limit on counted runs is used up", Panel().TextContent, StringComparison.Ordinal);
        Assert.IsType<DeploymentStatus.Paused>(_scene.State.Status);
    }

    [Fact]
    public async Task Too_little_data_is_neither_a_pass_nor_a_failure()
    {
        await _scene.BakingAsync();
        await _scene.JudgeAsync(errors: 0, requests: 5);
        Assert.All(Panel().QuerySelectorAll("tbody tr"), row => Assert.Equal("not_enough_data", row.GetAttribute("data-outcome")));
    }

    [Fact]
    public async Task An_outage_of_the_source_is_named()
    {
        await _scene.BakingAsync();
        await _scene.SignalAsync(new DeploymentCommand.Judge(0, new Measurement.Unavailable("timeout")));
        Assert.Contains("Measurement error", Panel().TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fresh_numbers_stand_in_between_recorded_ones()
    {
        await _scene.JudgedAsync(errors: 0, runs: 2);
        var verdict = _scene.State.Verdict!;
        _scene.Sluice.See(new(DeploymentScene.Place, DateTimeOffset.UnixEpoch) { Verdict = verdict with { Sentence = "Fresh." } });
        Assert.Equal("Fresh.", Sentence());
    }

    [Fact]
    public async Task A_decision_is_latched_with_its_time()
    {
        await _scene.JudgedAsync(errors: 50, runs: 2);
        _scene.Sluice.See(new(DeploymentScene.Place, DateTimeOffset.UnixEpoch) { Verdict = Verdict.NoDataYet });
        Assert.Contains("Later samples do not rewrite it.", Panel().TextContent, StringComparison.Ordinal);
        Assert.Contains("above its limit", Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_limits_time_alone_decides_and_the_panel_says_so()
    {
        await _scene.BakingAsync(DeploymentScene.Canary with { Thresholds = new() });
        Assert.Equal("Nothing is judged: time alone decides.", Sentence());
    }

    private AngleSharp.Dom.IElement Panel() => _scene.Open().Find(".verdict");

    private string Sentence() => Panel().QuerySelector(".verdict__sentence")!.TextContent.Trim();
}
