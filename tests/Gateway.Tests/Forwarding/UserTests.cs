using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Forwarding;

/// <summary>Users who stay and users who take part, with real requests.</summary>
public sealed class UserTests
{
    private static readonly GatewayMatch s_beta = new("header", "X-Group") { Value = "beta" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gateways_cookie_is_set_once_hidden_from_scripts_and_obeyed_from_the_first_answer_on()
    {
        await using var stable = await Backend.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = "theirs=1";
            return context.Response.WriteAsync("stable");
        });
        await using var canary = await Backend.SayingAsync("canary");
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary, 500, new("own_cookie")));
        for (var user = 0; user < 20; user++)
        {
            var (first, cookies) = await AskAsync(gateway);
            var ours = Assert.Single(cookies, cookie => cookie.StartsWith("Sluice-User=", StringComparison.Ordinal));
            Assert.Matches("^Sluice-User=[0-9a-f]{32}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax$", ours);
            Assert.Equal(first == "stable", cookies.Contains("theirs=1", StringComparer.Ordinal));
            for (var visit = 0; visit < 3; visit++)
            {
                var (again, more) = await AskAsync(gateway, ("Cookie", ours[..ours.IndexOf(';', StringComparison.Ordinal)]));
                Assert.Equal(first, again);
                Assert.DoesNotContain(more, cookie => cookie.StartsWith("Sluice-User", StringComparison.Ordinal));
            }
        }

        var counts = Assert.Single((await gateway.StatusAsync()).Users);
        Assert.Equal((80, 20, 0), (counts.Known, counts.Welcomed, counts.Unknown));
        Assert.Null(counts.Aside);
    }

    [Fact]
    public async Task A_user_follows_the_share_up_and_everybody_comes_back_when_it_is_0()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary, 0, new("header", "X-User")));
        string[] users = [.. Enumerable.Range(0, 60).Select(i => $"user-{i}")];
        var before = new HashSet<string>(StringComparer.Ordinal);
        var revision = 1;
        foreach (var share in new[] { 100, 500, 900, 1000, 0 })
        {
            await gateway.ApplyAsync(Given.Config(++revision, Route(stable, canary, share, new("header", "X-User"))));
            var now = new HashSet<string>(StringComparer.Ordinal);
            foreach (var user in users)
            {
                if ((await AskAsync(gateway, ("X-User", user))).Text == "canary")
                {
                    now.Add(user);
                }
            }

            Assert.True(share == 0 ? now.Count == 0 : before.IsSubsetOf(now), $"at {share}");
            before = now;
        }

        await gateway.CountersAsync("1", users.Length);
        Assert.Equal(5 * users.Length, (await gateway.StatusAsync()).Counters.Sum(counters => counters.Requests));
    }

    [Fact]
    public async Task Requests_that_do_not_match_go_to_stable_at_any_share_and_are_counted_apart()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary, 1000, sticky: null, s_beta));
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal("stable", (await AskAsync(gateway)).Text);
            Assert.Equal("canary", (await AskAsync(gateway, ("X-Group", "beta"))).Text);
        }

        await gateway.CountersAsync("2", 30);
        var status = await Eventually.GetAsync("all that stood aside is counted", gateway.StatusAsync, status => status.Users[0].Aside!.Requests == 30);
        Assert.Equal((30, 0), (status.Users[0].Unknown, status.Counters.Single(counters => counters.Release == "1").Requests));
        Assert.Equal(30, status.Destinations.Single(destination => destination.Id == "1-1").Requests);
        Assert.Equal(30, status.Users[0].Aside!.Latency.Sum());

        // With the rule gone everybody takes part again, in the counters too.
        await gateway.ApplyAsync(Given.Config(2, Route(stable, canary, 1000, sticky: null)));
        Assert.Equal("canary", (await AskAsync(gateway)).Text);
        Assert.Empty((await gateway.StatusAsync()).Users);
    }

    [Fact]
    public async Task Matched_users_are_shared_out_exactly()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary, 250, sticky: null, s_beta));
        var answers = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            answers.Add((await AskAsync(gateway, ("X-Group", "beta"))).Text);
            await AskAsync(gateway);
        }

        Assert.Equal(250, answers.Count(answer => answer == "canary"));
        Assert.Equal((250, 750), ((await gateway.CountersAsync("2", 250)).Requests, (await gateway.CountersAsync("1", 750)).Requests));
    }

    [Fact]
    public async Task A_gateway_says_that_it_tells_users_apart()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Contains(GatewayFeatures.Users, (await gateway.StatusAsync()).Features);
    }

    private static GatewayRoute Route(Backend stable, Backend canary, int share, GatewaySticky? sticky, params GatewayMatch[] match) =>
        Given.Route(Given.Arm("1", 1000 - share, stable.Address), Given.Arm("2", share, canary.Address)) with
        {
            Users = sticky is null && match.Length == 0 ? null : new("2", "1") { Sticky = sticky, Match = match.Length == 0 ? null : match },
        };

    private static async Task<(string Text, string[] Cookies)> AskAsync(RunningGateway gateway, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await gateway.Client.SendAsync(request, Ct);
        return (await answer.Content.ReadAsStringAsync(Ct), answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
    }
}
