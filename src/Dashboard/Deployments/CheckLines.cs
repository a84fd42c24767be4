using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Deployments;

/// <summary>The lines of all checks that somebody looks at. A circuit keeps references to them instead of frames and texts of its own.</summary>
internal sealed class CheckLines(IStringLocalizer<Texts> texts)
{
    private const double LeastShare = 0.01;
    private readonly ConditionalWeakTable<CheckResult, ConcurrentDictionary<Setting, CheckLine>> _lines = new();

    public CheckLine Of(CheckResult check, VerdictView view, EvidenceSummary evidence) => _lines.GetOrCreateValue(check).GetOrAdd(
        new(CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture, view.Evidence, view.Share, view.Muted.Contains(check.Name), evidence.Alpha, evidence.Beta, evidence.LogEvidence > 0),
        static (setting, of) => of.Lines.Draw(of.Check, setting),
        (Lines: this, Check: check));

    private CheckLine Draw(CheckResult check, Setting setting)
    {
        var words = new CheckWords(texts, check, setting.Settings, setting.Share, setting.Muted);
        return new(
            SafeMarkup.Of($"""<th scope="row"><span class="checks__name">{MetricName.Of(texts, check.Metric)} <span class="outcome outcome--{Words.Of(check.Outcome)}">{Icons.Of(words.Icon)}{words.Outcome}</span></span><span class="checks__kind">{words.Kind}</span></th>"""),
            SafeMarkup.Of($"""<td class="number">{words.Value(check.Stable)}<span class="checks__count">{words.Count(check.StableRequests)}</span></td><td class="number checks__canary">{words.Value(check.Canary)}<span class="checks__count">{words.Count(check.CanaryRequests)}</span></td>"""),
            check.Evidence is { } about ? SafeMarkup.Of($"""<div class="judged__meters">{Back(check, about, setting)}{On(check, about, setting)}</div>""") : null,
            check.Evidence is { } told ? SafeMarkup.Of($"""<span class="checks__count">{words.Limits}</span>{Bounds(words)}{Shift(words)}{Share(setting, told)}""") : null);
    }

    private MarkupString Back(CheckResult check, CheckEvidence about, Setting setting) =>
        EvidenceMeter.Of(texts, "back", texts["Meter.Back"], texts["Meter.BackNamed", MetricName.Of(texts, check.Metric)], about.Against, -Math.Log(setting.Alpha));

    private MarkupString On(CheckResult check, CheckEvidence about, Setting setting) => about.Required
        ? EvidenceMeter.Of(texts, "on", texts["Meter.On"], texts["Meter.OnNamed", MetricName.Of(texts, check.Metric)], about.InFavour, -Math.Log(setting.Beta))
        : default;

    private MarkupString Share(Setting setting, CheckEvidence about) => setting.Speaks && about.Share >= LeastShare
        ? SafeMarkup.Of($"""<span class="checks__count">{texts["Check.Share", EvidenceSentence.Percent(Math.Round(about.Share, 2))].Value}</span>""")
        : default;

    private static MarkupString Bounds(CheckWords words) => words.Bounds is { } bounds ? SafeMarkup.Of($"""<span class="checks__count" data-bounds>{bounds}</span>""") : default;

    private static MarkupString Shift(CheckWords words) => words.Shift is { } shift ? SafeMarkup.Of($"""<span class="checks__count" data-shift>{shift}</span>""") : default;

    /// <summary>What the line says beside the check itself.</summary>
    /// <param name="Speaks">Any evidence at all is against the canary.</param>
    private sealed record Setting(CultureInfo Words, CultureInfo Numbers, EvidenceSettings? Settings, Share Share, bool Muted, double Alpha, double Beta, bool Speaks);
}
