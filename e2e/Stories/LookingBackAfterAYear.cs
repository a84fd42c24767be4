using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>A record whose intervals are gone: what is left of them by the hour is drawn.</summary>
public sealed class LookingBackAfterAYear(RunningApp app, Browser browser)
{
    [Fact]
    public async Task Charts_show_hours_and_the_numbers_of_decisions_beside_them()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("A short timeout", [(25, "10s"), (50, "1m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.3")]);
        await shop.UntilAsync(number, "it was returned", deployment => deployment.GetProperty("status").GetString() == "rolled_back");
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.GotoAsync($"/s/shop/d/{number}/replay");
        await visitor.SeesHeadingAsync($"shop #{number}");
        var bundle = await page.EvaluateAsync<string>("id => fetch(`/api/deployments/${id}/review?format=json`).then(answer => answer.text())", $"shop-{number}");

        await page.GotoAsync("/reviews");
        await visitor.SeesHeadingAsync("Incident reviews");
        await page.Locator("#bundle").SetInputFilesAsync(new FilePayload { Name = "aged.json", MimeType = "application/json", Buffer = Aged(bundle) });
        await visitor.SeesHeadingAsync($"shop #{number}");
        await Expect(page.Locator("main [data-notice]")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-left=hours]")).ToContainTextAsync("hourly summary", new() { Timeout = 15_000 });
        await visitor.SeesDrawnChartAsync("#chart-error_rate");
        var table = page.Locator("#chart-error_rate");
        await table.Locator("[data-table]").ClickAsync();
        await Expect(table.Locator("thead")).ToContainTextAsync("recorded with a decision");
        await Expect(table.Locator("tbody tr").First).ToBeVisibleAsync();
        await visitor.FindsNoBarrierInEitherThemeAsync();
        visitor.HadNoTrouble();
    }

    /// <summary>The bundle as it would be made when its intervals had become one hour for each phase.</summary>
    private static byte[] Aged(string bundle)
    {
        var root = JsonNode.Parse(bundle)!.AsObject();
        var parts = root["parts"]!.AsObject();
        var hours = parts["samples"]!.AsArray().Where(one => (int)one!["phase"]! >= 0).GroupBy(one => (int)one!["phase"]!).Select(phase => Hour([.. phase!]));
        parts["hours"] = new JsonArray([.. hours]);
        parts["samples"] = new JsonArray();
        foreach (var (name, part) in parts)
        {
            root["hashes"]![name] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part!.ToJsonString())));
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>With the last interval's numbers: what is drawn is seen here, not what is added up.</summary>
    private static JsonNode Hour(List<JsonNode?> intervals)
    {
        var hour = intervals[^1]!.DeepClone();
        hour["from"] = intervals[0]!["from"]!.DeepClone();
        return hour;
    }
}
