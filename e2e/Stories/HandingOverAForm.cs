using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>The form of a new deployment leaves as a text, is changed, and comes back; all of it by keys where there are keys.</summary>
public sealed class HandingOverAForm(RunningApp app, Browser browser)
{
    [Fact]
    public async Task A_form_is_copied_as_yaml_changed_and_taken_in_again_and_its_steps_move_by_keys()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync("/s/shop/new?release=1");
        await visitor.SeesHeadingAsync("New deployment");
        await visitor.ClicksAsync(visitor.Button("Own phases"), page.Locator(".phasetable"));
        await visitor.WritesAsync("Errors, at most", "0.04");
        await visitor.ClicksAsync(visitor.Button("Copy as YAML"), visitor.Button("Copied"));
        var text = await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.Contains("error_rate: 0.04", text, StringComparison.Ordinal);

        // A mistake is said with its line, and nothing is taken.
        await visitor.ClicksAsync(visitor.Button("Import…"), page.Locator("#import-text"));
        await Expect(page.Locator("#import-text")).ToBeFocusedAsync();
        await page.Locator("#import-text").FillAsync(text.Replace("0.04", "four", StringComparison.Ordinal));
        await visitor.ClicksAsync(visitor.Button("Fill in the form"), page.Locator("[data-import-mistakes]"));
        await Expect(page.Locator("[data-import-mistakes]")).ToContainTextAsync("thresholds.error_rate");
        await Expect(page.GetByLabel("Errors, at most", new() { Exact = true })).ToHaveValueAsync("0.04");
        await visitor.FindsNoBarrierInEitherThemeAsync();

        // From a file, longer than what the circuit takes in one message, with something that the form has no field for.
        var changed = text.Replace("0.04", "0.05", StringComparison.Ordinal) + "auto_start: false\n" + string.Concat(Enumerable.Repeat("# a remark that makes the file long\n", 1500));
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload { Name = "shop.yaml", MimeType = "application/yaml", Buffer = System.Text.Encoding.UTF8.GetBytes(changed) });
        await Expect(page.Locator("#import-text")).ToHaveValueAsync(changed);
        await visitor.ClicksAsync(visitor.Button("Fill in the form"), page.Locator("[data-imported]"));
        await Expect(page.Locator("[data-imported]")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-imported]")).ToContainTextAsync("auto_start");
        await Expect(page.GetByLabel("Errors, at most", new() { Exact = true })).ToHaveValueAsync("0.05");
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.PhotographAsync("new-imported");

        // The second step goes before the first, with what was typed last and the focus.
        var hold = page.GetByLabel("Hold of phase 2");
        await hold.FillAsync("7m");
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(page.GetByLabel("Hold of phase 1")).ToHaveValueAsync("7m");
        await Expect(page.GetByLabel("Hold of phase 1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(page.GetByLabel("Hold of phase 2")).ToHaveValueAsync("7m");
        await Expect(page.GetByLabel("Hold of phase 2")).ToBeFocusedAsync();

        // What was typed last counts, although the field was not left.
        await hold.FillAsync("8m");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(visitor.Dialog).ToContainTextAsync("dry run", new() { IgnoreCase = true });
        await page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Dialog).ToHaveCountAsync(0);
        await hold.FocusAsync();
        await page.Keyboard.PressAsync("Control+Shift+Enter");
        await Expect(visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = "Start deployment", Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Dialog).ToHaveCountAsync(0);
        await Expect(hold).ToHaveValueAsync("8m");

        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(visitor.Dialog).ToContainTextAsync("Move the step that has the focus");
        visitor.HadNoTrouble();
    }
}
