using Microsoft.Playwright;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Live;

/// <summary>A real browser without a window.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", Places.PlaywrightPackage);
        Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", FindNode());
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags }));
    }

    /// <param name="through">What stands between the browser and the product; null for nothing.</param>
    public async Task<IPage> SignInAsync(RunningProduct product, Uri? through = null)
    {
        var context = await OpenAsync(through ?? product.Address, signedIn: null);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin?token=" + Uri.EscapeDataString(product.Token));
        await page.GetByLabel("Your name").FillAsync("Maria");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Fleet", Level = 1 }).WaitForAsync();
        return page;
    }

    /// <summary>A browser with nothing in its cache.</summary>
    /// <param name="signedIn">The cookies of somebody who signed in; null for a stranger.</param>
    public Task<IBrowserContext> OpenAsync(Uri address, string? signedIn) => _browser.NewContextAsync(new()
    {
        BaseURL = address.OriginalString,
        Locale = "en-GB",
        ViewportSize = new() { Width = 1280, Height = 800 },
        StorageState = signedIn,
    });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string FindNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("node is not on the PATH; the browser's driver needs it.");
}
