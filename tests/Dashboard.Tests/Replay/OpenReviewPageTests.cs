using Bunit;
using Sluice.Dashboard.Replay.Bundles;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Where bundles are opened, and which are open.</summary>
public sealed class OpenReviewPageTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Nothing_is_open_to_begin_with_and_the_file_goes_by_HTTP()
    {
        var page = _scene.Now.Console.Render<OpenReviewPage>();
        Assert.Empty(page.FindAll(".reviews__list"));
        var file = page.Find("[data-bundle]");
        Assert.Equal(BundleImports.Largest.ToString(System.Globalization.CultureInfo.InvariantCulture), file.GetAttribute("data-largest"));
        Assert.StartsWith("The file is larger than 64 MB.", file.GetAttribute("data-too-large"), StringComparison.Ordinal);
        Assert.All(["data-sending", "data-failed"], said => Assert.NotEmpty(file.GetAttribute(said)!));
        Assert.Empty(page.Find("[data-said]").TextContent);
    }

    [Fact]
    public async Task What_is_open_is_listed_for_whoever_opened_it_and_for_nobody_else()
    {
        await _scene.Now.BakingAsync();
        var bundle = await _scene.BundleAsync();
        _scene.Import(bundle, owner: "Eve");
        Assert.Empty(_scene.Now.Console.Render<OpenReviewPage>().FindAll(".reviews__list"));

        _scene.Import(bundle);
        var line = Assert.Single(_scene.Now.Console.Render<OpenReviewPage>().FindAll(".reviews__list li"));
        Assert.Equal("/reviews/key", line.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains($"{(await _scene.EventsAsync()).Count} events", line.TextContent, StringComparison.Ordinal);
    }
}
