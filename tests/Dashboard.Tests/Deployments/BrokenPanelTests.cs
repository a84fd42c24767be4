using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;

namespace Sluice.Dashboard.Tests.Deployments;

/// <summary>A panel that fails is said to fail in its place; the rest of the page stays and works.</summary>
public sealed class BrokenPanelTests : IDisposable
{
    private readonly DeploymentScene _scene = new();
    private bool _isBroken = true;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public Task The_header_may_fail() => FailsAloneAsync<DeploymentHeader>("“State” could not be shown", ".verdict__sentence");

    [Fact]
    public Task The_question_may_fail() => FailsAloneAsync<QuestionBanner>("“Question” could not be shown", ".verdict__sentence");

    [Fact]
    public Task The_phases_may_fail() => FailsAloneAsync<PhaseStepper>("“Phases” could not be shown", "#state-sentence");

    [Fact]
    public Task The_charts_may_fail() => FailsAloneAsync<ChartDeck>("“Charts” could not be shown", "#state-sentence");

    [Fact]
    public Task The_figures_may_fail() => FailsAloneAsync<SplitNumbers>("“Figures” could not be shown", "#chart-split");

    [Fact]
    public Task The_verdict_may_fail() => FailsAloneAsync<VerdictPanel>("“Why” could not be shown", "#chart-split");

    [Fact]
    public Task The_events_may_fail() => FailsAloneAsync<EventList>("“Events” could not be shown", "#tab-plan");

    private async Task FailsAloneAsync<TPanel>(string sentence, string stays)
        where TPanel : IComponent
    {
        _scene.Console.ComponentFactories.AddStub<TPanel>(_ => _isBroken ? throw new InvalidOperationException("broken on purpose") : "<b>whole again</b>");
        await _scene.BakingAsync();
        var page = _scene.Open();
        var problem = page.Find(".problem");
        Assert.Equal(sentence, problem.QuerySelector(".problem__title")!.TextContent);
        Assert.NotNull(problem.QuerySelector("code"));
        Assert.NotNull(page.Find(stays));
        Assert.NotEmpty(page.FindAll("#actions button"));

        problem.QuerySelector("button")!.Click();
        Assert.Single(page.FindAll(".problem"));
        _isBroken = false;
        page.Find(".problem button").Click();
        Assert.Empty(page.FindAll(".problem"));
        Assert.Contains("whole again", page.Markup, StringComparison.Ordinal);
    }
}
