using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Commands;

/// <summary>Freezes go through the same bus as every other order, and hold those that come after.</summary>
public sealed class FreezeCommandTests
{
    private const string Sentence = "Frozen by ann until somebody lifts it: year end.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_freeze_holds_forward_orders_and_no_other()
    {
        var desk = await Desk.HoldingAsync();
        await FreezeAsync(desk);
        Assert.Equal(Sentence, Assert.IsType<CommandAnswer.Refused>(await desk.SendAsync(new Promote())).Refusal.Sentence);
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Pause("look")));
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Abort("stop")));
    }

    [Fact]
    public async Task A_freeze_that_another_node_declared_holds_an_order_at_once()
    {
        var desk = await Desk.HoldingAsync();
        var declared = new FreezeEvent.FreezeDeclared(new(FreezeId.Of(1), "year end", desk.Clock.GetUtcNow(), Until: null)) { Origin = new(desk.Clock.GetUtcNow(), Actor.Person("ann")) };
        desk.Store.Append(new(TenantId.Default, desk.Clock.GetUtcNow(), [new StreamAppend(FreezeBook.Stream, "freezes", 0, [declared])]));
        Assert.Equal(Sentence, Assert.IsType<CommandAnswer.Refused>(await desk.SendAsync(new Promote())).Refusal.Sentence);
    }

    [Fact]
    public async Task A_new_deployment_waits_and_a_window_that_is_over_holds_nothing()
    {
        var desk = await Desk.HoldingAsync();
        await desk.SendAsync(new PromoteFully());
        await desk.SendAsync(desk.Second, new ReportSplit(Domain.Traffic.TrafficSplit.AllCanary, Verified: true), CommandContext.Engine);
        await FreezeAsync(desk, new("year end", Until: desk.Clock.GetUtcNow().AddHours(1)));
        var third = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, Desk.Request(1), Desk.By(), Ct)).Deployment!.Value;
        Assert.Equal(new DeploymentStatus.Pending(PendingReason.Queued), (await desk.Cache.FindDeploymentAsync(TenantId.Default, third, Ct))!.State.Status);
        Assert.IsType<CommandAnswer.Ignored>(await desk.SendAsync(third, new Dequeue(), CommandContext.Engine));
        desk.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(third, new Dequeue(), CommandContext.Engine));
    }

    [Fact]
    public async Task Going_back_starts_under_a_freeze()
    {
        var desk = await Desk.HoldingAsync();
        await desk.SendAsync(new PromoteFully());
        await desk.SendAsync(desk.Second, new ReportSplit(Domain.Traffic.TrafficSplit.AllCanary, Verified: true), CommandContext.Engine);
        await FreezeAsync(desk);
        var back = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.GoBackAsync(TenantId.Default, desk.Second, Desk.By(), Ct)).Deployment!.Value;
        Assert.Equal(new DeploymentStatus.Running(RunStage.Gate), (await desk.Cache.FindDeploymentAsync(TenantId.Default, back, Ct))!.State.Status);
    }

    [Fact]
    public async Task The_same_command_twice_declares_one_freeze_and_answers_the_same()
    {
        var desk = await Desk.HoldingAsync();
        var first = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.DeclareFreezeAsync(TenantId.Default, new("year end"), Desk.By("c-9"), Ct));
        var again = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.DeclareFreezeAsync(TenantId.Default, new("year end"), Desk.By("c-9"), Ct));
        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal(FreezeId.Of(1), again.Freeze);
        Assert.Single((await desk.Cache.FindFreezesAsync(TenantId.Default, Ct)).State.Freezes);
    }

    [Fact]
    public async Task Two_that_declare_at_once_both_get_through()
    {
        var desk = await Desk.HoldingAsync();
        var once = true;
        desk.Store.BeforeAppend = _ =>
        {
            if (once)
            {
                once = false;
                var other = new FreezeEvent.FreezeDeclared(new(FreezeId.Of(1), "other", desk.Clock.GetUtcNow(), Until: null)) { Origin = new(desk.Clock.GetUtcNow(), Actor.Person("ben")) };
                desk.Store.Append(new(TenantId.Default, desk.Clock.GetUtcNow(), [new StreamAppend(FreezeBook.Stream, "freezes", 0, [other])]));
            }
        };
        Assert.Equal(FreezeId.Of(2), await FreezeAsync(desk));
    }

    [Fact]
    public async Task Mistakes_and_what_is_lifted_already_are_answered()
    {
        var desk = await Desk.HoldingAsync();
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.DeclareFreezeAsync(TenantId.Default, new("x") { Service = new ServiceName("nobody") }, Desk.By(), Ct));
        Assert.Equal("service", Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors).Field);
        Assert.IsType<Refusal.NotFound>(Assert.IsType<CommandAnswer.Refused>(await desk.Bus.LiftFreezeAsync(TenantId.Default, FreezeId.Of(1), Desk.By(), Ct)).Refusal);
        var id = await FreezeAsync(desk);
        Assert.Equal(id, Assert.IsType<CommandAnswer.Applied>(await desk.Bus.LiftFreezeAsync(TenantId.Default, id, Desk.By(), Ct)).Freeze);
        Assert.IsType<CommandAnswer.Ignored>(await desk.Bus.LiftFreezeAsync(TenantId.Default, id, Desk.By(), Ct));
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Promote()));
    }

    [Fact]
    public async Task A_freeze_of_one_tenant_is_nothing_to_another()
    {
        var desk = await Desk.HoldingAsync();
        await desk.Bus.DeclareFreezeAsync(new TenantId("other"), new("theirs"), Desk.By(), Ct);
        Assert.IsType<CommandAnswer.Applied>(await desk.SendAsync(new Promote()));
    }

    private static async Task<FreezeId> FreezeAsync(Desk desk, FreezeRequest? request = null) =>
        Assert.IsType<CommandAnswer.Applied>(await desk.Bus.DeclareFreezeAsync(TenantId.Default, request ?? new("year end"), Desk.By(), Ct)).Freeze!.Value;
}
