using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>A plan of a team: one proposes it, another approves it, and new deployments begin with it.</summary>
public sealed class BeginningWithAPlan(RunningApp app, Browser browser)
{
    private const string Page = "/settings/plans?plan=florists%2Ftill";

    [Fact]
    public async Task A_member_proposes_another_approves_and_the_form_begins_with_it()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var maria = await Visitor.SignedInAsync(app, browser);
        var password = await MemberAsync(maria);
        await using var flora = await Visitor.ArriveAsync(app, browser);
        await flora.TriesAsync("flora", password);
        await flora.SeesHeadingAsync("Fleet");
        await flora.Page.GotoAsync("/settings/plans");
        await flora.SeesHeadingAsync("Plans of teams");
        await flora.WritesAsync("Name", "till");
        await flora.WritesAsync("Plan, as YAML or JSON", "plan:\n  kind: linear\n  steps: 7\nthresholds:\n  error_rate: 0.003\n");
        await flora.AsksAsync(flora.Button("Propose…"));
        await Expect(flora.Dialog.Locator("ins").Last).ToHaveTextAsync("+   error_rate: 0.003\n");
        await flora.AnswersAsync("Propose florists/till");
        await Expect(flora.Page.Locator(".callout--success")).ToContainTextAsync("Somebody else has to approve it.");

        // An approver too, and still not of what is his own.
        await flora.Page.GotoAsync(Page);
        await Expect(flora.Page.Locator("[data-proposed]")).ToContainTextAsync("You proposed it: it takes somebody else to approve it.");
        await Expect(flora.Button("Approve…")).ToHaveCountAsync(0);
        await flora.FindsNoBarrierInAnyLookAsync();

        await maria.Page.GotoAsync(Page);
        await maria.AsksAsync(maria.Button("Approve…"));
        await maria.FindsNoBarrierAsync();
        await maria.AnswersAsync("Approve version 1");
        await maria.AsksAsync(maria.Button("Make it the default…"));
        await maria.AnswersAsync("Make florists/till the default");
        await Expect(maria.Page.Locator("main")).ToContainTextAsync("It is the default of florists.");
        await Expect(flora.Page.Locator("main")).ToContainTextAsync("It is the default of florists.");

        await shop.PostAsync("/api/services/shop/profile", new { team = "florists", command_id = "florists-1" });
        await flora.Page.GotoAsync("/s/shop/new");
        await flora.SeesHeadingAsync("New deployment");
        await Expect(flora.Page.Locator("[data-begun]")).ToHaveTextAsync("Begun with till version 1, the default of team florists.");
        await Expect(flora.Page.Locator("#field-plan-steps")).ToHaveValueAsync("7");
        await flora.FindsNoBarrierAsync();
        await flora.Page.GotoAsync("/s/shop?tab=policy&target=production");
        await Expect(flora.Page.Locator("[data-default-plan] a")).ToHaveTextAsync("till, version 1");

        await shop.PostAsync("/api/services/shop/profile", new { command_id = "florists-2" });
        await maria.AsksAsync(maria.Button("Retire…"));
        await maria.AnswersAsync("Retire florists/till");
        await Expect(maria.Page.Locator("main")).ToContainTextAsync("It is retired");
        maria.HadNoTrouble();
        flora.HadNoTrouble();
    }

    private static async Task<string> MemberAsync(Visitor root)
    {
        await root.Page.GotoAsync("/settings/access");
        var form = root.Page.Locator("form", new() { Has = root.Page.Locator("#account-name") });
        await form.Locator("#account-name").FillAsync("flora");
        await form.GetByLabel("Roles").FillAsync("operator, approver");
        await form.GetByLabel("Groups").FillAsync("florists");
        await form.GetByRole(AriaRole.Button, new() { Name = "Create account", Exact = true }).ClickAsync();
        return await root.SecretAsync();
    }
}
