using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Approvals;

/// <summary>Notes that name whoever looks, in their inbox.</summary>
public sealed class MentionTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public MentionTests()
    {
        _scene.Console.Services.AddSingleton<IGateQueries>(_scene.Sluice);
        _scene.Console.Services.AddSingleton<IMentionQueries>(_scene.Sluice);
        _scene.Console.Services.AddApprovals();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_note_that_names_me_is_listed_marked_and_leads_to_its_place_in_replay()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.AddNote("@maria, was this the **pool**? <script>alert(1)</script>"));
        await _scene.OrderAsync(new DeploymentCommand.AddNote("@cleo, and you?"));
        var page = Open();
        var line = Assert.Single(page.FindAll("[data-mention]"));
        Assert.Equal("@maria", line.QuerySelector(".mention")!.TextContent);
        Assert.Equal("pool", line.QuerySelector("strong")!.TextContent);
        Assert.Empty(line.QuerySelectorAll("script"));
        Assert.Contains("Ben", line.QuerySelector(".note__by")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/s/shop/d/2/replay?at={line.GetAttribute("data-mention")}", line.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task One_that_comes_meanwhile_is_shown_and_one_that_names_me_no_more_is_gone()
    {
        await _scene.BakingAsync();
        var page = Open();
        Assert.Equal("No note names you", page.Find(".empty h2").TextContent);
        await _scene.OrderAsync(new DeploymentCommand.AddNote("@Maria?"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-mention]")), TimeSpan.FromSeconds(10));
        var version = long.Parse(page.Find("[data-mention]").GetAttribute("data-mention")!, System.Globalization.CultureInfo.InvariantCulture);
        await _scene.OrderAsync(new DeploymentCommand.AddNote("nobody") { Replaces = version });
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-mention]")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_list_that_follows_late_is_asked_again()
    {
        _scene.Console.Services.AddSingleton<IMentionQueries>(new LateMentions(_scene.Sluice, late: 2));
        await _scene.BakingAsync();
        var page = Open();
        await _scene.OrderAsync(new DeploymentCommand.AddNote("@maria?"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-mention]")), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("Maria", true)]
    [InlineData("maria@example.org", true)]
    [InlineData("Maria Rossi", false)]
    [InlineData("-maria", false)]
    public async Task Only_who_can_be_named_is_told_how(string name, bool isTold)
    {
        _scene.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, name, string.Empty, "test"));
        await _scene.BakingAsync();
        Assert.Equal(isTold, Open().Find(".empty").TextContent.Contains($"Whoever writes @{name} ", StringComparison.Ordinal));
    }

    private IRenderedComponent<ApprovalsPage> Open()
    {
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo("/approvals?tab=mentions");
        return _scene.Console.Render<ApprovalsPage>();
    }

    /// <summary>Knows nothing of what was written, the first few times that it is asked.</summary>
    private sealed class LateMentions(IMentionQueries inner, int late) : IMentionQueries
    {
        private int _asked;

        public async Task<IReadOnlyList<MentionRow>> LatestAsync(TenantId tenant, string name, int most, CancellationToken ct) =>
            ++_asked <= late ? [] : await inner.LatestAsync(tenant, name, most, ct);
    }
}
