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

    // Lines go with the last who holds them: the history keeps its checks for long after anybody looked at them.
    private readonly ConditionalWeakTable<CheckResult, Drawn> _drawn = new();

    /// <summary>Of all checks of a verdict, in their order. Whoever draws them holds on to them, so that the next finds them.</summary>
    public IReadOnlyList<CheckLine> Of(ValueList<CheckResult> checks, VerdictView view, EvidenceSummary evidence)
    {
        var setting = new Setting(CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture, view.Evidence, view.Share, Muted: false, evidence.Alpha, evidence.Beta, evidence.LogEvidence > 0);
        return [.. checks.Select(check => Of(check, view.Muted.Contains(check.Name) ? setting with { Muted = true } : setting))];
    }

    private CheckLine Of(CheckResult check, Setting setting)
    {
        if (_drawn.TryGetValue(check, out var drawn) && drawn.Setting == setting && drawn.Line.TryGetTarget(out var known))
        {
            return known;
        }

        var line = Draw(check, setting);
        _drawn.AddOrUpdate(check, new(setting, new(line)));
        return line;
    }

    private CheckLine Draw(CheckResult check, Setting setting)
    {
        var words = new CheckWords(texts, check, setting.Settings, setting.Share, setting.Muted);
        return new(
            SafeMarkup.Of($"""<th scope="row"><span class="checks__name">{MetricName.Of(texts, check.Metric)} <span class="outcome outcome--{Words.Of(check.Outcome)}">{Icons.Of(words.Icon)}{words.Outcome}</span></span><span class="checks__kind">{words.Kind}</span></th>"""),
            Value(words, check.Stable, check.StableRequests),
            Value(words, check.Canary, check.CanaryRequests),
            check.Evidence is { } about ? SafeMarkup.Of($"""<div class="judged__meters">{Back(check, about, setting)}{On(check, about, setting)}</div><span class="checks__count">{words.Limits}</span>{Bounds(words)}{Shift(words)}{Share(setting, about)}""") : null);
    }

    private static MarkupString Value(CheckWords words, double? value, long requests) =>
        SafeMarkup.Of($"""{words.Value(value)}<span class="checks__count">{words.Count(requests)}</span>""");

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

    private sealed record Drawn(Setting Setting, WeakReference<CheckLine> Line);
}
