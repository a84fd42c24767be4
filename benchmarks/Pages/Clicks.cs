using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Pages;

/// <summary>What a person's clicks take: the first sign, the server's answer, another page, and an abort until the traffic moves. And a text that is too long.</summary>
internal static class Clicks
{
    private const int Pasted = 100_000;
    private const int LargestMessage = 32 * 1024;

    // From the instant that the browser gives the click, to after the frame that shows what it did.
    private const string Clock = """
        () => {
          window.clicks = { sent: [], answered: [] };
          const painted = then => requestAnimationFrame(() => setTimeout(() => then(performance.now()), 0));
          let clicked = 0;
          addEventListener("click", event => {
            if (event.target.closest("[data-order]")) {
              clicked = event.timeStamp;
              painted(at => window.clicks.sent.push(at - clicked));
            }
          });
          new MutationObserver(() => painted(at => window.clicks.answered.push(at - clicked)))
            .observe(document.getElementById("actions"), { attributes: true, attributeFilter: ["data-answer"] });
        }
        """;

    public static async Task OrdersAsync(Budgets budgets, IPage page, string id, Extent extent)
    {
        await DeploymentView.OpenAsync(page, id);
        await page.EvaluateAsync(Clock);
        for (var i = 0; i < extent.Times; i++)
        {
            var button = page.Locator("#actions").GetByRole(AriaRole.Button, new() { Name = i % 2 == 0 ? "Pause" : "Resume", Exact = true });
            await Assertions.Expect(button).ToBeEnabledAsync();
            await button.ClickAsync();
            await page.WaitForFunctionAsync("count => window.clicks.answered.length >= count", i + 1);
        }

        budgets.Percentiles("L3", "click to \"sent\"", await page.EvaluateAsync<double[]>("() => window.clicks.sent"), "ms", 50, 100, 200);
        budgets.Percentiles("L4", "click to the server's answer", await page.EvaluateAsync<double[]>("() => window.clicks.answered"), "ms", 120, 250, 500);
    }

    /// <summary>Around in one circuit: fleet, service, deployment, approvals.</summary>
    public static async Task PagesAsync(Budgets budgets, IPage page, string service, int number, Extent extent)
    {
        (string Link, string Arrived)[] round =
        [
            ($"a.fleet__link[href='/s/{service}/d/{number}']", "article.deployment[data-deployment] .plot canvas"),
            (".topbar__nav a[href='/approvals']", ".inbox"),
            (".topbar__nav a[href='/fleet']", $"a.fleet__link[href='/s/{service}/d/{number}']"),
        ];
        await page.GotoAsync("/fleet");
        await page.Locator(round[0].Link).WaitForAsync();
        var took = new List<double>();
        for (var i = 0; i < extent.Times; i++)
        {
            foreach (var (link, arrived) in round)
            {
                took.Add(await PageMeter.GoAsync(page, link, arrived));
            }
        }

        budgets.Percentiles("L6", "page change: deployment, approvals, fleet", took, "ms", 150, 400, 800);
    }

    public static async Task AbortsAsync(Budgets budgets, IPage page, RunningProduct product, Fleet fleet, int firstService, Extent extent, CancellationToken ct)
    {
        using var race = new AbortRace(product.Gateway);
        var took = new List<double>();
        for (var i = firstService; i < firstService + extent.Aborts; i++)
        {
            await DeploymentView.OpenAsync(page, await fleet.StartAsync(i, share: 100, ct));
            await page.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true }).First.ClickAsync();
            await Assertions.Expect(page.Locator("dialog[open] button[type=submit]")).ToBeFocusedAsync();
            took.Add(await race.RunAsync(Fleet.Name(i), () => page.Keyboard.PressAsync("Enter"), ct));
        }

        budgets.Percentiles("L5", "abort confirmed to traffic moved", took, "ms", 300, 1000, 2000);
    }

    /// <summary>The longest note that is taken, and one that is not: pasted whole, it must not reach the circuit.</summary>
    public static async Task PasteAsync(Budgets budgets, IPage page, string id)
    {
        var bytes = new SocketBytes(page);
        await DeploymentView.OpenAsync(page, id, "?tab=notes");
        var note = page.Locator("#note");
        var longest = int.Parse(await note.GetAttributeAsync("data-longest") ?? "", System.Globalization.CultureInfo.InvariantCulture);
        await note.FillAsync(new string('ä', longest));
        await note.FillAsync(new string('ä', Pasted));

        // The circuit is alive when it still answers.
        await page.Locator("#tab-plan").ClickAsync();
        await Assertions.Expect(page.Locator("#tab-plan")).ToHaveAttributeAsync("aria-selected", "true");
        budgets.Most("B5", "largest message sent, a long text pasted", bytes.MostSent, LargestMessage, "bytes");
    }
}
