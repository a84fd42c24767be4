using Microsoft.Playwright;
using Sluice.Benchmarks.Live;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Soak;

/// <summary>Pages that stay open: most on the deployments, which they follow from one to the next; some on the lists.</summary>
internal sealed class Consoles
{
    private static readonly string[] s_lists = ["/fleet", "/fleet", "/approvals", "/audit"];
    private readonly List<IPage>[] _followers;
    private const int Rounds = 5;
    private readonly List<double> _navigations = [];
    private readonly List<double> _alone = [];

    private Consoles(List<IPage>[] followers) => _followers = followers;

    /// <summary>Milliseconds of each change of a page to another deployment.</summary>
    public IReadOnlyList<double> Navigations => _navigations;

    /// <summary>The same while no other page asks for the processor: what is left is the product's.</summary>
    public IReadOnlyList<double> Alone => _alone;

    public static async Task<Consoles> OpenAsync(Chromium chromium, RunningProduct product, int count, int services)
    {
        var first = await chromium.SignInAsync(product);
        var followers = Enumerable.Range(0, services).Select(_ => new List<IPage>()).ToArray();
        for (var i = 0; i < count; i++)
        {
            var page = i == 0 ? first : await first.Context.NewPageAsync();
            await page.GotoAsync(i < s_lists.Length ? s_lists[i] : "/s/" + Fleet.Name(1 + (i % services)));
            await page.Locator("h1").First.WaitForAsync();
            if (i >= s_lists.Length)
            {
                followers[i % services].Add(page);
            }
        }

        return new(followers);
    }

    /// <summary>Those that follow the service go on to its new deployment, within their circuits.</summary>
    public async Task FollowAsync(int service, string deployment)
    {
        foreach (var page in _followers[service - 1])
        {
            _navigations.Add(await GoAsync(page, deployment));
        }
    }

    /// <summary>Closes all pages but one, which goes from one deployment to the next for some rounds.</summary>
    public async Task BeAloneAsync(IReadOnlyList<string> deployments)
    {
        var last = _followers[0][0];
        foreach (var page in last.Context.Pages.Where(page => page != last).ToList())
        {
            await page.CloseAsync();
        }

        for (var round = 0; round < Rounds; round++)
        {
            // It stands at the first.
            foreach (var deployment in deployments.Reverse())
            {
                _alone.Add(await GoAsync(last, deployment));
            }
        }
    }

    // Behind another page Chromium draws a frame or two a second, and the end is seen at a frame: nobody looks at such a page.
    private static async Task<double> GoAsync(IPage page, string deployment)
    {
        await page.BringToFrontAsync();
        return await PageMeter.NavigateAsync(page, DeploymentView.AddressOf(deployment), $"article.deployment[data-deployment='{deployment}'] .plot canvas");
    }
}
