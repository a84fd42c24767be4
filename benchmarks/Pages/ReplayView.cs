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

    // From the key to after the frame that shows the other event. Nothing looks for it meanwhile, which would cost the browser time that no reader takes from it.
    private const string Clock = """
        () => {
          window.steps = [];
          let pressed = 0;
          let look = () => {};
          window.untilStep = count => new Promise(done => { look = () => window.steps.length >= count && done(); look(); });
          addEventListener("keydown", event => { pressed = event.timeStamp; }, true);
          new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { window.steps.push(performance.now() - pressed); look(); }, 0)))
            .observe(document.querySelector("article.replay"), { attributes: true, attributeFilter: ["data-at"] });
        }
        """;

    /// <param name="budgets">Null where the figures are only told.</param>
    public static async Task RunAsync(Budgets? budgets, Chromium chromium, RunningProduct product, Extent extent)
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

        Tell(budgets, "L9", $"replay of {LongDeployment.Events:#,0} events: address to the first state", opened, 600, 1500);
        Budgets.Note("until all of it is read, median", Report.At([.. whole.Order()], 0.5), "ms");

        await page.EvaluateAsync(Clock);
        await page.GetByRole(AriaRole.Slider).FocusAsync();
        for (var i = 0; i < extent.Steps; i++)
        {
            await page.Keyboard.PressAsync(s_keys[i % s_keys.Length]);
            await page.EvaluateAsync("count => window.untilStep(count)", i + 1);
        }

        Tell(budgets, "L8", "replay step, key to pixel", await page.EvaluateAsync<double[]>("() => window.steps"), 30, 100, 200);
        budgets?.Most("R8", "elements, replay", await PageMeter.ElementsAsync(page), 3000, "");
        await page.Context.CloseAsync();
    }

    private static void Tell(Budgets? budgets, string id, string what, IReadOnlyCollection<double> took, double p50, double p95, double? p99 = null)
    {
        if (budgets is not null)
        {
            budgets.Percentiles(id, what, took, "ms", p50, p95, p99);
            return;
        }

        double[] sorted = [.. took.Order()];
        Budgets.Note($"{what}, beside it, p50", Report.At(sorted, 0.5), "ms");
        Budgets.Note($"{what}, beside it, p95", Report.At(sorted, 0.95), "ms");
    }
}
