using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Notices;

/// <summary>Who is told of what, how long, and when it counts as seen.</summary>
public sealed class BellTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new(services =>
    {
        services.AddApprovals();
        services.AddNotices();
    });

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Nothing_to_tell_says_so()
    {
        var bell = _world.Console.Render<Bell>();
        Assert.Equal("Notices", bell.Find("button .visually-hidden").TextContent);
        Assert.Equal("Nothing in the last seven days.", bell.Find(".bell__none").TextContent);
    }

    [Fact]
    public async Task A_return_is_told_once_to_whoever_made_the_deployment()
    {
        var bell = _world.Console.Render<Bell>();
        var id = await FailingAsync(returns: true);
        Until(bell, () => Assert.Equal("1", bell.Find(".bell__count").TextContent));
        var item = bell.Find("[data-notice]");
        Assert.Equal(($"returned:{id}", "/s/shop/d/2", $"{id} went back to stable in production"), (item.GetAttribute("data-notice"), item.GetAttribute("href"), item.QuerySelector("[data-headline]")!.TextContent));
        Assert.Contains("error rate", item.QuerySelector("[data-recorded]")!.TextContent, StringComparison.Ordinal);

        await bell.Find("button").ClickAsync();
        Assert.Empty(bell.FindAll(".bell__count"));
        Assert.Contains("bell__item--new", bell.Find("[data-notice]").ClassName, StringComparison.Ordinal);
        await bell.Find("button").ClickAsync();
        Assert.DoesNotContain("bell__item--new", bell.Find("[data-notice]").ClassName!, StringComparison.Ordinal);

        // When the return is complete it is the same matter, here and on the next page.
        await _world.Sluice.SendAsync(TenantId.Default, id, new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllStable, Verified: true), CommandContext.Engine, Ct);
        await _world.Sluice.SendAsync(TenantId.Default, id, new DeploymentCommand.Tick(), CommandContext.Engine, Ct);
        var other = _world.Console.Render<Bell>();
        Assert.Empty(other.FindAll("[data-notice]"));
        Assert.Empty(other.FindAll(".bell__count"));
        await other.Find("button").ClickAsync();
        Assert.Single(other.FindAll("[data-notice]"));
    }

    [Fact]
    public async Task What_is_held_is_told_after_ten_minutes_and_no_more_when_it_goes_on()
    {
        var bell = _world.Console.Render<Bell>();
        var id = await FailingAsync(returns: false);
        Assert.IsType<DeploymentStatus.Paused>((await _world.FindAsync(id)).Status);
        _world.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(bell.FindAll("[data-notice]"));
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        Until(bell, () => Assert.Equal("held", bell.Find("[data-notice]").GetAttribute("data-kind")));

        await _world.SayAsync(id, new DeploymentCommand.Resume());
        Until(bell, () => Assert.Empty(bell.FindAll("[data-notice]")));
    }

    [Fact]
    public async Task What_befalls_others_is_told_to_those_who_marked_the_place_or_are_its_people()
    {
        await FailingAsync(returns: true);
        Is("ben");
        Assert.Empty(_world.Console.Render<Bell>().FindAll("[data-notice]"));
        await _world.Preferences.WriteAsync(TenantId.Default, "name:ben", Stars.Key, """["shop/production"]""", Ct);
        Assert.Single(_world.Console.Render<Bell>().FindAll("[data-notice]"));

        Is("cleo");
        Assert.Empty(_world.Console.Render<Bell>().FindAll("[data-notice]"));
        await _world.Sluice.DescribeServiceAsync(TenantId.Default, ConsoleWorld.Shop, new() { Owners = ["Cleo"] }, new(Actor.Person("ada")), Ct);
        Assert.Single(_world.Console.Render<Bell>().FindAll("[data-notice]"));
    }

    [Fact]
    public async Task An_order_against_the_verdict_is_told_with_the_instant_to_all_but_who_gave_it()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        _world.Sluice.Audit.Add("cleo", "promote", "shop-2", reason: "We need it");
        _world.Sluice.Audit.Change(line => line with { Against = "inconclusive", At = _world.Clock.GetUtcNow(), Version = 7 });
        var item = _world.Console.Render<Bell>().Find("[data-kind=overridden]");
        Assert.Equal("/s/shop/d/2/replay?at=7", item.GetAttribute("href"));
        Assert.Equal("cleo acted against the evidence on shop-2 in production", item.QuerySelector("[data-headline]")!.TextContent);
        Assert.Equal("We need it", item.QuerySelector("[data-recorded]")!.TextContent);

        Is("cleo");
        Assert.Empty(_world.Console.Render<Bell>().FindAll("[data-notice]"));
    }

    [Fact]
    public async Task A_question_is_told_to_whoever_may_answer_it_until_somebody_has()
    {
        await _world.GoLiveAsync("shop");
        var bell = _world.Console.Render<Bell>();
        var id = await FailingAsync(returns: true, asks: true);
        Until(bell, () => Assert.StartsWith("/approvals?tab=open&gate=shop-2%3A", bell.Find("[data-kind=gate]").GetAttribute("href"), StringComparison.Ordinal));
        var gate = (await _world.FindAsync(id)).OpenGate!;
        await _world.SayAsync(id, new DeploymentCommand.Reject(gate.Id));
        Until(bell, () => Assert.Empty(bell.FindAll("[data-kind=gate]")));
    }

    [Fact]
    public async Task Without_the_database_it_says_that_it_may_be_old_and_heals()
    {
        await FailingAsync(returns: true);
        _world.Preferences.IsDown = true;
        var bell = _world.Console.Render<Bell>();
        Assert.Contains("may be old", bell.Find("[role=status]").TextContent, StringComparison.Ordinal);
        _world.Preferences.IsDown = false;
        Until(bell, () => Assert.Single(bell.FindAll("[data-notice]")));
        Assert.Empty(bell.FindAll("[role=status]"));
    }

    [Fact]
    public async Task After_a_week_it_is_history()
    {
        await FailingAsync(returns: true);
        Assert.Single(_world.Console.Render<Bell>().FindAll("[data-notice]"));
        _world.Clock.Advance(NoticeBoard.Lasts);
        Assert.Empty(_world.Console.Render<Bell>().FindAll("[data-notice]"));
    }

    /// <summary>The clock stands: what waits for a moment gets it here.</summary>
    private void Until(IRenderedComponent<Bell> bell, Action holds) => bell.WaitForAssertion(() =>
    {
        _world.Clock.Advance(TimeSpan.FromSeconds(6));
        holds();
    });

    private void Is(string name) => _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, name, string.Empty, "test"));

    /// <summary>Deployment 2 of the shop, by ada, whose canary has failed its checks.</summary>
    private async Task<DeploymentId> FailingAsync(bool returns, bool asks = false)
    {
        if (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, Ct) is null)
        {
            await _world.GoLiveAsync("shop");
        }

        var id = await _world.StartAsync("shop", shape: request => request with
        {
            Thresholds = new() { ErrorRate = 0.01 },
            Analysis = AnalysisSettings.Of(AnalysisMode.Point) with { FailedRuns = 1, MinRequests = 50 },
            Rollback = request.Rollback! with { Enabled = returns, ManualApproval = asks },
        });
        await _world.Sluice.SendAsync(
            TenantId.Default, id, new DeploymentCommand.Judge(0, new Measurement.Seen(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Window(errors: 0), Window(errors: 60), "hash")), CommandContext.Engine, Ct);
        return id;
    }

    private static ArmWindow Window(long errors)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(100)] = 200;
        return new(TimeSpan.FromMinutes(1), 200, errors, 0, 0, latency);
    }
}
