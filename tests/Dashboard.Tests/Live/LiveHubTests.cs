using System.Net.WebSockets;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Dashboard.Tests.Live.Shop;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Tests.Live;

public sealed class LiveHubTests : IAsyncLifetime
{
    private readonly HubHost _host = new();

    public async ValueTask InitializeAsync()
    {
        _host.States.Record(Acme, Checkout, AtQuarter);
        await _host.StartAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_a_browser_measured_is_kept_and_answered_with_the_clock_and_nonsense_is_refused_by_name()
    {
        await using var client = await _host.ConnectAsync();
        var answer = await client.InvokeAsync("Report", (object)new object[] { new { kind = "event_to_pixel", ms = 120 } });
        Assert.Equal(_host.Time.GetUtcNow(), answer.GetProperty("result").GetDateTimeOffset());
        var refused = await client.InvokeAsync("Report", (object)new object[] { new { kind = "event_to_pixel", ms = -2 }, 7 });
        Assert.Contains("beacons[0].ms is -2: 0 to 60000. beacons[1] is 7: an object.", refused.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 120.0), (_host.Beacons.Current.Events, _host.Beacons.Current.EventToPixel!.Value.TotalMilliseconds));
    }

    [Fact]
    public async Task Samples_since_the_last_tick_come_in_one_message()
    {
        await using var client = await WatchingAsync();
        _host.Feed.Add(Tick(1));
        _host.Feed.Add(Tick(2));
        _host.Audience.Flush();
        _host.Audience.Flush();
        _host.Feed.Add(Tick(3));
        _host.Audience.Flush();

        var first = await client.NextAsync("tick");
        Assert.Equal(("checkout-1", 1, 2), (first.GetProperty("deployment").GetString(), first.GetProperty("seq").GetInt32(), first.GetProperty("points").GetArrayLength()));
        Assert.Equal("[1772366401000,30,0,9.9,10.3,10.4,10,1,39.8,41.3,41.5,25]", first.GetProperty("points")[0].GetRawText());
        var second = await client.NextAsync("tick");
        Assert.Equal((2, 1), (second.GetProperty("seq").GetInt32(), second.GetProperty("points").GetArrayLength()));
    }

    [Fact]
    public async Task The_first_point_looks_back_at_samples_from_before_anybody_watched()
    {
        _host.Feed.Add(Tick(0, scale: 3));
        await using var client = await WatchingAsync();
        _host.Feed.Add(Tick(1) with { Samples = [Tick(1).Samples[0]] });
        _host.Audience.Flush();

        var point = (await client.NextAsync("tick")).GetProperty("points")[0];
        Assert.Equal(20, point[11].GetDouble());   // 30 of 150 requests in the window, none of them in this second
    }

    [Fact]
    public async Task Events_carry_version_kind_time_and_the_shares_after_them()
    {
        await using var client = await WatchingAsync();
        _host.States.Record(Acme, Checkout, Told(
            new PhaseCompleted(0), new PhaseEntered(1, Share.All), new SplitLost("gone"), new ReturnStarted(EndsAs.Aborted, "no", FailedStage: null, Noon)));

        Assert.Equal(
            [
                """{"deployment":"checkout-1","version":7,"kind":"phase_completed","at":"2026-03-01T12:00:00+00:00","asked":25,"set":25}""",
                """{"deployment":"checkout-1","version":8,"kind":"phase_entered","at":"2026-03-01T12:00:00+00:00","asked":100,"set":25}""",
                """{"deployment":"checkout-1","version":9,"kind":"split_lost","at":"2026-03-01T12:00:00+00:00","asked":100,"set":null}""",
                """{"deployment":"checkout-1","version":10,"kind":"return_started","at":"2026-03-01T12:00:00+00:00","asked":0,"set":null}""",
            ],
            [await EventAsync(client), await EventAsync(client), await EventAsync(client), await EventAsync(client)]);
    }

    [Fact]
    public async Task An_event_recorded_while_the_state_is_looked_up_is_not_lost()
    {
        _host.States.WhileFinding = () =>
        {
            _host.States.WhileFinding = null;
            _host.States.Record(Acme, Checkout, Told(new PhaseCompleted(0)));
        };
        await using var client = await _host.ConnectAsync();
        var answer = await client.InvokeAsync("WatchDeployment", Checkout.Value);

        Assert.Equal(7, answer.GetProperty("result").GetProperty("version").GetInt64());
        _host.States.Record(Acme, Checkout, Told(new PhaseEntered(1, Share.All)));
        Assert.Contains("\"version\":8", await EventAsync(client), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme", "checkout-99")]
    [InlineData("other", "checkout-1")]
    public async Task A_deployment_that_the_tenant_does_not_have_is_not_there(string tenant, string id)
    {
        await using var client = await _host.ConnectAsync(tenant);
        var answer = await client.InvokeAsync("WatchDeployment", id);

        Assert.EndsWith($"There is no deployment '{id}'.", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_name_in_another_tenant_is_another_deployment()
    {
        _host.States.Record(new("other"), Checkout, AtQuarter);
        await using var mine = await WatchingAsync();
        await using var theirs = await WatchingAsync("other");
        await theirs.InvokeAsync("WatchFleet");

        _host.Feed.Add(Tick(1));
        _host.States.Record(Acme, Checkout, Told(new PhaseCompleted(0)));
        _host.Audience.Flush();
        await mine.NextAsync("tick");
        _host.Audience.Beat(Noon, 1);
        await theirs.NextAsync("beat");

        Assert.Equal((0, 0), (theirs.CountWaiting("tick"), theirs.CountWaiting("event")));
    }

    [Fact]
    public async Task The_fleet_hears_of_every_deployment_of_its_tenant()
    {
        await using var client = await _host.ConnectAsync();
        await client.InvokeAsync("WatchFleet");
        _host.States.Record(new("other"), Checkout, AtQuarter);
        _host.States.Record(Acme, Checkout, Told(new PhaseCompleted(0)));
        Assert.Equal("""{"deployment":"checkout-1","version":7,"kind":"phase_completed","at":"2026-03-01T12:00:00+00:00"}""", await EventAsync(client));

        await client.InvokeAsync("UnwatchFleet");
        _host.States.Record(Acme, Checkout, Told(new PhaseEntered(1, Share.All)));
        _host.Audience.Beat(Noon, 1);
        await client.NextAsync("beat");
        Assert.Equal(0, client.CountWaiting("event"));
    }

    [Fact]
    public async Task Nothing_is_worked_out_when_nobody_watches()
    {
        _host.Feed.Add(Untouchable(1));
        await using var client = await WatchingAsync();
        await client.InvokeAsync("UnwatchDeployment", Checkout.Value);
        _host.Feed.Add(Untouchable(20));
        _host.Audience.Flush();
        await client.InvokeAsync("WatchDeployment", Checkout.Value);
        _host.Feed.Add(Tick(40));
        _host.Audience.Flush();

        Assert.Equal(1, (await client.NextAsync("tick")).GetProperty("points").GetArrayLength());
    }

    [Fact]
    public async Task Samples_long_after_the_end_are_of_what_came_after()
    {
        await using var client = await WatchingAsync();
        _host.States.Record(Acme, Checkout, Told(new ReturnStarted(EndsAs.Aborted, "no", FailedStage: null, Noon), new DeploymentAborted("no")));
        _host.Feed.Add(Tick(300));
        _host.Feed.Add(Tick(301));
        _host.Audience.Flush();

        Assert.Equal(1, (await client.NextAsync("tick")).GetProperty("points").GetArrayLength());
    }

    [Fact]
    public async Task A_heart_beats_every_second_with_the_servers_clock()
    {
        await using var client = await _host.ConnectAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (client.CountWaiting("beat") == 0)
        {
            _host.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }

        var beat = await client.NextAsync("beat");
        Assert.True(beat.GetProperty("seq").GetInt64() >= 1);
        Assert.InRange(beat.GetProperty("at").GetDateTimeOffset(), Noon.AddSeconds(1), _host.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_page_takes_less_than_two_kibibytes_a_second()
    {
        await using var client = await WatchingAsync();
        var before = client.BytesReceived;
        for (var second = 1; second <= 60; second++)
        {
            _host.Feed.Add(Tick(second, scale: 1000));
            _host.Audience.Flush();
            _host.Audience.Beat(Noon.AddSeconds(second), second);
            await client.NextAsync("beat");
        }

        var perSecond = (client.BytesReceived - before) / 60.0;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perSecond:0} bytes per second");
        Assert.InRange(perSecond, 1, 2048);
    }

    [Fact]
    public async Task Who_is_not_signed_in_does_not_get_in() =>
        await Assert.ThrowsAsync<WebSocketException>(() => _host.ConnectAsync(tenant: ""));

    private static async Task<string> EventAsync(HubClient client) => (await client.NextAsync("event")).GetRawText();

    private async Task<HubClient> WatchingAsync(string tenant = "acme")
    {
        var client = await _host.ConnectAsync(tenant);
        Assert.Equal(AtQuarter.Length, (await client.InvokeAsync("WatchDeployment", Checkout.Value)).GetProperty("result").GetProperty("version").GetInt64());
        return client;
    }
}
