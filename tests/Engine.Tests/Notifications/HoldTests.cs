using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Projections;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>What is held is told of when it has lasted for ten minutes, and not when it has not.</summary>
public sealed class HoldTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Story _story = new("acme", "shop", 5);
    private NotificationRun _run = null!;
    private Receiver _receiver = null!;
    private DeploymentId _id;

    public async ValueTask InitializeAsync()
    {
        _run = await NotificationRun.CreateAsync(postgres);
        _receiver = await Receiver.StartAsync();
        await _run.AddAsync(_receiver.Address, spec => spec with { Kinds = [Domain.Notifications.NotificationKind.Held] });
        _id = _story.Create(Story.Quick(_story.Name, 1));
        Store(new DeploymentPaused(PauseReason.Failure, "no instance starts") { Origin = new(_run.Clock.GetUtcNow(), Actor.Engine) });
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _run.DisposeAsync();
    }

    [Fact]
    public async Task What_lasts_is_told_of_once()
    {
        await _run.TellAsync(_story);
        _run.Clock.Advance(TimeSpan.FromMinutes(9));
        await _run.SendAsync();
        Assert.Equal(0, _receiver.Waiting);
        _run.Clock.Advance(TimeSpan.FromMinutes(2));
        await _run.SendAsync();
        var received = await _receiver.NextAsync();
        Assert.Equal(["held"], received.Kinds);
        Assert.Equal("no instance starts", received.Json.GetProperty("notices")[0].GetProperty("text").GetString());
        _run.Clock.Advance(TimeSpan.FromMinutes(20));
        await _run.SendAsync();
        Assert.Equal(0, _receiver.Waiting);
    }

    [Fact]
    public async Task What_somebody_resumed_meanwhile_is_not()
    {
        Store(new DeploymentResumed(DueAt: null, BudgetEndsAt: null) { Origin = new(_run.Clock.GetUtcNow(), Actor.Person("ann")) });
        await _run.TellAsync(_story);
        _run.Clock.Advance(TimeSpan.FromMinutes(11));
        await _run.SendAsync();
        Assert.Equal(0, _receiver.Waiting);
        Assert.Equal(0L, await _run.Database.ScalarAsync("select count(*) from sluice_hold"));
    }

    private void Store(DeploymentEvent @event) =>
        _story.Appends.Add(new(NotificationRun.Tenant, _run.Clock.GetUtcNow(), [new StreamAppend(_id.Stream, "deployment", _story.Appends.SelectMany(append => append.Streams).Where(stream => stream.Stream == _id.Stream).Sum(stream => stream.Events.Count), [@event])]));
}
