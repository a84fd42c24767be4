using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sluice.E2E;

/// <summary>Somebody with a browser. Stories say what they do; this knows how.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const float PatienceForOneClick = 10_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly RunningApp _app;
    private readonly IBrowserContext _context;
    private readonly List<string> _violations = [];
    private readonly List<string> _errors = [];

    private Visitor(RunningApp app, IBrowserContext context, IPage page)
    {
        (_app, _context, Page) = (app, context, page);
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("CSP-VIOLATION", StringComparison.Ordinal))
            {
                _violations.Add(message.Text);
            }
            // Chromium asks for it by itself on the way through a provider's pages, which name no icon.
            else if (message.Type == "error" && !message.Location.Contains("/favicon.ico", StringComparison.Ordinal))
            {
                _errors.Add($"{message.Text} ({message.Location})");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the content security policy forbade since the visit began.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public ILocator Dialog => Page.Locator("dialog[open]");

    /// <summary>The page of a deployment, once it is there.</summary>
    public ILocator Deployment => Page.Locator("article.deployment[data-deployment]");

    /// <summary>The deployment's badge, once it says so.</summary>
    public ILocator State(string state) => Page.Locator(".deployment__state .badge", new() { HasText = state });

    public ILocator Sentence => Page.Locator("#state-sentence");

    /// <param name="zone">The time zone of the person's computer; null for this one's.</param>
    /// <param name="through">What stands between the browser and the product; null for nothing.</param>
    public static async Task<Visitor> ArriveAsync(RunningApp app, Browser browser, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800, Uri? through = null, string? zone = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(browser);
        var context = await browser.Chromium.NewContextAsync(new()
        {
            BaseURL = (through ?? app.Address).OriginalString,
            ColorScheme = scheme,
            Locale = "en-GB",
            TimezoneId = zone,
            ViewportSize = new() { Width = width, Height = height },
        });
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.log('CSP-VIOLATION', e.violatedDirective, e.blockedURI, e.sourceFile));");
        return new Visitor(app, context, await context.NewPageAsync());
    }

    /// <summary>Arrives, follows the link and gives a name; stands on the fleet page.</summary>
    public static async Task<Visitor> SignedInAsync(RunningApp app, Browser browser, ColorScheme scheme = ColorScheme.Light, int width = 1280, string name = "Maria", int height = 800)
    {
        var visitor = await ArriveAsync(app, browser, scheme, width, height);
        await visitor.SignInAsync(name);
        return visitor;
    }

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync(_app.SignInLink.PathAndQuery);
        await Page.GetByLabel("Your name").FillAsync(name);
        await Button("Sign in").ClickAsync();
        await SeesHeadingAsync("Fleet");
    }

    /// <summary>Types a name and a password at the door; whether it opens is for the story to say.</summary>
    public async Task TriesAsync(string name, string password)
    {
        await Page.GotoAsync("/signin?with=password");
        await Page.GetByLabel("Name of your account").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(password);
        await Button("Sign in").ClickAsync();
    }

    /// <summary>Comes in as somebody whom the provider knows; stands on the fleet page.</summary>
    public static async Task<Visitor> KnownToProviderAsync(RunningApp app, Browser browser, string who)
    {
        var visitor = await ArriveAsync(app, browser);
        await visitor.Page.GotoAsync("/");
        await visitor.ComesFromProviderAsync(who);
        await visitor.SeesHeadingAsync("Fleet");
        return visitor;
    }

    /// <summary>From the door to the provider and back.</summary>
    public async Task ComesFromProviderAsync(string who)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Continue with Example ID" }).ClickAsync();
        await Button($"I am {who}").ClickAsync();
    }

    /// <summary>As an administrator: makes an account and answers with the password that was made for it.</summary>
    public async Task<string> AddsAccountAsync(string name, string roles)
    {
        await Page.GotoAsync("/settings/access");
        var form = Page.Locator("form", new() { Has = Page.Locator("#account-name") });
        await form.Locator("#account-name").FillAsync(name);
        await form.GetByLabel("Roles").FillAsync(roles);
        await form.GetByRole(AriaRole.Button, new() { Name = "Create account", Exact = true }).ClickAsync();
        return await SecretAsync();
    }

    /// <summary>What is shown once.</summary>
    public async Task<string> SecretAsync() => await Page.Locator("[data-secret]").InnerTextAsync();

    public async Task OpensAsync(int number)
    {
        await Page.GotoAsync($"/s/shop/d/{number}");
        await SeesHeadingAsync($"shop #{number}");
    }

    /// <summary>The number of the deployment that the page shows.</summary>
    public async Task<int> StandsOnAsync()
    {
        await Assertions.Expect(Deployment).ToBeVisibleAsync(new() { Timeout = 15_000 });
        return int.Parse(Page.Url[(Page.Url.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The button of that name; within the dialog when one is open is for the story to say.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>
    /// Clicks until it has taken. What stands above may still come and push the target away under the pointer; people click again then, and so does this.
    /// </summary>
    /// <param name="until">What is there (or gone, by <paramref name="state"/>) once the click has taken.</param>
    public async Task ClicksAsync(ILocator target, ILocator until, WaitForSelectorState state = WaitForSelectorState.Visible)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(until);
        for (var left = 3; left > 0; left--)
        {
            try
            {
                await target.ClickAsync(new() { Timeout = PatienceForOneClick });
                await until.First.WaitForAsync(new() { State = state, Timeout = PatienceForOneClick });
                return;
            }
            catch (TimeoutException)
            {
                // It may have taken while the next click was still on its way.
                if (await until.First.IsVisibleAsync() == (state == WaitForSelectorState.Visible))
                {
                    return;
                }
            }
        }

        throw new TimeoutException($"{Page.Url}: {target} was clicked, and {until} did not become {state}.");
    }

    /// <summary>Turns to a tab under the charts.</summary>
    public Task TurnsToAsync(string tab) =>
        ClicksAsync(Page.GetByRole(AriaRole.Tab, new() { Name = tab }), Page.GetByRole(AriaRole.Tab, new() { Name = tab, Selected = true }));

    /// <summary>Opens the dialog behind a button.</summary>
    public Task AsksAsync(ILocator button) => ClicksAsync(button, Dialog);

    /// <summary>Presses the dialog's button of that name; the dialog goes.</summary>
    public Task AnswersAsync(string name) =>
        ClicksAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }), Dialog, WaitForSelectorState.Hidden);

    /// <summary>Waits until a deployment's page listens to keys: its scripts have come once a chart stands.</summary>
    public Task ListensAsync() => Assertions.Expect(Page.Locator(".u-over").First).ToBeVisibleAsync(new() { Timeout = 15_000 });

    /// <summary>Fills a field and leaves it, which is when the page takes its value.</summary>
    public async Task WritesAsync(string label, string value)
    {
        var field = Page.GetByLabel(label, new() { Exact = true });
        await field.FillAsync(value);
        await field.BlurAsync();
    }

    public Task SeesHeadingAsync(string name) => Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync(new() { Timeout = 15_000 });

    /// <summary>A page that was just opened gives its heading the focus: keys that are pressed before that are lost to it.</summary>
    public async Task SeesFocusedHeadingAsync(string name)
    {
        await SeesHeadingAsync(name);
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeFocusedAsync();
    }

    /// <summary>Waits until the deployment's badge says so.</summary>
    /// <param name="patience">Null for the usual one.</param>
    public Task SeesStateAsync(string state, TimeSpan? patience = null) =>
        Assertions.Expect(Page.Locator(".deployment__state .badge")).ToHaveTextAsync(state, new() { Timeout = (float)(patience ?? Shop.Patience).TotalMilliseconds });

    /// <summary>Waits until something is painted in the chart, not only its axes' frame.</summary>
    public Task SeesDrawnChartAsync(string chart) => UntilAsync(
        """
        chart => {
          const canvas = document.querySelector(`${chart} canvas`);
          if (!canvas || canvas.width === 0) return false;
          const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return new Set(pixels).size > 20;
        }
        """,
        chart);

    /// <summary>Waits until the number of requests that the canary has answered moves on, twice.</summary>
    public async Task SeesExposedGrowAsync()
    {
        const string Exposed = "Number(document.querySelector('[data-reading=exposed]').textContent.replace(/[^0-9]/g, ''))";
        for (var i = 0; i < 2; i++)
        {
            var before = await Page.EvaluateAsync<double>(Exposed);
            await UntilAsync($"before => {Exposed} > before", before);
        }
    }

    /// <summary>A picture for people to look at, under <c>artifacts/</c>.</summary>
    public Task PhotographAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Places.Artifacts, name + ".png"), Animations = ScreenshotAnimations.Disabled });

    /// <summary>Fails with the rule and the element of every accessibility mistake on the page.</summary>
    public async Task FindsNoBarrierAsync()
    {
        var barriers = await BarriersAsync();
        Assert.True(barriers.Count == 0, string.Join(Environment.NewLine, barriers));
    }

    /// <summary>The rule and the element of every accessibility mistake on the page.</summary>
    /// <param name="withTargets">The size of targets too, which is new in WCAG 2.2. Only where nothing stands over the page: what a menu covers in part counts as too small.</param>
    public async Task<IReadOnlyList<string>> BarriersAsync(bool withTargets = false)
    {
        var found = await Page.RunAxe(new AxeRunOptions { Rules = new() { ["target-size"] = new RuleOptions { Enabled = withTargets } } });
        return [.. found.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => $"{node.Html} ({string.Join(' ', node.Any.Select(check => check.Message))})"))}")];
    }

    /// <summary>The same in the dark and in the light; the page follows its system.</summary>
    public async Task FindsNoBarrierInEitherThemeAsync()
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await WearsAsync(scheme);
            await FindsNoBarrierAsync();
        }
    }

    /// <summary>The same in both themes as they are and with more contrast, in the high contrast theme, and in the colours of the system alone.</summary>
    public async Task FindsNoBarrierInAnyLookAsync()
    {
        await FindsNoBarrierInEitherThemeAsync();
        await Page.EmulateMediaAsync(new() { Contrast = Contrast.More });
        await FindsNoBarrierInEitherThemeAsync();
        await Page.EmulateMediaAsync(new() { Contrast = Contrast.NoPreference });
        await WearsAsync("contrast");
        await FindsNoBarrierAsync();
        await WearsAsync("system");
        await Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await FindsNoBarrierAsync();
        await Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
    }

    /// <summary>Chooses a theme as the switch in the bar does, also under an open dialog or where there is no bar.</summary>
    public async Task WearsAsync(string theme)
    {
        await Page.EvaluateAsync(
            "theme => { const choice = document.createElement('button'); choice.dataset.chooseTheme = theme; choice.setAttribute('aria-pressed', 'false'); document.body.append(choice); choice.click(); choice.remove(); }", theme);
        await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme-choice", theme);
        await UntilAsync("() => document.getAnimations().every(animation => !(animation instanceof CSSTransition))");
    }

    /// <summary>Emulated contrast and forced colours stay as they are.</summary>
    public async Task WearsAsync(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
        await UntilAsync("() => document.getAnimations().every(animation => !(animation instanceof CSSTransition))");
    }

    /// <summary>Fails with what the browser complained about since the visit began.</summary>
    public void HadNoTrouble()
    {
        Assert.Empty(_violations);
        Assert.True(_errors.Count == 0, string.Join(Environment.NewLine, _errors));
    }

    // The browser's own waiting for functions needs eval, which the content security policy forbids.
    private async Task UntilAsync(string condition, object? argument = null)
    {
        var holds = Page.EvaluateAsync(
            $$"""
            argument => new Promise(resolve => {
              const condition = {{condition}};
              const look = () => condition(argument) ? resolve() : setTimeout(look, 50);
              look();
            })
            """,
            argument);
        await holds.WaitAsync(s_patience);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
