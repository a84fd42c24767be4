using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Services;

public sealed class ReliabilityTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void What_ended_lately_is_counted_and_the_rest_left_out()
    {
        var tiles = Reliability.Of(
            [Row("succeeded", 1, 10), Row("succeeded", 2, 30) with { Superseded = true }, Row("rolled_back", 3, 4), Row("failed", 4, 2), Row("succeeded", 100, 5), Row("running", 1, 0) with { EndedAt = null }],
            s_now);
        Assert.Equal(new Reliability(4, 2, 1, 1, 1, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(4)), tiles);
        Assert.Equal(0.25, tiles.Held);
    }

    [Fact]
    public void How_long_bad_ones_took_to_be_all_on_stable_counts_from_the_decision_to_go_back()
    {
        var rows = Enumerable.Range(1, 20).Select(i => Row(i % 2 == 0 ? "rolled_back" : "failed", i, 30) with { Course = Back(s_now.AddDays(-i).AddSeconds(-i)) });
        var tiles = Reliability.Of([.. rows, Row("succeeded", 3, 9), Row("rolled_back", 100, 9) with { Course = Back(s_now.AddDays(-101)) }], s_now);
        Assert.Equal((TimeSpan.FromSeconds(10.5), TimeSpan.FromSeconds(19)), tiles.Settle);
        Assert.Equal(20, tiles.Settled);
        Assert.Null(Reliability.Of([Row("succeeded", 1, 9)], s_now).Settle);

        static Course Back(DateTimeOffset at) => Course.None with { ReturnBeganAt = at };
    }

    [Fact]
    public void Those_that_a_person_had_a_hand_in_are_counted() =>
        Assert.Equal(1, Reliability.Of([Row("succeeded", 1, 9), Row("succeeded", 2, 9) with { Course = Course.None with { IsTouched = true } }], s_now).Touched);

    [Fact]
    public void Without_any_there_is_no_share() => Assert.Null(Reliability.Of([], s_now).Held);

    [Fact]
    public async Task The_page_shows_tiles_and_compares_two_that_are_ticked()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        var id = await _world.StartAsync("shop", stable: 2, shape: request => request with { Plan = new PlanRequest(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.FromMinutes(9) }, new(100) { Hold = TimeSpan.FromMinutes(1) }] } });
        await _world.SayAsync(id, new DeploymentCommand.Abort("bad"));
        var page = Open("/s/shop");
        Assert.Equal("100 %", page.Find(".tile dd").TextContent);

        page.Find("[data-pick='3']").Change(true);
        Assert.Empty(page.FindAll(".compare"));
        page.Find("[data-pick='2']").Change(true);
        Assert.EndsWith("/s/shop?compare=2%2C3", _world.Navigation.Uri, StringComparison.Ordinal);

        var compared = Open("/s/shop?compare=2%2C3");
        var differing = compared.FindAll(".compare__differs th").Select(cell => cell.TextContent);
        Assert.Contains("Plan", differing);
        Assert.DoesNotContain("Environment", differing);
        Assert.Equal(["command"], compared.FindAll("[data-changes] code").Select(field => field.TextContent));
        Assert.Equal("run 2 → run 3", compared.Find("[data-changes] dd").TextContent);
    }

    [Fact]
    public async Task Two_deployments_of_one_release_have_nothing_to_change()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        await _world.SayAsync(id, new DeploymentCommand.Abort("bad"));
        await _world.SayAsync(id, new DeploymentCommand.ReportSplit((await _world.FindAsync(id)).Asked, Verified: true));
        await _world.Sluice.RetryAsync(TenantId.Default, id, queue: false, new(Actor.Person("ada")), Xunit.TestContext.Current.CancellationToken);
        var panel = Open("/s/shop?compare=2%2C3").Find("[data-changes]");
        Assert.Empty(panel.QuerySelectorAll("code"));
        Assert.Equal("Both bring release #2.", panel.QuerySelector("p")!.TextContent);
    }

    [Fact]
    public async Task A_comparison_with_one_that_does_not_exist_says_which()
    {
        await _world.GoLiveAsync("shop");
        Assert.Contains("shop-9", Open("/s/shop?compare=1%2C9").Find(".compare .callout").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_s_cell_says_how_its_last_deployment_ended_there()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        Assert.Equal(["Deployment 2", "Deployment 1"], Open("/s/shop").FindAll("[data-cell]").Select(cell => cell.QuerySelector("a")!.TextContent));
    }

    [Fact]
    public async Task Lines_have_gaps_where_nothing_was_measured()
    {
        var began = s_now;
        MetricRow At(int minute, double? p99) => new(minute, began.AddMinutes(minute), 0, "advance", "none", 1, 0, null, null, null, 1, 0, null, null, p99);
        var state = await _world.FindAsync(await _world.GoLiveAsync("shop"));
        var lines = ComparedLines.Of(new(state with { StartedAt = began }, [At(0, 100), At(1, null), At(2, 50), At(4, 25)]), new(state with { StartedAt = began }, []), row => row.CanaryP99);
        Assert.Equal(2, lines.First.Count(c => c == 'M'));
        Assert.Equal((100.0, TimeSpan.FromMinutes(4), ""), (lines.Top, lines.Length, lines.Second));
    }

    private static DeploymentRow Row(string status, int daysAgo, int minutes) => new(
        TenantId.Default, DeploymentId.Of(ConsoleWorld.Shop, daysAgo), daysAgo, ConsoleWorld.Shop, ConsoleWorld.Production, "deployment", "canary", status, null, null, null, null, 1, 0, 1, 0, null, 0, null,
        Superseded: false, "ada", s_now.AddDays(-daysAgo), s_now.AddDays(-daysAgo).AddMinutes(-minutes), s_now.AddDays(-daysAgo), s_now, 1);

    private IRenderedComponent<ServicePage> Open(string address) => _world.Open<ServicePage>(address, parameters => parameters.Add(p => p.Name, "shop"));
}
