using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Tests.Traffic;

/// <summary>What every router promises, held against the real one.</summary>
public abstract class TrafficRouterContract
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract ITrafficRouter Router { get; }

    /// <summary>Sends one request to a service through the router and returns what was answered; null when nobody serves it.</summary>
    private protected abstract Task<string?> AskAsync(string service);

    [Fact]
    public async Task An_applied_route_is_read_back_and_served()
    {
        await using var backend = await Backend.SayingAsync("one");
        await Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, backend.Address)), Ct);

        var reading = await Router.ReadAsync(Given.Place("shop"), Ct);
        Assert.Equal([new ReadArm(1, Share.All)], reading!.Arms);
        Assert.Equal([new ReadInstance("1-0", Healthy: true, Draining: false, Open: 0)], reading.Instances);
        Assert.Equal("one", await AskAsync("shop"));
    }

    [Fact]
    public async Task A_place_without_a_route_has_an_empty_reading() =>
        Assert.Equal(RouteReading.None, await Router.ReadAsync(Given.Place("nobody"), Ct));

    [Fact]
    public async Task Shares_are_served_as_they_are_read_back()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 75, stable.Address), Given.Arm(2, 25, canary.Address)), Ct);

        var reading = await Router.ReadAsync(Given.Place("shop"), Ct);
        Assert.Equal((75m, 25m), (reading!.ShareOf(1).Percent, reading.ShareOf(2).Percent));
        var answers = new List<string?>();
        for (var i = 0; i < 200; i++)
        {
            answers.Add(await AskAsync("shop"));
        }

        Assert.InRange(answers.Count(answer => answer == "canary"), 30, 70);
        Assert.All(answers, answer => Assert.True(answer is "stable" or "canary", answer));
    }

    [Fact]
    public async Task Moving_all_traffic_moves_it_at_once_and_keeps_what_drains()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 50, stable.Address), Given.Arm(2, 50, canary.Address)), Ct);
        var draining = Given.Arm(2, 0, canary.Address);
        draining = draining with { Instances = [draining.Instances[0] with { Draining = true }] };
        await Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, stable.Address), draining), Ct);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("stable", await AskAsync("shop"));
        }

        var reading = await Router.ReadAsync(Given.Place("shop"), Ct);
        Assert.Equal(Share.None, reading!.ShareOf(2));
        Assert.True(reading.Instances.Single(instance => instance.Id == "2-0") is { Draining: true, Open: 0 });
    }

    [Fact]
    public async Task A_split_that_would_serve_nobody_is_refused_and_changes_nothing()
    {
        await using var backend = await Backend.SayingAsync("one");
        await Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, backend.Address)), Ct);

        foreach (var arm in new[] { Given.Arm(1, 0, backend.Address), Given.Arm(1, 100), Given.Arm(1, 99, backend.Address) })
        {
            var refused = await Assert.ThrowsAsync<RouterException>(() => Router.ApplyAsync(Given.Route("shop", arm), Ct));
            Assert.False(refused.IsTransient);
        }

        Assert.Equal("one", await AskAsync("shop"));
    }

    [Fact]
    public async Task Paused_on_purpose_it_serves_nobody_says_so_and_open_requests_end()
    {
        Assert.True(await Router.KnowsPausesAsync(Ct));
        await using var backend = await Backend.SayingAsync("one");
        var route = Given.Route("shop", Given.Arm(1, 100, backend.Address));
        await Router.ApplyAsync(route, Ct);
        var leaving = route.Arms[0] with { Instances = [route.Arms[0].Instances[0] with { Draining = true }] };
        await Router.ApplyAsync(route with { Arms = [leaving], IsPaused = true }, Ct);

        Assert.Contains("paused", await AskAsync("shop"), StringComparison.Ordinal);
        Assert.True((await Router.ReadAsync(Given.Place("shop"), Ct))!.Instances.Single().IsEmpty);
        await Router.ApplyAsync(route with { Arms = [leaving with { Instances = [] }], IsPaused = true }, Ct);
        Assert.Equal(Share.All, (await Router.ReadAsync(Given.Place("shop"), Ct))!.ShareOf(1));
        await Router.ApplyAsync(route, Ct);
        Assert.Equal("one", await AskAsync("shop"));
    }

    [Fact]
    public async Task What_is_copied_is_read_back_as_it_was_applied_and_serves_nobody()
    {
        Assert.True(await Router.KnowsMirroringAsync(Ct));
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        var route = Given.Route("shop", Given.Arm(1, 100, stable.Address), Given.Arm(2, 0, canary.Address));
        foreach (var mirror in new WantedMirror[] { new(Share.All, new()), new(Share.FromPercent(0.1m), new(UnsafeMethods: true, MaxBody: 0)) })
        {
            await Router.ApplyAsync(route with { Mirror = mirror }, Ct);
            var reading = await Router.ReadAsync(Given.Place("shop"), Ct);
            Assert.Equal((mirror, Share.None), (reading!.Mirror, reading.ShareOf(2)));
            Assert.NotNull(reading.MirrorCounts);
            Assert.Equal("stable", await AskAsync("shop"));
        }

        await Router.ApplyAsync(route, Ct);
        Assert.Null((await Router.ReadAsync(Given.Place("shop"), Ct))!.Mirror);
    }

    [Fact]
    public async Task Who_takes_part_and_stays_is_read_back_as_it_was_applied()
    {
        Assert.True(await Router.KnowsUsersAsync(Ct));
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        var route = Given.Route("shop", Given.Arm(1, 0, stable.Address), Given.Arm(2, 100, canary.Address));
        foreach (var users in new UserRouting[]
        {
            new(new(UserKey.Cookie, "cart"), []),
            new(new(UserKey.OwnCookie), [new(UserKey.Header, "X-Group") { Value = "beta" }]),
            new(Sticky: null, [new(UserKey.Header, "X-Group"), new(UserKey.Cookie, "region") { Prefix = "eu" }]),
        })
        {
            await Router.ApplyAsync(route with { Users = users }, Ct);
            var reading = await Router.ReadAsync(Given.Place("shop"), Ct);
            Assert.Equal(users, reading!.Users);
            Assert.NotNull(reading.UserCounts);
            Assert.Equal(users.Match.Count > 0 ? "stable" : "canary", await AskAsync("shop"));
        }

        await Router.ApplyAsync(route, Ct);
        Assert.Null((await Router.ReadAsync(Given.Place("shop"), Ct))!.Users);
        Assert.Equal("canary", await AskAsync("shop"));
    }

    [Fact]
    public async Task Places_do_not_touch_each_other()
    {
        await using var first = await Backend.SayingAsync("first");
        await using var second = await Backend.SayingAsync("second");
        await Task.WhenAll(
            Router.ApplyAsync(Given.Route("one", Given.Arm(1, 100, first.Address)), Ct),
            Router.ApplyAsync(Given.Route("two", Given.Arm(1, 100, second.Address)), Ct));
        Assert.Equal("first", await AskAsync("one"));
        Assert.Equal("second", await AskAsync("two"));

        await Router.ReleaseAsync(Given.Place("one"), Ct);
        Assert.Null(await AskAsync("one"));
        Assert.Equal("second", await AskAsync("two"));
        Assert.Equal(RouteReading.None, await Router.ReadAsync(Given.Place("one"), Ct));
    }

    [Fact]
    public async Task A_place_that_was_never_served_can_be_released() => await Router.ReleaseAsync(Given.Place("nobody"), Ct);
}
