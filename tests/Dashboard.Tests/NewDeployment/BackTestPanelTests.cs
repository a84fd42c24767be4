using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class BackTestPanelTests : IAsyncDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task The_starts_of_the_last_days_are_counted_and_what_is_missing_is_said()
    {
        await ServedAsync(TimeSpan.FromDays(7), minute => minute is < 3000 or >= 3200);
        var text = await TryAsync(Open());

        Assert.Matches(@"^With these rules, a perfectly good canary in the last 7 days: starts \d{2,3}, of them returned \d+, held for a person \d+\.", text);
        Assert.Contains("No request was counted for 3 h of that, in stretches of more than five minutes. Starts that ran into one, and are not among those: 1.", text, StringComparison.Ordinal);
        Assert.Contains("Days are kept by the minute: there the rules look every 1m, a deployment looks every 10s.", text, StringComparison.Ordinal);
        Assert.Contains("Too few samples of the last half hour", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_less_than_the_days_it_says_how_much_there_is()
    {
        await ServedAsync(TimeSpan.FromHours(3));
        Assert.Contains("in the last 3 h: starts ", await TryAsync(Open()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_too_little_no_start_comes_to_its_end_and_nothing_is_green()
    {
        await ServedAsync(TimeSpan.FromMinutes(40));
        var page = Open();
        Assert.Contains("No start came to its end in the last 40 min of stored minutes", await TryAsync(page), StringComparison.Ordinal);
        Assert.Contains("callout--warning", page.Find("[data-backtest]").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_days_and_without_a_database_it_says_which()
    {
        await _world.GoLiveAsync("shop");
        var page = Open();
        Assert.Contains("Nothing is stored of earlier days yet.", await TryAsync(page), StringComparison.Ordinal);
        _world.Served.IsAway = true;
        Assert.Contains("The stored days cannot be read now (The database cannot be used now: it is away).", await TryAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_rules_take_the_answer_away_and_the_same_rules_give_the_same_answer()
    {
        await ServedAsync(TimeSpan.FromHours(12));
        var page = Open();
        var first = await TryAsync(page);
        page.Find("#field-plan-hold").Change("10m");
        Assert.Empty(page.FindAll("[data-backtest]"));
        page.Find("#field-plan-hold").Change("15m");
        Assert.Equal(first, await TryAsync(page));
    }

    [Fact]
    public async Task Whoever_comes_when_several_wait_already_is_told_so()
    {
        await ServedAsync(TimeSpan.FromMinutes(40));
        var gate = new TaskCompletionSource();
        _world.Served.Slow = gate.Task;
        var page = Open();
        var desk = _world.Console.Services.GetRequiredService<BackTestDesk>();
        var plan = PlanBuilder.Build(new(PlanKind.Stepped)).Plan!;
        var terms = LedgerTerms.For(plan, new(), new(), AnalysisSettings.Usual);
        var others = Enumerable.Range(0, BackTestDesk.Most)
            .Select(_ => desk.TryAsync(new(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production), 1, terms, plan, Xunit.TestContext.Current.CancellationToken)).ToList();

        await page.FindAll("button").Single(button => button.TextContent == "Try on stored samples").ClickAsync(new());
        Assert.StartsWith("Others are trying rules just now", page.Find("[data-backtest]").TextContent, StringComparison.Ordinal);

        gate.SetResult();
        await Task.WhenAll(others);
        Assert.Contains("No start came to its end", await TryAsync(page), StringComparison.Ordinal);
    }

    private async Task ServedAsync(TimeSpan length, Func<int, bool>? served = null)
    {
        await _world.GoLiveAsync("shop");
        var now = _world.Clock.GetUtcNow();
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = 6_000;
        var count = (int)(length / s_minute);
        _world.Served.Minutes[new(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production)] =
            [.. Enumerable.Range(0, count).Where(i => served?.Invoke(i) ?? true).Select(i => new ServedMinute(end - ((count - i) * s_minute), new(s_minute, 6_000, 6, 0, 0, latency)))];
    }

    private IRenderedComponent<NewDeploymentPage> Open()
    {
        var page = _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(p => p.Service, "shop"));
        page.Find("#field-plan-hold").Change("15m");
        return page;
    }

    private static async Task<string> TryAsync(IRenderedComponent<NewDeploymentPage> page)
    {
        await page.FindAll("button").Single(button => button.TextContent == "Try on stored samples").ClickAsync(new());
        return string.Join(' ', page.WaitForElement("[data-backtest]").QuerySelectorAll("p").Select(line => line.TextContent.Trim()));
    }
}
