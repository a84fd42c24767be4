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
}
