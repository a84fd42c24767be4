using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Tests.Kit;

public sealed class ConfirmDialogTests : IDisposable
{
    private readonly ConsoleContext _console = new();
    private readonly List<ConfirmAnswer> _answers = [];

    public void Dispose() => _console.Dispose();

    [Fact]
    public void A_brief_question_needs_one_more_click_and_no_reason()
    {
        var dialog = Show(ConfirmLevel.Brief);
        Assert.Empty(dialog.FindAll(".choice"));
        dialog.Find("form").Submit();
        Assert.Equal([new ConfirmAnswer(null)], _answers);
    }

    [Fact]
    public void Without_a_reason_it_says_what_is_missing_and_sends_nothing()
    {
        var dialog = Show(ConfirmLevel.Reasoned);
        dialog.Find("form").Submit();
        Assert.Empty(_answers);
        Assert.Equal("A reason is missing.", dialog.Find(".dialog__missing").TextContent);
    }

    [Fact]
    public void A_chip_and_words_make_one_reason()
    {
        var dialog = Show(ConfirmLevel.Reasoned);
        dialog.Find(".choice").Click();
        dialog.Find("input").Input("checkout fails");
        dialog.Find("form").Submit();
        Assert.Equal([new ConfirmAnswer("Errors: checkout fails")], _answers);
    }

    [Fact]
    public void A_stop_needs_no_reason()
    {
        var dialog = Show(ConfirmLevel.Reasoned, fast: true);
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("autofocus"));
        dialog.Find("form").Submit();
        Assert.Equal([new ConfirmAnswer(null)], _answers);
    }

    [Fact]
    public void Acting_against_a_verdict_needs_the_name_of_the_service()
    {
        var dialog = Show(ConfirmLevel.Typed);
        dialog.Find(".choice").Click();
        dialog.Find("form").Submit();
        Assert.Empty(_answers);
        Assert.Equal("Type checkout to go on.", dialog.Find(".dialog__missing").TextContent);

        dialog.FindAll("input")[^1].Input("checkout");
        dialog.Find("form").Submit();
        Assert.Equal([new ConfirmAnswer("Errors")], _answers);
    }

    [Fact]
    public void A_refusal_is_shown_inside_and_the_dialog_stays()
    {
        var dialog = Show(ConfirmLevel.Brief, error: "This moved on while you decided.");
        Assert.Contains("This moved on", dialog.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<ConfirmDialog> Show(ConfirmLevel level, bool fast = false, string? error = null) => _console.Render<ConfirmDialog>(parameters => parameters
        .Add(d => d.Open, true)
        .Add(d => d.Level, level)
        .Add(d => d.Fast, fast)
        .Add(d => d.Error, error)
        .Add(d => d.Title, "Promote deployment 7")
        .Add(d => d.Consequence, "Canary 20 % to 50 %, then 15 min with 3 guards.")
        .Add(d => d.ConfirmText, "Promote")
        .Add(d => d.Service, "checkout")
        .Add(d => d.Reasons, ["Errors", "Latency"])
        .Add(d => d.OnConfirm, EventCallback.Factory.Create<ConfirmAnswer>(this, _answers.Add)));
}
