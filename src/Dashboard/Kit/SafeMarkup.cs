using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Kit;

/// <summary>
/// Markup from an interpolated string whose values are encoded. For what is drawn once or the same for many: a circuit keeps one reference
/// instead of a frame for each element and attribute.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct SafeMarkup(int literalLength, int formattedCount)
{
    private const int ExpectedValue = 16;
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _text = new(literalLength + (formattedCount * ExpectedValue));

    public static MarkupString Of(SafeMarkup markup) => new(markup._text.ToString());

    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>Safe as text and in an attribute within quotation marks.</summary>
    public void AppendFormatted(string? value) => _text.Append(s_encoder.Encode(value ?? string.Empty));

    public void AppendFormatted(MarkupString markup) => _text.Append(markup.Value);
}
