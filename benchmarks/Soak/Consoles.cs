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
    private readonly List<double> _navigations = [];

    private Consoles(List<IPage>[] followers) => _followers = followers;

    /// <summary>Milliseconds of each change of a page to another deployment.</summary>
    public IReadOnlyList<double> Navigations => _navigations;

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
            _navigations.Add(await PageMeter.NavigateAsync(page, DeploymentView.AddressOf(deployment), $"article.deployment[data-deployment='{deployment}'] .plot canvas"));
        }
    }
}
