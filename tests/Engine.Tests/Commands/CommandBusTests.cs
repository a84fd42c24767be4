using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Tests.Commands;

public sealed class CommandBusTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conflict_is_decided_again_on_what_is_there_now()
    {
        var desk = await Desk.HoldingAsync();
        Once(desk, () => desk.AppendElsewhere(new DeploymentPaused(PauseReason.Person, "lunch") { Origin = Origin(desk) }));
        var answer = await desk.SendAsync(new Pause("tea"));

        // Paused by somebody else meanwhile: the second look refuses.
        Assert.Equal("It is paused already.", Assert.IsType<CommandAnswer.Refused>(answer).Refusal.Sentence);
        Assert.Single(desk.Store.Events, e => e.Event is DeploymentPaused);
    }

    [Fact]
    public async Task The_order_says_in_which_role_it_was_given()
    {
        var desk = await Desk.HoldingAsync();
        await desk.SendAsync(new Pause("tea"), Desk.By() with { As = Role.Operator });
        await desk.SendAsync(new Resume(), Desk.By());
        Assert.Equal("operator", desk.Store.Events.Single(e => e.Event is DeploymentPaused).Event.Origin.Order!.Role);
        Assert.Null(desk.Store.Events.Single(e => e.Event is DeploymentResumed).Event.Origin.Order!.Role);
    }

    [Fact]
    public async Task An_abort_gets_through_although_the_stream_moves_all_the_time()
    {
        var desk = await Desk.HoldingAsync();
        var moves = 0;
        desk.Store.BeforeAppend = _ =>
        {
            if (moves++ < 100)
            {
                desk.AppendElsewhere(new NoteAdded("busy") { Origin = Origin(desk) });
            }
        };
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Abort("stop"), Desk.By(version: 1)));
        Assert.IsType<DeploymentStatus.RollingBack>((await desk.ReadAsync()).State.Status);
    }

    [Fact]
    public async Task A_forward_order_on_an_old_view_is_refused_with_what_happened_since()
    {
        var desk = await Desk.HoldingAsync();
        var seen = (await desk.FindAsync()).Version;
        desk.AppendElsewhere(new NoteAdded("hm") { Origin = Origin(desk) }, new DeploymentPaused(PauseReason.Person, "lunch") { Origin = Origin(desk) });
        var stale = Assert.IsType<CommandAnswer.Stale>(await desk.SendAsync(new Resume(), Desk.By(version: seen)));
        Assert.Equal(seen + 2, stale.Version);
        Assert.Equal([(seen + 1, nameof(NoteAdded)), (seen + 2, nameof(DeploymentPaused))], stale.Since.Select(e => (e.Version, e.Event.GetType().Name)));
        Assert.IsType<DeploymentStatus.Paused>(stale.Deployment.Status);
    }

    [Fact]
    public async Task What_does_not_matter_to_an_order_does_not_make_it_stale()
    {
        var desk = await Desk.HoldingAsync();
        var seen = (await desk.FindAsync()).Version;
        desk.AppendElsewhere(new NoteAdded("looks fine") { Origin = Origin(desk) });
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Promote(), Desk.By(version: seen)));
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_refused()
    {
        var desk = await Desk.HoldingAsync();
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.SendAsync(new Promote(), Desk.By(version: 999)));
        Assert.Contains("has no version 999", refused.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_command_id_gets_the_first_answer_and_does_nothing()
    {
        var desk = await Desk.HoldingAsync();
        var first = Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Pause("lunch"), Desk.By("c1")));
        await desk.SendAsync(new Resume(), Desk.By("c2"));
        Assert.Equal(first with { Repeated = true }, await desk.SendAsync(new Pause("lunch"), Desk.By("c1")));
        Assert.Single(desk.Store.Events, e => e.Event is DeploymentPaused);
    }

    [Fact]
    public async Task A_command_whose_answer_was_lost_is_answered_when_it_is_sent_again()
    {
        var desk = await Desk.HoldingAsync();
        desk.Store.BeforeAppend = request =>
        {
            // Stored by the first sending while the second one is being decided.
            desk.Store.BeforeAppend = null;
            desk.Store.Append(request);
        };
        Assert.True(Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Pause("lunch"), Desk.By("c1"))).Repeated);
        Assert.Single(desk.Store.Events, e => e.Event is DeploymentPaused);
    }

    [Fact]
    public async Task A_command_id_that_was_refused_may_be_sent_again()
    {
        var desk = await Desk.HoldingAsync();
        Assert.IsType<CommandAnswer.Refused>(await desk.SendAsync(new Resume(), Desk.By("c1")));
        await desk.SendAsync(new Pause(Why: null));
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Resume(), Desk.By("c1")));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_nothing_is_stored()
    {
        var desk = await Desk.HoldingAsync();
        var before = desk.Store.Appends.Count;
        var answers = new[]
        {
            await desk.SendAsync(DeploymentId.Of(Desk.Name, 99), new Abort("stop")),
            await desk.Bus.SendAsync(new TenantId("other"), desk.Second, new Abort("stop"), Desk.By(), Ct),
            await desk.Bus.AddReleaseAsync(TenantId.Default, new("nobody"), Desk.Release, Desk.By(), Ct),
            await desk.Bus.RetryAsync(TenantId.Default, DeploymentId.Of(Desk.Name, 99), queue: false, Desk.By(), Ct),
        };
        Assert.All(answers, answer => Assert.IsType<Refusal.NotFound>(Assert.IsType<CommandAnswer.Refused>(answer).Refusal));
        Assert.Equal(before, desk.Store.Appends.Count);
    }

    [Fact]
    public async Task The_service_is_locked_before_its_deployment()
    {
        var desk = await Desk.HoldingAsync();
        await desk.SendAsync(new Abort("stop"));
        await desk.SendAsync(new ReportSplit(Domain.Traffic.TrafficSplit.AllStable, Verified: true), CommandContext.Engine);
        var both = desk.Store.Appends.Where(a => a.Streams.Count > 1).ToList();
        Assert.NotEmpty(both);
        Assert.All(both, append => Assert.Equal([Desk.Name.Stream, "deployment"], append.Streams.Select((s, i) => i == 0 ? s.Stream : s.StreamType)));
    }

    [Fact]
    public async Task A_signal_that_changes_nothing_costs_no_read_and_no_append()
    {
        var desk = await Desk.HoldingAsync();
        var (reads, appends) = (desk.Store.Reads, desk.Store.Appends.Count);
        Assert.IsType<CommandAnswer.Ignored>(await desk.SendAsync(new Tick(), CommandContext.Engine));
        Assert.Equal((reads, appends), (desk.Store.Reads, desk.Store.Appends.Count));
    }

    [Fact]
    public async Task Two_creations_at_once_get_consecutive_numbers()
    {
        var desk = await Desk.HoldingAsync();
        Once(desk, () => desk.Bus.CreateDeploymentAsync(TenantId.Default, Desk.Request(1) with { AutoStart = false }, Desk.By(), Ct).GetAwaiter().GetResult());
        var answer = await desk.Bus.CreateDeploymentAsync(TenantId.Default, Desk.Request(1) with { AutoStart = false }, Desk.By(), Ct);
        Assert.Equal(DeploymentId.Of(Desk.Name, 4), Assert.IsType<CommandAnswer.Applied>(answer).Deployment);
        Assert.Equal([1, 2, 3, 4], desk.Store.Events.Select(e => e.Event).OfType<DeploymentCreated>().Select(e => e.Spec.Number));
    }

    private static void Once(Desk desk, Action action) => desk.Store.BeforeAppend = _ =>
    {
        desk.Store.BeforeAppend = null;
        action();
    };

    private static Domain.Events.Origin Origin(Desk desk) => new(desk.Clock.GetUtcNow(), Actor.Person("eve"));
}
