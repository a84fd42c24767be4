using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Pages;

/// <summary>The replay of a very long deployment: how soon it opens, and how soon a key shows the next event.</summary>
internal static class ReplayView
{
    private const string Replay = "article.replay[data-at] .deployment__state";
    private const string Whole = "article.replay:not(:has(> p.callout[role=status]))";
    private static readonly string[] s_keys = ["ArrowLeft", "ArrowLeft", "PageUp", "ArrowRight", "ArrowRight", "PageDown", "ArrowLeft", "Shift+ArrowLeft", "ArrowRight", "PageUp"];

    // From the key to after the frame that shows the other event.
    private const string Clock = """
        () => {
          window.steps = [];
          let pressed = 0;
          addEventListener("keydown", event => { pressed = event.timeStamp; }, true);
          new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => window.steps.push(performance.now() - pressed), 0)))
            .observe(document.querySelector("article.replay"), { attributes: true, attributeFilter: ["data-at"] });
        }
        """;

    public static async Task RunAsync(Budgets budgets, Chromium chromium, RunningProduct product, Extent extent)
    {
        var page = await chromium.SignInAsync(product);
        var address = DeploymentView.AddressOf(LongDeployment.Id) + "/replay";
        await PageMeter.WatchArrivalAsync(page, Replay);
        var (opened, whole) = (new List<double>(), new List<double>());
        for (var i = 0; i < (extent.Times + 1) / 2; i++)
        {
            opened.Add(await PageMeter.OpenAsync(page, Machine.Text($"{address}?at={LongDeployment.Events / 2}")));
            await page.Locator(Whole).WaitForAsync();
            whole.Add(await page.EvaluateAsync<double>("() => performance.now()"));
        }

        budgets.Percentiles("L9", $"replay of {LongDeployment.Events:#,0} events: address to the first state", opened, "ms", 600, 1500);
        Budgets.Note("until all of it is read, median", Report.At([.. whole.Order()], 0.5), "ms");

        await page.EvaluateAsync(Clock);
        await page.GetByRole(AriaRole.Slider).FocusAsync();
        for (var i = 0; i < extent.Steps; i++)
        {
            await page.Keyboard.PressAsync(s_keys[i % s_keys.Length]);
            await page.WaitForFunctionAsync("count => window.steps.length >= count", i + 1);
        }

        budgets.Percentiles("L8", "replay step, key to pixel", await page.EvaluateAsync<double[]>("() => window.steps"), "ms", 30, 100, 200);
        budgets.Most("R8", "elements, replay", await PageMeter.ElementsAsync(page), 3000, "");
        await page.Context.CloseAsync();
    }
}
