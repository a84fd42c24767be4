using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Users who stay with their release and users who alone take part, with real processes behind the real gateway.</summary>
public sealed class UserStories(SharedEngine shared)
{
    private const string Marker = "X-Group";

    private static readonly UserMatch s_beta = new(UserKey.Header, Marker) { Value = "beta" };

    [Fact]
    public async Task While_the_share_grows_no_user_goes_back_to_the_old_release()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Slow(new(new(UserKey.Header, "X-User"), []), 20, 60, 100));
        var before = new HashSet<int>();
        foreach (var share in new[] { 20m, 60m, 100m })
        {
            await HoldsAsync(shop, id, share);
            var now = new HashSet<int>();
            for (var user = 0; user < 40; user++)
            {
                var first = await shop.AskAsync(("X-User", $"user-{user}"));
                Assert.Equal(first, await shop.AskAsync(("X-User", $"user-{user}")));
                if (first == "2")
                {
                    now.Add(user);
                }
            }

            Assert.True(before.IsSubsetOf(now), $"at {share} %");
            Assert.Equal(share == 100, now.Count == 40);
            Assert.NotEmpty(now);
            before = now;
            await shop.OrderAsync(id, new DeploymentCommand.Promote());
        }

        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Users is null && status.Set is [{ Release: 2 }], "everybody is served by release 2 alone");
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
    }

    [Fact]
    public async Task Only_those_who_match_meet_the_new_release_until_it_is_promoted()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var others = shop.Visit();
        await using var beta = shop.Visit(header: (Marker, "beta"));
        var id = await shop.DeployAsync(Shop("2"), Slow(new(Sticky: null, [s_beta]), 50, 100) with { Strategy = DeploymentStrategy.Ab });

        await HoldsAsync(shop, id, 50);
        await shop.UntilStatusAsync(status => status.Users is { Unknown: > 20, Aside: > 20 }, "both kinds are counted");
        Assert.True(beta.AnswersOf("2") > 0);
        await shop.OrderAsync(id, new DeploymentCommand.Promote());
        await HoldsAsync(shop, id, 100);
        Assert.Equal(("2", "1"), (await shop.AskAsync((Marker, "beta")), await shop.AskAsync()));
        Assert.Equal(0, others.AnswersOf("2"));

        await shop.OrderAsync(id, new DeploymentCommand.Promote());
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        Assert.Equal("2", await shop.AskAsync());
        await Task.WhenAll(others.LeaveAsync(), beta.LeaveAsync());
        Assert.Empty(others.Broken.Concat(beta.Broken));
    }

    [Fact]
    public async Task A_release_that_fails_those_who_match_goes_back_and_nobody_else_met_it()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var others = shop.Visit();
        await using var beta = shop.Visit(header: (Marker, "beta"));
        var request = Slow(new(Sticky: null, [s_beta]), 100) with { Strategy = DeploymentStrategy.Ab, Thresholds = Quick().Thresholds };
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.5")), request);
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await Task.WhenAll(others.LeaveAsync(), beta.LeaveAsync());

        Assert.Empty(others.Broken.Concat(beta.Broken));
        Assert.Equal((0, 0), (others.Errors, others.AnswersOf("2")));
        Assert.True(beta.Errors > 0);
        (await shop.EventsAsync(id)).ReturnsTrafficBeforeItEnds();
    }

    /// <summary>Each phase holds until somebody goes on.</summary>
    private static DeploymentRequest Slow(UserRouting users, params decimal[] shares)
    {
        var request = Unjudged([.. shares.Select(share => new PhaseRequest(share) { Hold = TimeSpan.FromHours(1) })]);
        return request with { Plan = request.Plan with { Users = users } };
    }

    private static Task<Deployment> HoldsAsync(ShopService shop, DeploymentId id, decimal share) =>
        shop.UntilAsync(id, d => d.Stage == RunStage.Hold && d.Set?.Canary == Share.FromPercent(share), $"holds at {share} %");
}
