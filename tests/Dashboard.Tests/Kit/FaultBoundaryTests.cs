using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Sluice.Dashboard.Shell;

namespace Sluice.Dashboard.Tests.Kit;

/// <summary>A panel whose query fails is said to have failed in its own place; everything beside it stands.</summary>
public sealed class FaultBoundaryTests : IDisposable
{
    private readonly ConsoleContext _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task A_panel_that_fails_says_so_with_an_id_and_leaves_the_others_alone()
    {
        Query.Fails = true;
        var page = _console.Render(Page);
        Assert.Contains("Figures", page.WaitForElement(".problem").TextContent, StringComparison.Ordinal);
        Assert.NotEqual("", page.Find(".problem code").TextContent);
        Assert.Equal("still here", page.Find("#beside").TextContent);

        Query.Fails = false;
        await page.Find(".problem button").ClickAsync(new());
        Assert.Equal("42", page.WaitForElement("#figures").TextContent);
        Assert.Empty(page.FindAll(".problem"));
    }

    [Fact]
    public void A_page_that_fails_names_the_tab_and_a_panel_does_not()
    {
        Query.Fails = true;
        var page = _console.Render(builder => Page(builder, panel: null));
        page.WaitForAssertion(() => Assert.Equal("This page could not be shown", page.Find("#tab-title").TextContent));
        var panel = _console.Render(Page);
        panel.WaitForElement(".problem");
        Assert.Empty(panel.FindAll("#tab-title"));
    }

    private static void Page(RenderTreeBuilder builder) => Page(builder, "Figures");

    private static void Page(RenderTreeBuilder builder, string? panel)
    {
        builder.OpenComponent<FaultBoundary>(0);
        builder.AddComponentParameter(1, nameof(FaultBoundary.Panel), panel);
        builder.AddComponentParameter(2, nameof(FaultBoundary.ChildContent), (RenderFragment)(content =>
        {
            content.OpenComponent<Query>(0);
            content.CloseComponent();
        }));
        builder.CloseComponent();
        builder.AddMarkupContent(3, "<p id=\"beside\">still here</p>");
    }

    /// <summary>A panel that asks something before it draws.</summary>
    private sealed class Query : ComponentBase
    {
        public static bool Fails { get; set; }

        protected override async Task OnInitializedAsync()
        {
            await Task.Yield();
            if (Fails)
            {
                throw new TimeoutException("The query took too long.");
            }
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<p id=\"figures\">42</p>");
    }
}
