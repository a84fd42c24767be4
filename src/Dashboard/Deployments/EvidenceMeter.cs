using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Deployments;

/// <summary>Draws how far evidence is from the decision that it speaks for.</summary>
internal static class EvidenceMeter
{
    private static readonly MarkupString[] s_bars =
    [
        .. Enumerable.Range(0, 101).Select(percent => new MarkupString(
            $"""<svg class="meter__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="meter__fill" width="{percent}" height="8" /></svg>""")),
    ];

    /// <param name="way"><c>back</c> or <c>on</c>.</param>
    /// <param name="label">For those who see where it stands.</param>
    /// <param name="named">For those who do not.</param>
    /// <param name="evidence">ln of the evidence.</param>
    /// <param name="needed">ln of the evidence at which it decides; above 0.</param>
    public static MarkupString Of(IStringLocalizer<Texts> texts, string way, string label, string named, double evidence, double needed)
    {
        // Full only when it is: 99.6 % has not decided.
        var percent = (int)Math.Floor(Math.Clamp(evidence / needed, 0, 1) * 100);
        string text = texts["Meter.Of", EvidenceSentence.Ratio(evidence), EvidenceSentence.Ratio(needed)];
        return SafeMarkup.Of($"""<span class="meter meter--{way}{(percent == 100 ? " meter--full" : "")}"><span class="meter__label" aria-hidden="true">{label}</span><span class="meter__track" role="meter" aria-label="{named}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{percent.ToString(CultureInfo.InvariantCulture)}" aria-valuetext="{text}">{s_bars[percent]}</span><span class="meter__value" aria-hidden="true">{text}</span></span>""");
    }
}
