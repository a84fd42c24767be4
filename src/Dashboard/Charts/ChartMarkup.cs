using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Charts;

/// <summary>What of a chart is written once and then the browser module's, made once for all who look at it.</summary>
internal sealed record ChartMarkup(MarkupString Head, MarkupString Toggle, MarkupString Area)
{
    private static readonly ConditionalWeakTable<ChartSpec, ChartMarkup> s_made = new();

    /// <param name="texts">In the language of <paramref name="spec"/>.</param>
    public static ChartMarkup Of(ChartSpec spec, IStringLocalizer<Texts> texts) => s_made.GetValue(spec, one => new(
        SafeMarkup.Of($"""<h2 class="plot__title" id="{TitleOf(one)}">{one.Title}</h2><span class="plot__legend">{Join(one.Series.Select(Series))}{Join(one.Limits.Select(Limit))}</span>"""),
        SafeMarkup.Of($"""<button class="plot__toggle" type="button" data-table aria-pressed="false" title="{texts["Chart.TableHint"].Value}">{texts["Chart.Table"].Value}</button>"""),
        SafeMarkup.Of($"""<div class="plot__area" role="application" tabindex="0" aria-label="{texts["Chart.Instruction", one.Title].Value}" data-plot></div><div class="plot__table" role="group" tabindex="0" aria-labelledby="{TitleOf(one)}" data-values hidden></div>""")));

    public static string TitleOf(ChartSpec spec) => $"chart-title-{spec.Id}";

    private static MarkupString Series(ChartSeries series) =>
        SafeMarkup.Of($"""<span class="plot__series"><span class="key key--{series.Tone} key--{series.Style}" aria-hidden="true"></span>{series.Label}<strong data-value="{series.Key}"></strong></span>""");

    private static MarkupString Limit(ChartLimit limit) =>
        SafeMarkup.Of($"""<span class="plot__series plot__series--limit {(limit.RelativeTo is null ? "visually-hidden" : "")}"><span class="key key--limit" aria-hidden="true"></span>{limit.Label}</span>""");

    private static MarkupString Join(IEnumerable<MarkupString> parts) => new(string.Concat(parts));
}
