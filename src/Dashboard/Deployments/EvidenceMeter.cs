using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Deployments;

/// <summary>How far evidence is from the decision that it speaks for.</summary>
/// <param name="Way"><c>back</c> or <c>on</c>.</param>
/// <param name="Named">For those who do not see where it stands.</param>
/// <param name="LogEvidence">ln of the evidence.</param>
/// <param name="Needed">ln of the evidence at which it decides; above 0.</param>
internal sealed record EvidenceMeter(string Way, string Label, string Named, double LogEvidence, double Needed)
{
    private static readonly MarkupString[] s_bars =
    [
        .. Enumerable.Range(0, 101).Select(percent => new MarkupString(
            $"""<svg class="meter__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="meter__fill" width="{percent}" height="8" /></svg>""")),
    ];

    // As many as there are words for it in all languages.
    private static readonly ConcurrentDictionary<string, MarkupString> s_labels = new(StringComparer.Ordinal);

    // Full only when it is: 99.6 % has not decided.
    public int Percent => (int)Math.Floor(Math.Clamp(LogEvidence / Needed, 0, 1) * 100);

    public bool IsFull => Percent == 100;

    public MarkupString Bar => s_bars[Percent];

    public MarkupString Head => s_labels.GetOrAdd(Label, static label => SafeMarkup.Of($"""<span class="meter__label" aria-hidden="true">{label}</span>"""));
}
