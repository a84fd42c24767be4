using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;
using Sluice.Engine.Notifications.Webhook;
using Sluice.Engine.Tests.Projections;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>From an event to a real receiver: what arrives, how often, and what is recorded of it.</summary>
public sealed class DeliveryTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Secret = "a-secret-of-the-test";
    private readonly Story _story = new("acme", "shop", 5);
    private NotificationRun _run = null!;
    private Receiver _receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _run = await NotificationRun.CreateAsync(postgres);
        _receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _run.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_signed_and_says_what_happened_and_where_to_look()
    {
        var channel = await _run.AddAsync(_receiver.Address, secret: Secret);
        var id = await AbortedAsync();
        await _run.SendAsync();

        var received = await _receiver.NextAsync();
        var seconds = received.Signature.Split(',')[0][2..];
        Assert.Equal(WebhookSignature.Of(new(Secret), DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)), received.Body), received.Signature);
        Assert.Equal((received.Key, "acme", channel), (received.Json.GetProperty("id").GetString(), received.Json.GetProperty("tenant").GetString(), received.Json.GetProperty("channel").GetProperty("id").GetString()));
        var notice = received.Json.GetProperty("notices")[1];
        var version = notice.GetProperty("version").GetInt64();
        Assert.Equal(["started", "aborted"], received.Kinds);
        Assert.Equal(($"{id}:{version}:aborted", "shop", "production", "ann"), (Text("id"), Text("service"), Text("environment"), Text("by")));
        Assert.Equal(("It is aborted.", FormattableString.Invariant($"http://console/{id}?at={version}")), (Text("sentence"), Text("link")));

        var delivery = await _run.OnlyAsync(channel);
        Assert.Equal((received.Key, DeliveryStatus.Delivered, 1, 200, null), (delivery.Id, delivery.Status, delivery.Attempts, delivery.StatusCode, delivery.Problem));
        Assert.Equal(_run.Clock.GetUtcNow(), (await RowAsync(channel)).LastDeliveredAt);

        string? Text(string name) => notice.GetProperty(name).GetString();
    }

    [Fact]
    public async Task What_is_not_taken_is_sent_again_later_under_the_same_key_and_with_the_same_body()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        _receiver.Answer = context => SayAsync(context, 503, new string('x', 5_000));
        await AbortedAsync();
        await _run.SendAsync();
        var first = await _receiver.NextAsync();
        var failed = await _run.OnlyAsync(channel);
        Assert.Equal((DeliveryStatus.Waiting, 1, 503, "It answered 503.", 200), (failed.Status, failed.Attempts, failed.StatusCode, failed.Problem, failed.Answer!.Length));
        Assert.InRange(failed.DueAt - _run.Clock.GetUtcNow(), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        Assert.Equal((_run.Clock.GetUtcNow(), "It answered 503."), ((await RowAsync(channel)).FailingSince, (await RowAsync(channel)).LastProblem));

        await _run.SendAsync();
        Assert.Equal(0, _receiver.Waiting);
        _receiver.Answer = _ => Task.CompletedTask;
        _run.Clock.Advance(TimeSpan.FromSeconds(7));
        await _run.SendAsync();
        var second = await _receiver.NextAsync();
        Assert.Equal((first.Key, first.Body, 2), (second.Key, second.Body, second.Attempt));
        Assert.NotEqual(first.Signature, second.Signature);
        Assert.Equal(DeliveryStatus.Delivered, (await _run.OnlyAsync(channel)).Status);
        Assert.Null((await RowAsync(channel)).FailingSince);
    }

    [Fact]
    public async Task After_a_day_it_is_given_up_and_a_person_may_have_it_sent_for_another()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        _receiver.Answer = context => SayAsync(context, 500, "no");
        await AbortedAsync();
        await _run.SendAsync();
        _run.Clock.Advance(TimeSpan.FromHours(24));
        await _run.SendAsync();
        var given = await _run.OnlyAsync(channel);
        Assert.Equal((DeliveryStatus.GivenUp, 2), (given.Status, given.Attempts));
        Assert.Equal((0, 1), ((await RowAsync(channel)).Waiting, (await RowAsync(channel)).GivenUp));

        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.RetryAsync(NotificationRun.Ann, channel, given.Id, Ct));
        await _run.SendAsync();
        Assert.Equal((DeliveryStatus.Waiting, 3), ((await _run.OnlyAsync(channel)).Status, (await _run.OnlyAsync(channel)).Attempts));
        _receiver.Answer = _ => Task.CompletedTask;
        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.RetryAsync(NotificationRun.Ann, channel, given.Id, Ct));
        await _run.SendAsync();
        Assert.Equal(DeliveryStatus.Delivered, (await _run.OnlyAsync(channel)).Status);
        Assert.IsType<ChannelAnswer.Delivered>(await _run.Channels.RetryAsync(NotificationRun.Ann, channel, given.Id, Ct));
    }

    [Fact]
    public async Task What_waited_for_days_is_given_up_and_not_sent_unless_a_person_asks_for_it()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await AbortedAsync();
        _run.Clock.Advance(TimeSpan.FromDays(3));
        await _run.SendAsync();
        var given = await _run.OnlyAsync(channel);
        Assert.Equal((DeliveryStatus.GivenUp, 0, "It could not be sent in its time.", 0), (given.Status, given.Attempts, given.Problem, _receiver.Waiting));
        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.RetryAsync(NotificationRun.Ann, channel, given.Id, Ct));
        await _run.SendAsync();
        Assert.Equal(["started", "aborted"], (await _receiver.NextAsync()).Kinds);
    }

    [Fact]
    public async Task What_is_refused_for_an_hour_is_given_up_and_says_why()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        _receiver.Answer = context => SayAsync(context, 503, "not now");
        await AbortedAsync();
        await _run.SendAsync();

        // What it was refused before "not now" does not count.
        foreach (var status in (int[])[404, 429, .. Enumerable.Repeat(404, 7)])
        {
            Assert.Equal(DeliveryStatus.Waiting, (await TriedAsync(channel, status)).Status);
        }

        var given = await TriedAsync(channel, 410);
        Assert.Equal((DeliveryStatus.GivenUp, 410, "It answered 410. Refused 8 times in a row, it is not sent again."), (given.Status, given.StatusCode, given.Problem));
        // The channel goes on.
        Assert.Equal("It answered 410.", (await RowAsync(channel)).LastProblem);

        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.RetryAsync(NotificationRun.Ann, channel, given.Id, Ct));
        Assert.Equal(DeliveryStatus.Waiting, (await TriedAsync(channel, 404)).Status);
    }

    [Fact]
    public async Task A_new_secret_loses_nothing_until_the_receiver_has_it()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await AbortedAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(DeliveryStatus.Waiting, (await TriedAsync(channel, 401)).Status);
        }

        // The next refusal would be the last.
        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.ChangeAsync(NotificationRun.Ann, channel, (await RowAsync(channel)).Channel.Spec, secret: null, makeSecret: true, Ct));
        Assert.Equal(DeliveryStatus.Waiting, (await TriedAsync(channel, 401)).Status);
        Assert.Equal(DeliveryStatus.Delivered, (await TriedAsync(channel, 200)).Status);
    }

    [Fact]
    public async Task A_channel_that_takes_a_test_fails_no_more()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await AbortedAsync();
        await TriedAsync(channel, 401);
        Assert.NotNull((await RowAsync(channel)).FailingSince);
        Assert.IsType<ChannelAnswer.Tested>(await _run.Channels.TestAsync(NotificationRun.Ann, channel, Ct));
        Assert.Equal("It answered 401.", (await RowAsync(channel)).LastProblem);

        _receiver.Answer = _ => Task.CompletedTask;
        _run.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<ChannelAnswer.Tested>(await _run.Channels.TestAsync(NotificationRun.Ann, channel, Ct));
        Assert.Equal((null, null), ((await RowAsync(channel)).FailingSince, (await RowAsync(channel)).LastProblem));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync();
        var channel = await _run.AddAsync(_receiver.Address);
        _receiver.Answer = context =>
        {
            context.Response.Redirect(elsewhere.Address, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await AbortedAsync();
        await _run.SendAsync();
        Assert.Equal("It answered 307, a redirect; none is followed.", (await _run.OnlyAsync(channel)).Problem);
        Assert.Equal(0, elsewhere.Waiting);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_no_other_up()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _receiver.Answer = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        await using var well = await Receiver.StartAsync();
        var dead = await _run.AddAsync(_receiver.Address);
        var other = await _run.AddAsync(well.Address, spec => spec with { Name = "well" });
        await AbortedAsync();
        await _run.Pump.TurnAsync(Ct);
        await asked.Task.WaitAsync(Ct);
        Assert.Equal(["started", "aborted"], (await well.NextAsync()).Kinds);
        _run.Clock.Advance(TimeSpan.FromSeconds(11));
        await _run.Pump.IdleAsync().WaitAsync(Ct);
        Assert.Equal("No answer within 10 s.", (await _run.OnlyAsync(dead)).Problem);
        Assert.Equal(DeliveryStatus.Delivered, (await _run.OnlyAsync(other)).Status);
    }

    private async Task<DeploymentId> AbortedAsync()
    {
        var id = _story.Create(Story.Quick(_story.Name, 1));
        _story.Say(id, new Abort("wrong build"));
        _story.Say(id, new ReportSplit(_story.Deployments[id].Asked, Verified: true));
        await _run.TellAsync(_story);
        return id;
    }

    /// <summary>After another try that is answered so.</summary>
    private async Task<Delivery> TriedAsync(string channel, int status)
    {
        var before = await _run.OnlyAsync(channel);
        _receiver.Answer = context => SayAsync(context, status, "no");
        _run.Clock.Advance(before.DueAt > _run.Clock.GetUtcNow() ? before.DueAt - _run.Clock.GetUtcNow() : TimeSpan.Zero);
        await _run.SendAsync();
        var after = await _run.OnlyAsync(channel);
        Assert.Equal((before.Attempts + 1, status), (after.Attempts, after.StatusCode));
        return after;
    }

    private async Task<ChannelRow> RowAsync(string channel) => (await _run.Channels.FindAsync(NotificationRun.Tenant, channel, Ct))!;

    private static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }
}
