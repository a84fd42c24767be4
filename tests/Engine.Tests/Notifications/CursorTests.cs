using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;
using Sluice.Engine.Tests.Projections;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>Each message is made once and sent once, whatever stops and starts in between; bundled, and filtered.</summary>
public sealed class CursorTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Story _story = new("acme", "shop", 5);
    private NotificationRun _run = null!;
    private Receiver _receiver = null!;
    private int _told;

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
    public async Task What_happened_while_nobody_read_is_told_after_a_restart_and_nothing_twice()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        var id = await StartedAsync();
        await _run.SendAsync();
        Assert.Equal(["started"], (await _receiver.NextAsync()).Kinds);

        await _run.StopAsync();
        End(id);
        _run.Start();
        await TellAsync();
        _run.Clock.Advance(TimeSpan.FromMinutes(1));
        await _run.SendAsync();
        Assert.Equal(["aborted"], (await _receiver.NextAsync()).Kinds);

        await _run.StopAsync();
        _run.Start();
        await TellAsync();
        _run.Clock.Advance(TimeSpan.FromMinutes(10));
        await _run.SendAsync();
        Assert.Equal((0, 2), (_receiver.Waiting, (await _run.Channels.DeliveriesAsync(NotificationRun.Tenant, channel, before: null, 100, Ct)).Count));
    }

    [Fact]
    public async Task A_node_that_dies_after_sending_leaves_the_message_to_be_sent_again_under_its_key()
    {
        await _run.AddAsync(_receiver.Address);
        await StartedAsync();
        var claimed = Assert.Single(await ClaimAsync(TableOfANodeThatDies()));
        await _run.SendAsync();
        Assert.Equal(0, _receiver.Waiting);

        await LeaseIsOverAsync();
        await _run.SendAsync();
        var received = await _receiver.NextAsync();
        Assert.Equal((claimed.Message.Id, claimed.Message.Body, 2), (received.Key, received.Body, received.Attempt));
    }

    [Fact]
    public async Task A_node_that_comes_back_late_does_not_take_the_channel_from_the_one_that_has_it_now()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await StartedAsync();
        var table = TableOfANodeThatDies();
        var late = Assert.Single(await ClaimAsync(table));
        await LeaseIsOverAsync();
        var mine = Assert.Single(await ClaimAsync(table));
        await table.ReleaseAsync(late, Ct);
        await table.FinishAsync(late, new(500, "no", "It answered 500.", TimeSpan.Zero), Refusals.None, next: null, end: null, Ct);
        Assert.Empty(await ClaimAsync(table));
        Assert.Equal(DeliveryStatus.Waiting, (await _run.OnlyAsync(channel)).Status);
        await table.FinishAsync(mine, new(200, "", Problem: null, TimeSpan.Zero), Refusals.None, next: null, end: null, Ct);
        Assert.Equal(DeliveryStatus.Delivered, (await _run.OnlyAsync(channel)).Status);
    }

    [Fact]
    public async Task A_retry_during_an_attempt_outlives_that_the_attempt_gives_up()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await StartedAsync();
        var table = TableOfANodeThatDies();
        var claim = Assert.Single(await ClaimAsync(table));
        _run.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.RetryAsync(NotificationRun.Ann, channel, claim.Message.Id, Ct));
        Assert.False(await GivesUpAsync(table, claim));
        var left = await _run.OnlyAsync(channel);
        Assert.Equal((DeliveryStatus.Waiting, _run.Clock.GetUtcNow(), 401, "It answered 401."), (left.Status, left.DueAt, left.StatusCode, left.Problem));
        await _run.SendAsync();
        Assert.Equal(DeliveryStatus.Delivered, (await _run.OnlyAsync(channel)).Status);
    }

    [Fact]
    public async Task A_new_secret_during_an_attempt_outlives_that_the_attempt_gives_up()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await StartedAsync();
        await _run.ExecuteAsync("update sluice_delivery set refusals = 4, refused_since = created_at - interval '2 hours'");
        var table = TableOfANodeThatDies();
        var claim = Assert.Single(await ClaimAsync(table));
        Assert.Equal(4, claim.Refusals.Count);
        Assert.IsType<ChannelAnswer.Done>(await _run.Channels.ChangeAsync(NotificationRun.Ann, channel, new("hooks", _receiver.Address), secret: null, makeSecret: true, Ct));
        Assert.False(await GivesUpAsync(table, claim));
        Assert.Equal(DeliveryStatus.Waiting, (await _run.OnlyAsync(channel)).Status);
        Assert.Equal(0, await _run.Database.ScalarAsync("select refusals from sluice_delivery where refused_since is null"));
    }

    [Fact]
    public async Task A_tenant_gets_its_part_of_the_places_and_its_channels_take_turns()
    {
        for (var i = 0; i < 3; i++)
        {
            await _run.AddAsync(_receiver.Address, spec => spec with { Name = FormattableString.Invariant($"hooks{i}") });
        }

        await StartedAsync();
        var table = TableOfANodeThatDies();
        var first = await table.ClaimAsync(failing: false, most: 4, mostOfTenant: 2, new Dictionary<TenantId, int>(), Ct);
        Assert.Equal(2, first.Count);
        Assert.Empty(await table.ClaimAsync(failing: false, most: 2, mostOfTenant: 2, new Dictionary<TenantId, int> { [NotificationRun.Tenant] = 2 }, Ct));
        foreach (var claim in first)
        {
            await table.ReleaseAsync(claim, Ct);
        }

        // The one that was not asked yet comes before those whose messages have waited as long.
        var next = await table.ClaimAsync(failing: false, most: 4, mostOfTenant: 1, new Dictionary<TenantId, int>(), Ct);
        Assert.DoesNotContain(Assert.Single(next).Channel, first.Select(claim => claim.Channel));
    }

    [Fact]
    public async Task A_service_that_is_not_understood_keeps_nobody_from_being_told()
    {
        _run.Services.Broken = _story.Name;
        var channel = await _run.AddAsync(_receiver.Address);
        await _run.AddAsync(_receiver.Address, spec => spec with { Name = "of a team", Team = "payments" });
        await StartedAsync();
        await _run.SendAsync();
        Assert.Equal(["started"], (await _receiver.NextAsync()).Kinds);
        Assert.Equal((DeliveryStatus.Delivered, 0), ((await _run.OnlyAsync(channel)).Status, _receiver.Waiting));
    }

    [Fact]
    public async Task What_is_made_already_is_sent_although_nothing_new_can_be()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        await StartedAsync();
        await _run.ExecuteAsync("alter table sluice_hold rename to sluice_hold_away");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _run.Pump.TurnAsync(Ct));
        await _run.Pump.IdleAsync().WaitAsync(Ct);
        Assert.Equal(DeliveryStatus.Delivered, (await _run.OnlyAsync(channel)).Status);
    }

    [Fact]
    public async Task Of_several_nodes_one_sends_each_message()
    {
        await _run.AddAsync(_receiver.Address);
        await _run.AddAsync(_receiver.Address, spec => spec with { Name = "second" });
        await StartedAsync();
        var others = Enumerable.Range(0, 4).Select(_ => TableOfANodeThatDies()).ToList();
        var claims = await Task.WhenAll(others.Select(table => ClaimAsync(table)));
        var ids = claims.SelectMany(some => some).Select(claim => claim.Message.Id).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Two_readers_make_each_message_once()
    {
        var channel = await _run.AddAsync(_receiver.Address);
        var other = _run.Beside();
        other.Start();
        await StartedAsync();
        await other.StopAsync();
        Assert.Single((await _run.OnlyAsync(channel)).Notices);
    }

    [Fact]
    public async Task Within_a_minute_news_gathers_in_one_message_and_a_return_waits_for_nothing()
    {
        _story.Finish(await StartedAsync());
        await TellAsync();
        _story.Wait(TimeSpan.FromMinutes(1));
        _run.Clock.Advance(TimeSpan.FromMinutes(1));
        await _run.AddAsync(_receiver.Address);
        var id = _story.Create(Story.Quick(_story.Name, 2));
        await TellAsync();
        await _run.SendAsync();
        Assert.Equal(["started"], (await _receiver.NextAsync()).Kinds);

        Say(id, new ReportStable(new(1, ["a"])) { Snapshot = new([new(1)], [new("a", 0, "ready", _run.Clock.GetUtcNow())]) });
        Say(id, new ReportCanaryReady(1));
        Say(id, new ReportSplit(_story.Deployments[id].Asked, Verified: true));
        Say(id, new RollBack("errors"));
        Say(id, new ReportSplit(_story.Deployments[id].Asked, Verified: true));
        Assert.Equal(Outcome.RolledBack, Assert.IsType<DeploymentStatus.Ended>(_story.Deployments[id].Status).Outcome);
        var next = _story.Create(Story.Quick(_story.Name, 2));
        await TellAsync();
        await _run.SendAsync();
        // One at a time to a channel.
        await _run.SendAsync();
        List<string> arrived = [.. (await _receiver.NextAsync()).Kinds, .. (await _receiver.NextAsync()).Kinds];
        Assert.Equal(["returned", "started"], arrived.Order(StringComparer.Ordinal));
        End(next);
        await TellAsync();
        await _run.SendAsync();
        Assert.Equal(0, _receiver.Waiting);
        _run.Clock.Advance(TimeSpan.FromMinutes(1));
        await _run.SendAsync();
        Assert.Equal(["aborted"], (await _receiver.NextAsync()).Kinds);
    }

    [Fact]
    public async Task A_channel_hears_of_its_team_only_and_of_nothing_that_was_before_it()
    {
        await StartedAsync();
        _run.Services.Add(_story.Name, "payments");
        _run.Clock.Advance(TimeSpan.FromMinutes(1));
        var mine = await _run.AddAsync(_receiver.Address, spec => spec with { Team = "payments" });
        var theirs = await _run.AddAsync(_receiver.Address, spec => spec with { Name = "theirs", Team = "search" });
        _story.Wait(TimeSpan.FromMinutes(2));
        End(_story.Deployments.Keys.Single());
        await TellAsync();
        Assert.EndsWith(":aborted", Assert.Single((await _run.OnlyAsync(mine)).Notices), StringComparison.Ordinal);
        Assert.Empty(await _run.Channels.DeliveriesAsync(NotificationRun.Tenant, theirs, before: null, 100, Ct));
        Assert.Empty(await _run.Channels.ListAsync(new("other"), Ct));
    }

    private Task LeaseIsOverAsync() => _run.ExecuteAsync("update sluice_channel set busy_until = now()");

    private static Task<IReadOnlyList<Claim>> ClaimAsync(DeliveryTable table) => table.ClaimAsync(failing: false, 16, 16, new Dictionary<TenantId, int>(), Ct);

    private static Task<bool> GivesUpAsync(DeliveryTable table, Claim claim) =>
        table.FinishAsync(claim, new(401, "no", "It answered 401.", TimeSpan.Zero), new(5, claim.Refusals.Since), next: null, "It is not sent again.", Ct);

    private DeliveryTable TableOfANodeThatDies() => new(_run.Database.DataSource, _run.Clock);

    private async Task<DeploymentId> StartedAsync()
    {
        var id = _story.Create(Story.Quick(_story.Name, 1));
        await TellAsync();
        return id;
    }

    private void End(DeploymentId id)
    {
        Say(id, new Abort("wrong build"));
        Say(id, new ReportSplit(_story.Deployments[id].Asked, Verified: true));
    }

    private void Say(DeploymentId id, DeploymentCommand command) => _story.Say(id, command);

    private async Task TellAsync()
    {
        await _run.TellAsync(_story, _told);
        _told = _story.Appends.Count;
    }
}
