using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Shell;

/// <summary>Four buttons that js/theme.js answers: drawn once for all who read the same language.</summary>
internal static class ThemeSwitch
{
    private static readonly (string Theme, string Icon)[] s_themes = [("System", "monitor"), ("Light", "sun"), ("Dark", "moon"), ("Contrast", "contrast")];
    private static readonly ConcurrentDictionary<string, MarkupString> s_drawn = new(StringComparer.Ordinal);

    public static MarkupString Of(IStringLocalizer<Texts> texts) => s_drawn.GetOrAdd(CultureInfo.CurrentUICulture.Name, static (_, t) =>
        SafeMarkup.Of($"""<div class="segmented theme-switch" role="group" aria-label="{t["Theme.Label"].Value}">{Buttons(t)}</div>"""), texts);

    private static MarkupString Buttons(IStringLocalizer<Texts> t) => new(string.Concat(s_themes.Select(one =>
        SafeMarkup.Of($"""<button class="segmented__item" type="button" data-choose-theme="{one.Theme.ToLowerInvariant()}" title="{t["Theme." + one.Theme].Value}" aria-label="{t["Theme." + one.Theme].Value}">{Icons.Of(one.Icon)}</button>"""))));
}
