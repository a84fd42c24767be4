using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Copies of real requests through the real gateway to a real process that serves nobody.</summary>
public sealed class MirrorStories(SharedEngine shared)
{
    [Fact]
    public async Task A_release_that_answers_copies_well_goes_live_in_one_switch_and_no_user_met_it_before()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Mirror(TimeSpan.FromHours(1)));

        var held = await shop.UntilAsync(id, d => d is { Phase: 1, Stage: RunStage.Hold, SetMirror.Tenths: 1000, Verdict.Kind: Domain.Analysis.VerdictKind.Advance }, "copies all requests and has judged them");
        Assert.Equal((TrafficSplit.AllStable, 0), (held.Set, visitors.AnswersOf("2")));
        Assert.True(held.Verdict is { Canary.Requests: >= 10, Stable.Requests: >= 10 }, $"{held.Verdict}");
        await shop.UntilStatusAsync(status => status is { Mirror: { Copied: > 20, Errors: 0 }, ServedCanary: { Tenths: 0 } }, "copies are counted, and served to nobody");
        Assert.Equal(0, visitors.AnswersOf("2"));

        await shop.OrderAsync(id, new DeploymentCommand.Promote());
        await shop.UntilAsync(id, d => d.Set == TrafficSplit.AllCanary, "has switched");
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Mirror is null && status.Set is [{ Release: 2 }], "release 2 serves alone and nothing is copied");
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        Assert.Equal([0m, 0m, 100m], (await shop.EventsAsync(id)).OfType<DeploymentEvent.PhaseEntered>().Select(e => e.Share.Percent));
    }

    [Fact]
    public async Task A_release_that_fails_copies_is_rolled_back_and_no_user_saw_an_error()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.5")), Mirror(TimeSpan.FromHours(1)));
        var ended = await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal((0, 0), (visitors.Errors, visitors.AnswersOf("2")));
        Assert.True(ended.Verdict is { Canary.Errors: > 0, Stable.Errors: 0 }, $"{ended.Verdict}");
        (await shop.EventsAsync(id)).ReturnsTrafficBeforeItEnds();
    }

    [Fact]
    public async Task An_abort_ends_the_copies_and_the_release_is_stopped()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        await using var buyers = shop.Buy();
        var id = await shop.DeployAsync(Shop("2"), Mirror(TimeSpan.FromHours(1), unsafeMethods: true));
        await shop.UntilStatusAsync(status => status.Mirror is { Copied: > 20 }, "requests are copied");
        await shop.OrderAsync(id, new DeploymentCommand.Abort("not this one"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await shop.UntilGoneAsync(2);
        await Task.WhenAll(visitors.LeaveAsync(), buyers.LeaveAsync());

        Assert.Null(shop.Status!.Mirror);
        Assert.Empty(visitors.Broken.Concat(buyers.Broken));
        Assert.Equal((0, 0), (visitors.AnswersOf("2"), buyers.AnswersOf("2")));
    }

    /// <summary>A fifth of the requests for a second, then all of them as long as told, then a soak of a second.</summary>
    private static DeploymentRequest Mirror(TimeSpan all, bool unsafeMethods = false) => Quick() with
    {
        Strategy = DeploymentStrategy.Mirror,
        Plan = new(PlanKind.Mirror)
        {
            Phases = [new(20) { Hold = TimeSpan.FromSeconds(1) }, new(100) { Hold = all }],
            Hold = TimeSpan.FromSeconds(1),
            Mirror = new(unsafeMethods),
        },
    };
}
