using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Tests.Kit;

public sealed class PanelTests : IDisposable
{
    private readonly ConsoleContext _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void A_card_is_a_region_named_by_its_title()
    {
        var card = _console.Render<Card>(parameters => parameters.Add(c => c.Title, "Traffic").AddChildContent("<p>50 %</p>"));
        Assert.Equal(card.Find("h2").Id, card.Find("section").GetAttribute("aria-labelledby"));
        Assert.Equal("50 %", card.Find(".card__body p").TextContent);
    }

    [Fact]
    public void An_empty_state_gives_the_first_step()
    {
        var empty = _console.Render<EmptyState>(parameters => parameters.Add(e => e.Title, "No service yet").AddChildContent("<code>first</code>"));
        Assert.Equal("No service yet", empty.Find("h2").TextContent);
        Assert.Equal("first", empty.Find("code").TextContent);
    }

    [Fact]
    public void A_problem_names_its_id_and_can_be_tried_again()
    {
        var tries = 0;
        var problem = _console.Render<Problem>(parameters => parameters
            .Add(p => p.Title, "Metrics source unreachable")
            .Add(p => p.Id, "4f1c")
            .Add(p => p.OnRetry, EventCallback.Factory.Create(this, () => tries++)));
        Assert.Equal("4f1c", problem.Find("code").TextContent);
        problem.Find("button").Click();
        Assert.Equal(1, tries);
    }

    [Fact]
    public void A_button_that_cannot_be_used_says_why()
    {
        var button = _console.Render<ActionButton>(parameters => parameters.Add(b => b.Reason, "resume first").AddChildContent("Promote")).Find("button");
        Assert.True(button.HasAttribute("disabled"));
        Assert.Contains("resume first", button.TextContent, StringComparison.Ordinal);
    }
}
