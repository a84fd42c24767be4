using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Preferences;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
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

        await OpenAsync(bell);
        Assert.Empty(bell.FindAll(".bell__count"));
        Assert.Contains("bell__item--new", bell.Find("[data-notice]").ClassName, StringComparison.Ordinal);
        await OpenAsync(bell);
        Assert.DoesNotContain("bell__item--new", bell.Find("[data-notice]").ClassName!, StringComparison.Ordinal);

        // When the return is complete it is the same matter, here and on the next page.
        await _world.Sluice.SendAsync(TenantId.Default, id, new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllStable, Verified: true), CommandContext.Engine, Ct);
        await _world.Sluice.SendAsync(TenantId.Default, id, new DeploymentCommand.Tick(), CommandContext.Engine, Ct);
        var other = _world.Console.Render<Bell>();
        Assert.Empty(other.FindAll("[data-notice]"));
        Assert.Empty(other.FindAll(".bell__count"));
        await OpenAsync(other);
        Assert.Single(other.FindAll("[data-notice]"));
    }

    [Fact]
    public async Task To_close_the_list_is_not_to_read_it()
    {
        await FailingAsync(returns: true);
        var bell = _world.Console.Render<Bell>();
        Assert.False(bell.Find("button").HasAttribute("blazor:onclick"));
        Assert.Equal("1", bell.Find(".bell__count").TextContent);
        await OpenAsync(bell);
        Assert.Empty(bell.FindAll(".bell__count"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_out_and_hides_nothing_else()
    {
        await _world.GoLiveAsync("books");
        var books = await _world.StartAsync("books");
        _world.Sluice.AddForeign(TenantId.Default, books.Stream, "deployment_forgotten", "{}");
        await FailingAsync(returns: true);
        Assert.Single(_world.Console.Render<Bell>().FindAll("[data-notice]"));
    }

    [Fact]
    public async Task What_becomes_unreadable_does_not_silence_what_comes_after_it()
    {
        await _world.GoLiveAsync("books");
        await _world.GoLiveAsync("shop");
        var bell = _world.Console.Render<Bell>();
        var books = await _world.StartAsync("books");
        _world.Sluice.AddForeign(TenantId.Default, books.Stream, "deployment_forgotten", "{}");
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await FailingAsync(returns: true);
        Until(bell, () => Assert.Single(bell.FindAll("[data-notice]")));
    }

    [Fact]
    public async Task What_was_seen_stays_seen_also_when_newer_ones_push_it_from_the_list()
    {
        var keys = await OverrideAsync(times: 35);
        await SeenAsync(keys);
        var bell = _world.Console.Render<Bell>();
        Assert.Empty(bell.FindAll(".bell__count"));
        await OpenAsync(bell);
        Assert.Equal(MyNotices.Most, bell.FindAll("[data-notice]").Count);
        Assert.Equal(keys.Order(StringComparer.Ordinal), (await SeenAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_could_not_be_read_takes_no_mark_away()
    {
        var keys = await OverrideAsync(times: 2);
        await SeenAsync(keys);
        _world.Preferences.TellsNothing = true;
        var bell = _world.Console.Render<Bell>();
        await OpenAsync(bell);
        _world.Preferences.TellsNothing = false;
        Assert.Equal(keys, await SeenAsync());
        Until(bell, () => Assert.Equal(2, bell.FindAll("[data-notice]").Count));
        Assert.Empty(bell.FindAll(".bell__count"));
    }

    [Fact]
    public async Task A_mark_that_could_not_be_kept_is_kept_a_little_later()
    {
        var keys = await OverrideAsync(times: 2);
        var bell = _world.Console.Render<Bell>();
        _world.Preferences.KeepsNothing = true;
        await OpenAsync(bell);
        Assert.Contains("may be old", bell.Find("[role=status]").TextContent, StringComparison.Ordinal);
        _world.Preferences.KeepsNothing = false;
        Until(bell, () => Assert.Empty(bell.FindAll("[role=status]")));
        Assert.Equal(keys.Order(StringComparer.Ordinal), (await SeenAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_place_that_is_marked_meanwhile_counts_at_once()
    {
        await FailingAsync(returns: true);
        Is("ben");
        var bell = _world.Console.Render<Bell>();
        Assert.Empty(bell.FindAll("[data-notice]"));
        var fleet = _world.Open<FleetPage>("/fleet");
        fleet.WaitForElement(".fleet__star").Click();
        Until(bell, () => Assert.Single(bell.FindAll("[data-notice]")));
    }

    [Fact]
    public async Task What_is_held_is_told_after_ten_minutes_and_no_more_when_it_goes_on()
    {
        var id = await FailingAsync(returns: false);
        Assert.IsType<DeploymentStatus.Paused>((await _world.FindAsync(id)).Status);
        var bell = _world.Console.Render<Bell>();
        _world.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(_world.Console.Render<Bell>().FindAll("[data-notice]"));
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

    private static Task OpenAsync(IRenderedComponent<Bell> bell) => bell.Find("#bell-menu").TriggerEventAsync("onbellopen", EventArgs.Empty);

    private Task SeenAsync(IReadOnlyList<string> keys) => Mine.WriteAsync(SeenNotices.Key, new SeenNotices(keys), Ct);

    private async Task<IReadOnlyList<string>> SeenAsync() => (await Mine.ReadAsync<SeenNotices>(SeenNotices.Key, Ct))?.Keys ?? [];

    private MyPreferences Mine => _world.Console.Services.GetRequiredService<MyPreferences>();

    /// <summary>Orders of somebody else against the verdict on deployment 2 of the shop, which is ada's.</summary>
    /// <returns>The keys of their notices.</returns>
    private async Task<IReadOnlyList<string>> OverrideAsync(int times)
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        for (var i = 1; i <= times; i++)
        {
            _world.Sluice.Audit.Add("cleo", "promote", id.Value);
            _world.Sluice.Audit.Change(line => line with { Against = "inconclusive", At = _world.Clock.GetUtcNow().AddSeconds(i - times), Version = i });
        }

        return [.. Enumerable.Range(1, times).Select(version => FormattableString.Invariant($"overridden:{id}:{version}"))];
    }

    private void Is(string name) => _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, name, string.Empty, "test"));

    private Task<DeploymentId> FailingAsync(bool returns, bool asks = false) => Trouble.FailingAsync(_world, returns, asks);
}
