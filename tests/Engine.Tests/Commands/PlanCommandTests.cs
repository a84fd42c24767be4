using Sluice.Domain;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Commands;

namespace Sluice.Engine.Tests.Commands;

/// <summary>Plan templates go through the same bus as every other order.</summary>
public sealed class PlanCommandTests
{
    private static readonly TenantId s_other = new("other");
    private static readonly PlanKey s_careful = new("payments", "careful");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_command_twice_is_one_change_and_a_tenant_sees_its_own()
    {
        var desk = await Desk.HoldingAsync();
        var propose = new PlanCommand.Propose(s_careful, "{}", null);
        var first = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.SendAsync(TenantId.Default, propose, Desk.By("c-7"), Ct));
        var again = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.SendAsync(TenantId.Default, propose, Desk.By("c-7"), Ct));
        Assert.Equal((1, first with { Repeated = true }), (first.Version, again));
        Assert.Equal(1, (await desk.Cache.FindPlansAsync(TenantId.Default, Ct)).State.Find(s_careful)?.Proposed?.Number);
        Assert.Empty((await desk.Cache.FindPlansAsync(s_other, Ct)).State.Templates);
    }

    [Fact]
    public async Task Who_proposed_is_told_apart_by_the_name_that_was_recorded()
    {
        var desk = await Desk.HoldingAsync();
        await desk.Bus.SendAsync(TenantId.Default, new PlanCommand.Propose(s_careful, "{}", null), By("ann"), Ct);
        var own = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.SendAsync(TenantId.Default, new PlanCommand.Approve(s_careful, 1), By("ann"), Ct));
        Assert.IsType<Refusal.Illegal>(own.Refusal);
        var silent = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.SendAsync(TenantId.Default, new PlanCommand.Reject(s_careful, 1), By("ben"), Ct));
        Assert.IsType<Refusal.Invalid>(silent.Refusal);
        Assert.IsType<CommandAnswer.Applied>(await desk.Bus.SendAsync(TenantId.Default, new PlanCommand.Approve(s_careful, 1), By("ben"), Ct));
        Assert.Equal("ben", (await desk.Cache.FindPlansAsync(TenantId.Default, Ct)).State.Find(s_careful)!.InForce!.Decided!.By.Name);
    }

    [Fact]
    public async Task Two_at_once_are_decided_one_after_the_other()
    {
        var desk = await Desk.HoldingAsync();
        var once = true;
        desk.Store.BeforeAppend = _ =>
        {
            if (once)
            {
                once = false;
                var theirs = new PlanEvent.PlanVersionProposed(s_careful, 1, "{}", null, null) { Origin = new(desk.Clock.GetUtcNow(), Actor.Person("ben")) };
                desk.Store.Append(new(TenantId.Default, desk.Clock.GetUtcNow(), [new(PlanBook.Stream, "plans", 0, [theirs])]));
            }
        };
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.SendAsync(TenantId.Default, new PlanCommand.Propose(s_careful, "{}", null), By("ann"), Ct));
        Assert.Contains("ben has proposed", Assert.IsType<Refusal.Illegal>(refused.Refusal).Sentence, StringComparison.Ordinal);
    }

    private static CommandContext By(string name) => new(Actor.Person(name));
}
