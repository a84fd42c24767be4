using Sluice.Domain;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;

namespace Sluice.Engine.Tests.Commands;

/// <summary>Settings go through the same bus as every other order.</summary>
public sealed class SettingsCommandTests
{
    private static readonly TenantId s_other = new("other");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_command_twice_is_one_change_and_a_tenant_sees_its_own()
    {
        var desk = await Desk.HoldingAsync();
        var first = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.SendAsync(TenantId.Default, new SettingsCommand.PostBanner("Noon"), Desk.By("c-7"), Ct));
        var again = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.SendAsync(TenantId.Default, new SettingsCommand.PostBanner("Noon"), Desk.By("c-7"), Ct));
        Assert.Equal((1, first with { Repeated = true }), (first.Version, again));
        Assert.Equal("Noon", (await desk.Cache.FindSettingsAsync(TenantId.Default, Ct)).State.Banner?.Text);
        Assert.Null((await desk.Cache.FindSettingsAsync(s_other, Ct)).State.Banner);
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
                var theirs = new SettingsEvent.BannerPosted("Theirs", Before: null) { Origin = new(desk.Clock.GetUtcNow(), Actor.Person("ben")) };
                desk.Store.Append(new(TenantId.Default, desk.Clock.GetUtcNow(), [new(SettingsBook.Stream, "settings", 0, [theirs])]));
            }
        };
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.SendAsync(TenantId.Default, new SettingsCommand.PostBanner("Mine") { Seen = 0 }, Desk.By(null), Ct));
        Assert.IsType<Refusal.Illegal>(refused.Refusal);
        Assert.Equal("Theirs", (await desk.Cache.FindSettingsAsync(TenantId.Default, Ct)).State.Banner?.Text);
    }
}
