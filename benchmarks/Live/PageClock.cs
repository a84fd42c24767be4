using Microsoft.Playwright;

namespace Sluice.Benchmarks.Live;

/// <summary>
/// Notes in the page when what changed was on the screen: after the frame that followed the change. Browser and product run on one
/// machine, so their clocks are the same.
/// </summary>
internal static class PageClock
{
    private const string Script = """
        () => {
          window.seen = { versions: [], samples: [] };
          const painted = then => requestAnimationFrame(() => setTimeout(() => then(Date.now()), 0));
          const page = document.querySelector("article.deployment");
          new MutationObserver(() => {
            const version = Number(page.dataset.version);
            painted(at => window.seen.versions.push([version, at]));
          }).observe(page, { attributes: true, attributeFilter: ["data-version"] });
          // The first one may have been on the screen before anybody looked.
          let last = Infinity;
          document.addEventListener("sluice:drawn", event => {
            const sample = event.detail;
            const isNew = sample > last;
            last = sample;
            if (isNew) {
              painted(at => window.seen.samples.push([sample, at]));
            }
          });
        }
        """;

    public static Task StartAsync(IPage page) => page.EvaluateAsync(Script);

    /// <summary>Versions of the deployment, and when each was first seen, in milliseconds since 1970.</summary>
    public static Task<double[][]> VersionsAsync(IPage page) => page.EvaluateAsync<double[][]>("() => window.seen.versions");

    /// <summary>Ends of samples, and when each was first drawn, in milliseconds since 1970.</summary>
    public static Task<double[][]> SamplesAsync(IPage page) => page.EvaluateAsync<double[][]>("() => window.seen.samples");
}
