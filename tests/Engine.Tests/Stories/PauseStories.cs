using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class PauseStories(SharedEngine shared)
{
    [Fact]
    public async Task A_pause_freezes_the_hold_and_a_resume_sets_it_going_with_what_was_left()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var hold = TimeSpan.FromSeconds(4);
        var id = await shop.DeployAsync(Shop("2"), Unjudged(new PhaseRequest(30) { Hold = hold }, new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await shop.UntilStageAsync(id, RunStage.Hold);
        await shop.OrderAsync(id, new Pause("lunch"));
        var paused = await shop.DeploymentAsync(id);
        Assert.True(paused.Clock is { DueAt: null, DueIn: { } left } && left > TimeSpan.Zero && left <= hold, paused.Clock.ToString());

        // Longer than was left: the phase must not end meanwhile.
        var until = TimeProvider.System.GetUtcNow() + hold;
        await shop.UntilStatusAsync(status => status.LookedAt > until, "the engine has looked again, later than the hold would have ended");
        Assert.Equal((0, paused.Status), ((await shop.DeploymentAsync(id)).Phase, (await shop.DeploymentAsync(id)).Status));

        await shop.OrderAsync(id, new Resume());
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        var resumed = Assert.Single(events.OfType<DeploymentResumed>());
        Assert.Equal(paused.Clock.DueIn, resumed.DueAt - resumed.Origin.At);
        Assert.True(events.OfType<PhaseCompleted>().First().Origin.At >= resumed.DueAt);
    }

    [Fact]
    public async Task An_extension_makes_the_hold_longer()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var id = await shop.DeployAsync(Shop("2"), Unjudged(new PhaseRequest(30) { Hold = TimeSpan.FromSeconds(3) }, new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        var due = (await shop.UntilStageAsync(id, RunStage.Hold)).Clock.DueAt!.Value;
        await shop.OrderAsync(id, new Extend(TimeSpan.FromSeconds(2)));
        Assert.Equal(due + TimeSpan.FromSeconds(2), (await shop.DeploymentAsync(id)).Clock.DueAt);
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        Assert.True((await shop.EventsAsync(id)).OfType<PhaseCompleted>().First().Origin.At >= due + TimeSpan.FromSeconds(2));
    }
}
