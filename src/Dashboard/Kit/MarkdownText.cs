using Markdig;
using Markdig.Syntax;

namespace Sluice.Dashboard.Kit;

/// <summary>Reads what people wrote as markdown. HTML in it is text like any other.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().Build();

    /// <returns>Null when it is nested too deeply to be meant as markdown.</returns>
    public static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdig.Markdown.Parse(text, s_pipeline);
        }
        catch (ArgumentException)
        {
            // The parser's own limit on depth; there is no other reason.
            return null;
        }
    }

    /// <summary>Only addresses of the web: a script or a file behind a harmless word must not be one click away.</summary>
    public static string? SafeAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address.AbsoluteUri : null;
}
