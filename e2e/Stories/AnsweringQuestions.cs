using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>People who may answer, people who may not, and what they write.</summary>
public sealed class AnsweringQuestions(RunningApp app, Browser browser)
{
    private const string Script = "<img src=x onerror=\"window.taken = true\"><script>window.taken = true</script>";
    private static readonly (int, string)[] s_gated = [(10, "1s"), (50, "10m"), (100, "2s")];

    [Fact]
    public async Task A_rollback_is_approved_in_the_inbox_and_the_traffic_is_back()
    {
        using var shop = await Shop.CalmAsync(app);
        var rollback = new { enabled = true, manual_approval = true, approval = new { quorum = 1, instructions = "Look at the payments first." } };
        var number = await shop.StartAsync("Fails, and a person decides", [(25, "10m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.3")], rollback);
        await shop.UntilAskingAsync(number);
        Assert.Equal(2, (await shop.VersionsServedAsync(60)).Count);
        await using var theo = await Visitor.KnownToProviderAsync(app, browser, "theo");
        await Expect(theo.Page.Locator(".navlink__count")).ToHaveTextAsync("1");
        await theo.ClicksAsync(theo.Page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }), theo.Page.Locator(".inbox"));
        await Expect(theo.Page.Locator(".gate__text")).ToHaveTextAsync("Look at the payments first.");
        await Expect(theo.Page.Locator(".gate__split")).ToContainTextAsync("25 % → 0 %");

        await theo.AsksAsync(theo.Page.Locator("[data-action=Approve]"));
        await Expect(theo.Dialog).ToContainTextAsync("All traffic returns to stable");
        await theo.AnswersAsync("Approve rollback");
        await Expect(theo.Page.Locator(".gate__outcome")).ToContainTextAsync("Approved by theo");
        await theo.OpensAsync(number);
        await theo.SeesStateAsync("Rolled back");
        Assert.Single(await shop.VersionsServedAsync(60));
        theo.HadNoTrouble();
    }

    [Fact]
    public async Task Who_lacks_the_role_sees_the_answers_and_reads_which_role_it_takes()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Seen by many", s_gated, gateBefore: 1);
        await shop.UntilAskingAsync(number);
        await using var vera = await Visitor.KnownToProviderAsync(app, browser, "vera");
        await vera.OpensAsync(number);
        await Expect(vera.Page.Locator(".question__reason")).ToHaveTextAsync("It needs the approver role here.");
        foreach (var answer in await vera.Page.Locator(".question__answers button").AllAsync())
        {
            await Expect(answer).ToBeDisabledAsync();
        }

        await Expect(vera.Page.Locator(".navlink__count")).ToHaveCountAsync(0);
        await vera.ClicksAsync(vera.Page.GetByRole(AriaRole.Link, new() { Name = "Open it in the inbox" }), vera.Page.Locator(".gate"));
        await Expect(vera.Page.Locator(".gate__reason")).ToHaveTextAsync("It needs the approver role here.");
        await Expect(vera.Page.Locator("[data-action=Approve]")).ToBeDisabledAsync();
        await Expect(vera.Page.Locator("[data-action=Reject]")).ToBeDisabledAsync();

        await using var theo = await Visitor.KnownToProviderAsync(app, browser, "theo");
        await theo.OpensAsync(number);
        await Expect(theo.Page.Locator(".question__answers button").First).ToBeEnabledAsync();
        await Expect(theo.Page.Locator(".question__reason")).ToHaveCountAsync(0);
        await theo.ClicksAsync(theo.Page.GetByRole(AriaRole.Link, new() { Name = "Open it in the inbox" }), theo.Page.Locator(".gate"));
        await Expect(theo.Page.Locator("[data-action=Approve]")).ToBeEnabledAsync();
        await Expect(theo.Page.Locator("[data-action=BreakGlass]")).ToBeDisabledAsync();
        await Expect(theo.Page.Locator(".gate__other", new() { HasText = "Break the glass" })).ToContainTextAsync("It needs the administrator role here.");
        vera.HadNoTrouble();
        theo.HadNoTrouble();
    }

    [Fact]
    public async Task A_comment_that_is_a_script_is_shown_as_it_was_written()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Approved with a script", s_gated, gateBefore: 1, gate: new { quorum = 2 });
        await shop.UntilAskingAsync(number);
        await using var theo = await Visitor.KnownToProviderAsync(app, browser, "theo");
        await theo.Page.GotoAsync($"/approvals?tab=open&gate=shop-{number}:g1");
        await theo.AsksAsync(theo.Page.Locator("[data-action=Approve]"));
        await theo.Dialog.GetByRole(AriaRole.Textbox).FillAsync(Script);
        await theo.AnswersAsync("Approve 50 %");
        await Expect(theo.Page.Locator(".gate__vote q")).ToHaveTextAsync(Script);

        await using var maria = await Visitor.SignedInAsync(app, browser, name: "Maria");
        await maria.OpensAsync(number);
        await maria.TurnsToAsync("Events");
        await Expect(maria.Page.Locator(".events")).ToContainTextAsync(Script);
        await maria.Page.GotoAsync($"/audit?deployment=shop-{number}");
        await maria.SeesHeadingAsync("Audit log");
        await Expect(maria.Page.Locator("main")).ToContainTextAsync(Script);
        foreach (var reader in new[] { theo, maria })
        {
            Assert.False(await reader.Page.EvaluateAsync<bool>("'taken' in window"));
            reader.HadNoTrouble();
        }
    }

    [Fact]
    public async Task A_comment_of_a_million_characters_is_refused_in_words_and_stays_as_it_was_typed()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Approved with a novel", s_gated, gateBefore: 1);
        await shop.UntilAskingAsync(number);
        var novel = new string('x', 1_000_000);
        await using var theo = await Visitor.KnownToProviderAsync(app, browser, "theo");
        await theo.Page.GotoAsync($"/approvals?tab=open&gate=shop-{number}:g1");
        await theo.AsksAsync(theo.Page.Locator("[data-action=Approve]"));
        var comment = theo.Dialog.GetByRole(AriaRole.Textbox);
        await comment.FillAsync(novel);
        await Expect(theo.Dialog.Locator("[data-too-long]")).ToHaveTextAsync("At most 500 characters can be sent. Nothing was sent, and nothing of what you wrote is lost.");
        await theo.Dialog.GetByRole(AriaRole.Button, new() { Name = "Approve 50 %" }).ClickAsync();
        await Expect(comment).ToBeFocusedAsync();
        await Expect(theo.Dialog).ToBeVisibleAsync();
        Assert.Equal(novel.Length, await comment.EvaluateAsync<int>("field => field.value.length"));
        Assert.Equal(System.Text.Json.JsonValueKind.Object, (await shop.ReadAsync(number)).GetProperty("open_gate").ValueKind);

        await comment.FillAsync("Short and good");
        await Expect(theo.Dialog.Locator("[data-too-long]")).ToBeHiddenAsync();
        await theo.AnswersAsync("Approve 50 %");
        await shop.UntilBakingAsync(number, phase: 1);

        await theo.OpensAsync(number);
        await theo.TurnsToAsync("Notes");
        var note = theo.Page.GetByLabel("Add a note to the history");
        await note.FillAsync(novel);
        await theo.Button("Add note").ClickAsync();
        await Expect(theo.Page.Locator(".notes [data-too-long]")).ToBeVisibleAsync();
        Assert.Equal(novel.Length, await note.EvaluateAsync<int>("field => field.value.length"));
        await note.FillAsync("Shorter");
        await theo.ClicksAsync(theo.Button("Add note"), theo.Page.Locator(".note", new() { HasText = "Shorter" }));
        theo.HadNoTrouble();
    }
}
