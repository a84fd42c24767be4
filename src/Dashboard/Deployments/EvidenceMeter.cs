using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Deployments;

/// <summary>How far evidence is from the decision that it speaks for.</summary>
/// <param name="Way"><c>back</c> or <c>on</c>.</param>
/// <param name="Head">Its label, for those who see where it stands.</param>
/// <param name="Named">For those who do not.</param>
/// <param name="Percent">Of the evidence at which it decides, 0 to 100.</param>
/// <param name="Text">The evidence there is, and the evidence at which it decides.</param>
/// <param name="Value">The same as it is drawn.</param>
internal sealed record EvidenceMeter(string Way, MarkupString Head, string Named, int Percent, string Text, MarkupString Value)
{
    private static readonly MarkupString[] s_bars =
    [
        .. Enumerable.Range(0, 101).Select(percent => new MarkupString(
            $"""<svg class="meter__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="meter__fill" width="{percent}" height="8" /></svg>""")),
    ];

    // As many as there are words for it in all languages.
    private static readonly ConcurrentDictionary<string, MarkupString> s_labels = new(StringComparer.Ordinal);

    public MarkupString Bar => s_bars[Percent];

    /// <summary>Null where it is not: the attribute is there or is not.</summary>
    public string? Full => Percent == 100 ? "true" : null;

    /// <param name="evidence">ln of the evidence.</param>
    /// <param name="needed">ln of the evidence at which it decides; above 0.</param>
    public static EvidenceMeter Of(IStringLocalizer<Texts> texts, string way, string label, string named, double evidence, double needed)
    {
        string text = texts["Meter.Of", EvidenceSentence.Ratio(evidence), EvidenceSentence.Ratio(needed)];
        return new(
            way,
            s_labels.GetOrAdd(label, static label => SafeMarkup.Of($"""<span class="meter__label" aria-hidden="true">{label}</span>""")),
            named,
            // Full only when it is: 99.6 % has not decided.
            (int)Math.Floor(Math.Clamp(evidence / needed, 0, 1) * 100),
            text,
            SafeMarkup.Of($"""<span class="meter__value" aria-hidden="true">{text}</span>"""));
    }
}
