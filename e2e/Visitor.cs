using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sluice.E2E;

/// <summary>Somebody with a browser. Stories say what they do; this knows how.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly RunningApp _app;
    private readonly IBrowserContext _context;
    private readonly List<string> _violations = [];

    private Visitor(RunningApp app, IBrowserContext context, IPage page)
    {
        (_app, _context, Page) = (app, context, page);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("CSP-VIOLATION", StringComparison.Ordinal))
            {
                _violations.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the content security policy forbade since the visit began.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public static async Task<Visitor> ArriveAsync(RunningApp app, Browser browser, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(browser);
        var context = await browser.Chromium.NewContextAsync(new()
        {
            BaseURL = app.Address.OriginalString,
            ColorScheme = scheme,
            Locale = "en-GB",
            ViewportSize = new() { Width = width, Height = 800 },
        });
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.log('CSP-VIOLATION', e.violatedDirective, e.blockedURI, e.sourceFile));");
        return new Visitor(app, context, await context.NewPageAsync());
    }

    /// <summary>Arrives, follows the link and gives a name; stands on the fleet page.</summary>
    public static async Task<Visitor> SignedInAsync(RunningApp app, Browser browser, ColorScheme scheme = ColorScheme.Light, int width = 1280, string name = "Maria")
    {
        var visitor = await ArriveAsync(app, browser, scheme, width);
        await visitor.SignInAsync(name);
        return visitor;
    }

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync(_app.SignInLink.PathAndQuery);
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SeesHeadingAsync("Fleet");
    }

    public Task SeesHeadingAsync(string name) => Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync(new() { Timeout = 15_000 });

    /// <summary>A picture for people to look at, under <c>artifacts/</c>.</summary>
    public Task PhotographAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Places.Artifacts, name + ".png"), Animations = ScreenshotAnimations.Disabled });

    /// <summary>Fails with the rule and the element of every accessibility mistake on the page.</summary>
    public async Task FindsNoBarrierAsync()
    {
        var found = await Page.RunAxe();
        var barriers = found.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ToArray();
        Assert.True(barriers.Length == 0, string.Join(Environment.NewLine, barriers));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
