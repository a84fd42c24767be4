using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.NewDeployment;

/// <summary>What a dry run finds out about its rules, and that it neither fails nor waits for long because of it.</summary>
public sealed class DryRunFindingTests : IAsyncDisposable
{
    private const int Plenty = 6_000;
    private const int TooFew = 20;
    private readonly ConsoleWorld _world = new();

    private static DeploymentRequest DryRun => new(ConsoleWorld.Shop, ConsoleWorld.Production, Release: 1, NewRelease: null)
    {
        Plan = new PlanRequest(PlanKind.Phases) { Phases = [new(50) { Hold = TimeSpan.FromMinutes(10) }, new(100) { Hold = TimeSpan.Zero }] },
        DryRun = true,
    };

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Rules_that_return_no_good_canary_are_a_note()
    {
        await ServedAsync(Plenty);
        var finding = await OneAsync(DryRun with { Rollback = new() { Enabled = false } });
        Assert.Equal((FindingLevel.Note, "analysis"), (finding.Level, finding.Field));
        Assert.Matches(@"^With these rules, a perfectly good canary in the last 10 h: starts \d+, of them returned 0, held for a person \d+\..* Too few samples of the last half hour", finding.Sentence);
    }

    [Fact]
    public async Task Rules_that_would_have_returned_a_good_canary_are_a_warning()
    {
        await ServedAsync(TooFew);
        var finding = await OneAsync(DryRun with { Analysis = AnalysisSettings.Usual with { OnInconclusive = OnInconclusive.RollBack } });
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Matches(@"^With these rules, a perfectly good canary in the last 10 h: starts (\d+), of them returned \1, held for a person 0\.", finding.Sentence);
    }

    [Fact]
    public async Task Without_enough_traffic_it_says_so()
    {
        await _world.GoLiveAsync("shop");
        var finding = await OneAsync(DryRun);
        Assert.Equal((FindingLevel.Note, "Nothing is stored of earlier days yet."), (finding.Level, finding.Sentence[.."Nothing is stored of earlier days yet.".Length]));
    }

    [Fact]
    public async Task What_is_no_dry_run_is_refused_or_has_nothing_to_try_finds_nothing_and_asks_nobody()
    {
        await ServedAsync(Plenty);
        _world.Served.Slow = Task.FromException(new InvalidOperationException("Nobody was to ask."));
        Assert.Empty(await FindAsync(DryRun with { DryRun = false }));
        Assert.Empty(await FindAsync(DryRun with { Release = 9 }));
        Assert.Empty(await FindAsync(DryRun with { Analysis = AnalysisSettings.Of(AnalysisMode.Point) }));
        Assert.Empty(await FindAsync(DryRun with { Analysis = AnalysisSettings.Usual with { Enabled = false } }));
        Assert.Empty(await FindAsync(DryRun with { Plan = new PlanRequest(PlanKind.Phases) { Phases = [new(100) { Hold = TimeSpan.Zero }] } }));
    }

    [Fact]
    public async Task A_database_that_is_away_or_in_trouble_fails_no_dry_run()
    {
        await ServedAsync(Plenty);
        _world.Served.IsAway = true;
        var away = await OneAsync(DryRun);
        Assert.Equal(FindingLevel.Note, away.Level);
        Assert.StartsWith("The stored days could not be read. Too few samples", away.Sentence, StringComparison.Ordinal);

        _world.Served.Slow = Task.FromException(new InvalidOperationException("secret"));
        Assert.Equal(new(FindingLevel.Note, "analysis", "The rules could not be tried on what stable served; the log of Sluice says why."), await OneAsync(DryRun));
    }

    [Fact]
    public async Task It_waits_no_longer_than_it_says()
    {
        await ServedAsync(Plenty);
        _world.Served.Slow = new TaskCompletionSource().Task;
        var asked = FindAsync(DryRun);
        _world.Clock.Advance(DryRunFindings.Longest - TimeSpan.FromTicks(1));
        Assert.False(asked.IsCompleted);
        _world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([new(FindingLevel.Note, "analysis", "The rules could not be tried on what stable served within 5s.")], await asked.WaitAsync(TimeSpan.FromSeconds(10), Ct));
    }

    [Fact]
    public async Task Behind_several_others_it_does_not_queue()
    {
        await ServedAsync(Plenty);
        var gate = new TaskCompletionSource();
        _world.Served.Slow = gate.Task;
        var others = Enumerable.Range(0, BackTestDesk.Most).Select(_ => FindAsync(DryRun)).ToList();
        Assert.StartsWith("The rules were not tried", (await OneAsync(DryRun)).Sentence, StringComparison.Ordinal);
        gate.SetResult();
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task The_dry_run_of_the_form_keeps_what_was_found_in_the_words_of_the_panel()
    {
        await ServedAsync(Plenty);
        var page = _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(p => p.Service, "shop"));
        await page.FindAll("button").Single(button => button.TextContent == "Try on stored samples").ClickAsync(new());
        var panel = string.Join(' ', page.WaitForElement("[data-backtest]").QuerySelectorAll("p").Select(line => line.TextContent.Trim()));
        await page.Find("[data-form-dry-run]").ClickAsync(new());
        await page.Find("dialog form").SubmitAsync();
        page.WaitForAssertion(() => Assert.EndsWith("/s/shop/d/2", _world.Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(panel, Assert.Single((await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec.Findings!).Sentence);
    }

    private async Task<Finding> OneAsync(DeploymentRequest request) => Assert.Single(await FindAsync(request));

    private async Task<ValueList<Finding>> FindAsync(DeploymentRequest request)
    {
        var shop = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, Ct))!.State;
        return await _world.Console.Services.GetRequiredService<DryRunFindings>().OfAsync(TenantId.Default, shop, request, Ct);
    }

    private async Task ServedAsync(int requests)
    {
        await _world.GoLiveAsync("shop");
        var now = _world.Clock.GetUtcNow();
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = requests;
        _world.Served.Minutes[new(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production)] =
            [.. Enumerable.Range(0, 600).Select(i => new ServedMinute(end.AddMinutes(i - 600), new(TimeSpan.FromMinutes(1), requests, requests / 1_000, 0, 0, latency)))];
    }
}
