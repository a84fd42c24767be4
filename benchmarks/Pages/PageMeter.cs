using Microsoft.Playwright;
using Sluice.Benchmarks.Live;

namespace Sluice.Benchmarks.Pages;

/// <summary>What a page costs its browser, by the browser's own counters and by scripts within the page.</summary>
internal static class PageMeter
{
    /// <summary>From a click on a link until after the first frame that shows what it leads to: who sees it in the callbacks before a frame waits for that frame, not for the one after it.</summary>
    private const string Going = """
        async ([link, address, arrived]) => {
          const from = performance.now();
          address ? Blazor.navigateTo(address) : document.querySelector(link).click();
          await new Promise(done => {
            const look = () => document.querySelector(arrived) ? setTimeout(done, 0) : requestAnimationFrame(look);
            requestAnimationFrame(look);
          });
          return performance.now() - from;
        }
        """;

    private const string Arriving = """
        window.arrived = new Promise(done => {
          const look = () => document.querySelector(SELECTOR)
            ? setTimeout(() => done(performance.now()), 0)
            : requestAnimationFrame(look);
          requestAnimationFrame(look);
        });
        """;

    /// <summary>How much of the time the main thread was busy, in percent.</summary>
    public static async Task<double> MainThreadAsync(IPage page, TimeSpan during, CancellationToken ct)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        var (before, from) = (await TaskSecondsAsync(session), TimeProvider.System.GetTimestamp());
        await Task.Delay(during, TimeProvider.System, ct);
        var busy = await TaskSecondsAsync(session) - before;
        var percent = 100 * busy / TimeProvider.System.GetElapsedTime(from).TotalSeconds;
        await session.DetachAsync();
        return percent;
    }

    public static Task<int> ElementsAsync(IPage page) => page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");

    /// <returns>Milliseconds.</returns>
    public static Task<double> GoAsync(IPage page, string link, string arrived) => page.EvaluateAsync<double>(Going, new[] { link, "", arrived });

    /// <summary>The same without a link.</summary>
    public static Task<double> NavigateAsync(IPage page, string address, string arrived) => page.EvaluateAsync<double>(Going, new[] { "", address, arrived });

    /// <summary>Pages that are opened from now on note when they first showed something: after that frame, counted from the start of the navigation.</summary>
    public static Task WatchArrivalAsync(IPage page, string selector) =>
        page.AddInitScriptAsync(Arriving.Replace("SELECTOR", "'" + selector + "'", StringComparison.Ordinal));

    /// <returns>Milliseconds.</returns>
    public static async Task<double> OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        return await page.EvaluateAsync<double>("() => window.arrived");
    }

    /// <summary>Bytes a second on all sockets in the mean, and in the fullest second.</summary>
    public static async Task<(double Mean, double Peak)> ReceivedAsync(SocketBytes bytes, TimeSpan during, CancellationToken ct)
    {
        bytes.Begin();
        await Task.Delay(during, TimeProvider.System, ct);
        return ((bytes.Of("/_blazor") + bytes.Of("/hubs/live")) / during.TotalSeconds, bytes.Peak);
    }

    private static async Task<double> TaskSecondsAsync(ICDPSession session)
    {
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray();
        return metrics.First(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }
}
