namespace Sluice.E2E.Stories;

/// <summary>Pages of people in charge, in every look that a reader may need.</summary>
public sealed class NoBarriers(RunningApp app, Browser browser)
{
    [Fact]
    public async Task The_pages_of_people_in_charge_have_none_in_light_dark_and_high_contrast()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Looked at in every light", [(10, "1s"), (50, "10m"), (100, "2s")], gateBefore: 1);
        await shop.UntilAskingAsync(number);
        await using var guest = await Visitor.ArriveAsync(app, browser);
        await guest.Page.GotoAsync("/signin");
        await guest.SeesHeadingAsync("Sign in to Sluice");
        await guest.FindsNoBarrierInAnyLookAsync();

        await using var admin = await Visitor.SignedInAsync(app, browser, name: "Root");
        foreach (var (path, heading) in new[]
        {
            ("/approvals?tab=open", "Approvals"), ("/audit", "Audit log"), ("/settings/access", "Accounts and roles"), ("/settings/me", "Your account: Root"), ($"/s/shop/d/{number}", $"shop #{number}"),
        })
        {
            await admin.Page.GotoAsync(path);
            await admin.SeesHeadingAsync(heading);
            await admin.FindsNoBarrierInAnyLookAsync();
        }

        await admin.AsksAsync(admin.Page.Locator(".question__answers button").Last);
        await admin.FindsNoBarrierInAnyLookAsync();
        Assert.Empty(admin.Violations);
    }
}
