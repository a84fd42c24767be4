using Bunit;
using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Tests.Kit;

public sealed class MarkdownTests : IDisposable
{
    private readonly ConsoleContext _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void Emphasis_lists_code_and_line_breaks_are_drawn()
    {
        var text = Show("Look at **checkout**:\nfirst `p99`\n\n- one\n- *two*\n\n> said\n\n# Then\n\n1. go\n\n```\na < b\n```");
        Assert.Equal("checkout", text.Find("p strong").TextContent);
        Assert.NotNull(text.Find("p br"));
        Assert.Equal("p99", text.Find("p code").TextContent);
        Assert.Equal(["one", "two"], text.FindAll("ul li").Select(item => item.TextContent));
        Assert.Equal("said", text.Find("blockquote").TextContent);
        Assert.Equal("go", text.Find("ol li").TextContent);
        Assert.Equal("a < b", text.Find("pre code").TextContent.Trim());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick='alert(1)'>word</b>")]
    public void Html_stays_text(string written)
    {
        var text = Show(written);
        Assert.Equal(written, text.Find(".markdown").TextContent);
        Assert.Empty(text.FindAll("script, img, b"));
    }

    [Theory]
    [InlineData("[word](javascript:alert(1))")]
    [InlineData("[word](JaVaScRiPt:alert(1))")]
    [InlineData("[word](data:text/html,x)")]
    [InlineData("[word](file:///etc/passwd)")]
    [InlineData("[word](//elsewhere.example)")]
    [InlineData("![word](https://elsewhere.example/pixel.png)")]
    [InlineData("[word][1]\n\n[1]: javascript:alert(1)")]
    public void Only_addresses_of_the_web_become_links_and_nothing_is_loaded(string written)
    {
        var text = Show(written);
        Assert.Empty(text.FindAll("a, img"));
        Assert.Equal("word", text.Find("p").TextContent);
    }

    [Theory]
    [InlineData("[the incident](https://incidents.example/7)", "the incident")]
    [InlineData("see https://incidents.example/7 please", "https://incidents.example/7")]
    [InlineData("<https://incidents.example/7>", "https://incidents.example/7")]
    public void Links_lead_outside_without_handing_anything_over(string written, string shown)
    {
        var link = Show(written).Find("a");
        Assert.Equal((shown, "https://incidents.example/7", "noopener noreferrer nofollow"), (link.TextContent, link.GetAttribute("href"), link.GetAttribute("rel")));
    }

    [Fact]
    public void What_is_nested_too_deeply_is_shown_as_it_was_written()
    {
        var written = string.Concat(Enumerable.Repeat("> ", 2_000)) + "end";
        Assert.Equal(written, Show(written).Find(".markdown").TextContent);
    }

    private IRenderedComponent<Markdown> Show(string text) => _console.Render<Markdown>(parameters => parameters.Add(m => m.Text, text));
}
