using Bunit;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed class EnginePauseTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task To_pause_takes_a_reason_and_the_words_and_a_strip_says_so_until_somebody_resumes()
    {
        var (card, strip) = (_world.Console.Render<EngineCard>(), _world.Console.Render<EngineStrip>());
        Assert.Empty(strip.FindAll(".engine-strip"));
        card.Find("[data-engine=working] button").Click();
        Assert.Contains("No guard watches it", card.Find(".dialog__consequence").TextContent, StringComparison.Ordinal);

        await card.Find("form").SubmitAsync();
        Assert.Null((await _world.Sluice.FindFreezesAsync(TenantId.Default, Ct)).State.EnginePause);
        card.Find("input[data-longest]").Input("moving a disk");
        card.Find("input[autocomplete=off]").Input("pause engine");
        await card.Find("form").SubmitAsync();
        card.WaitForElement("[data-engine=paused]");
        strip.WaitForAssertion(() => Assert.Contains("paused by ada: moving a disk.", strip.Find(".engine-strip").TextContent, StringComparison.Ordinal));

        card.Find("[data-engine=paused] button").Click();
        card.Find("input[data-longest]").Input("done");
        await card.Find("form").SubmitAsync();
        card.WaitForElement("[data-engine=working]");
        strip.WaitForAssertion(() => Assert.Empty(strip.FindAll(".engine-strip")));
    }

    [Fact]
    public async Task Who_may_not_pause_it_sees_how_it_is_and_which_role_it_takes()
    {
        _world.Granted.Held = [new RoleGrant(Role.Operator)];
        await _world.Sluice.PauseEngineAsync(TenantId.Default, new CommandContext(Actor.Person("ann"), "moving a disk"), Ct);
        var card = _world.Console.Render<EngineCard>();
        Assert.Contains("paused by ann", card.Find("[data-engine=paused]").TextContent, StringComparison.Ordinal);
        Assert.Contains("administrator", card.Find("[data-engine]").TextContent, StringComparison.Ordinal);
        Assert.True(card.Find("[data-engine] button").HasAttribute("disabled") || card.Find("[data-engine] button").GetAttribute("aria-disabled") == "true");
    }

    [Fact]
    public async Task While_nobody_knows_it_says_so_offers_nothing_and_looks_again()
    {
        await _world.Sluice.PauseEngineAsync(TenantId.Default, new CommandContext(Actor.Person("ann"), "moving a disk"), Ct);
        Away(true);
        var (card, strip) = (_world.Console.Render<EngineCard>(), _world.Console.Render<EngineStrip>());
        Assert.Contains("not known", card.Find("[data-engine=unknown]").TextContent, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("[data-engine] button"));
        Away(false);
        _world.Clock.Advance(TimeSpan.FromSeconds(3));
        card.WaitForElement("[data-engine=paused]");
        strip.WaitForElement(".engine-strip");
    }

    [Fact]
    public async Task An_order_that_somebody_else_gave_before_says_so()
    {
        var card = _world.Console.Render<EngineCard>();
        card.Find("[data-engine=working] button").Click();
        card.Find("input[data-longest]").Input("moving a disk");
        card.Find("input[autocomplete=off]").Input("pause engine");
        await _world.Sluice.PauseEngineAsync(TenantId.Default, new CommandContext(Actor.Person("ann"), "first"), Ct);
        card.WaitForElement("[data-engine=paused]");
        await card.Find("form").SubmitAsync();
        card.WaitForAssertion(() => Assert.Equal("It is paused already, by ann.", card.Find("[data-engine] [role=status]").TextContent));
    }

    private void Away(bool isAway) => (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (isAway, isAway);
}
