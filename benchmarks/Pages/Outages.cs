using Microsoft.Playwright;

namespace Sluice.Benchmarks.Pages;

/// <summary>How soon a page notices that its line is dead, and how soon it is back when the line is.</summary>
internal static class Outages
{
    private static readonly TimeSpan[] s_short = [TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(2);
    private const float Patience = 30_000;

    private const string Clock = """
        () => {
          window.line = { lost: 0, back: 0, amber: 0, offline: 0 };
          const chip = document.getElementById("freshness");
          new MutationObserver(() => { window.line[document.body.classList.contains("offline") ? "lost" : "back"] = Date.now(); })
            .observe(document.body, { attributes: true, attributeFilter: ["class"] });
          new MutationObserver(() => {
            const state = { delayed: "amber", offline: "offline" }[chip.dataset.state];
            state && !window.line[state] && (window.line[state] = Date.now());
          }).observe(chip, { attributes: true, attributeFilter: ["data-state"] });
        }
        """;

    public static async Task RunAsync(Budgets budgets, IPage page, CutLine line, string id, Extent extent, CancellationToken ct)
    {
        await DeploymentView.OpenAsync(page, id);
        await page.EvaluateAsync(Clock);
        var (brief, lasting) = (new List<double>(), new List<double>());
        for (var i = 0; i < extent.Cuts; i++)
        {
            foreach (var outage in s_short)
            {
                brief.Add(await CutAsync(page, line, outage, ct));
            }
        }

        for (var i = 0; i < (extent.Cuts + 1) / 2; i++)
        {
            lasting.Add(await CutAsync(page, line, extent.LongCut, ct));
        }

        budgets.Percentiles("L10", "back after the line is, outages of 0.2, 1 and 3 s", brief, "ms", 200, 1000);
        budgets.Percentiles("L10", $"back after the line is, outages of {extent.LongCut.TotalSeconds} s", lasting, "ms", 3000, 4000);

        var (amber, lost) = (new List<double>(), new List<double>());
        for (var i = 0; i < extent.Silences; i++)
        {
            var (chip, strip) = await SilenceAsync(page, line, ct);
            amber.Add(chip);
            lost.Add(strip);
        }

        // A message of the circuit may have come a moment before the silence, so the limit counts from the silence on.
        budgets.Percentiles("L11", "silent line to amber chip", amber, "ms", null, 2500);
        budgets.Percentiles("L11", "silent line to \"connection lost\"", lost, "ms", null, 8000);
    }

    private static async Task<double> CutAsync(IPage page, CutLine line, TimeSpan outage, CancellationToken ct)
    {
        await QuietAsync(page, ct);
        line.Cut();
        await Task.Delay(outage, TimeProvider.System, ct);
        var restored = Now();
        line.Restore();
        await page.WaitForFunctionAsync("() => window.line.back > window.line.lost && window.line.lost > 0", null, new() { Timeout = Patience });
        return await page.EvaluateAsync<double>("() => window.line.back") - restored;
    }

    private static async Task<(double Amber, double Lost)> SilenceAsync(IPage page, CutLine line, CancellationToken ct)
    {
        await QuietAsync(page, ct);
        var silent = Now();
        line.Silence();
        await page.WaitForFunctionAsync("() => window.line.amber && window.line.lost", null, new() { Timeout = Patience });
        line.Restore();
        await page.WaitForFunctionAsync("() => window.line.back > window.line.lost", null, new() { Timeout = Patience });
        var (amber, lost) = (await page.EvaluateAsync<double>("() => window.line.amber"), await page.EvaluateAsync<double>("() => window.line.lost"));
        return (amber - silent, lost - silent);
    }

    private static async Task QuietAsync(IPage page, CancellationToken ct)
    {
        await page.Locator("#freshness[data-state=live]").WaitForAsync();
        await Task.Delay(s_between, TimeProvider.System, ct);
        await page.EvaluateAsync("() => Object.assign(window.line, { lost: 0, back: 0, amber: 0, offline: 0 })");
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
