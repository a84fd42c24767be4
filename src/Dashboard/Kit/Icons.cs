using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Kit;

/// <summary>Line icons on a 16 by 16 grid, drawn for Sluice: shapes differ even in one colour. Stroked, round caps.</summary>
internal static class Icons
{
    public static IReadOnlyDictionary<string, string> Paths { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["star"] = "M8 2.2 9.8 6l4.2.5-3.1 2.9.8 4.1L8 11.4l-3.7 2.1.8-4.1L2 6.5 6.2 6z",
        ["bell"] = "M4 11.5h8c-.8-1-1-2-1-4.3a3 3 0 0 0-6 0c0 2.3-.2 3.3-1 4.3zM6.8 13.5h2.4",
        ["diamond"] = "M8 2.5 13.5 8 8 13.5 2.5 8z",
        ["hourglass"] = "M4 2.5h8M4 13.5h8M5 2.5c0 3 3 3.5 3 5.5s-3 2.5-3 5.5M11 2.5c0 3-3 3.5-3 5.5s3 2.5 3 5.5",
        ["play"] = "M5 3.2v9.6L12.5 8z",
        ["quarter"] = "M8 2.5a5.5 5.5 0 1 0 5.5 5.5H8zM10.5 2.6a5.5 5.5 0 0 1 2.9 2.9h-2.9z",
        ["hand"] = "M5 8.5v-4a1 1 0 0 1 2 0v3-4.5a1 1 0 0 1 2 0v4.5-3.5a1 1 0 0 1 2 0v4-2a1 1 0 0 1 2 0v3.5a4 4 0 0 1-4 4c-2.2 0-3-.8-4-2.5L3.2 9.3c-.5-1 .6-1.8 1.3-1z",
        ["pause"] = "M5.5 3.5v9M10.5 3.5v9",
        ["question"] = "M4 3.5v9M8.2 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M10.4 12.5v.01",
        ["return"] = "M6 3 2.5 6.5 6 10M2.5 6.5H10a3.2 3.2 0 0 1 0 6.5H7.5",
        ["check"] = "M3 8.5 6.5 12 13 4.5",
        ["undo"] = "M3.2 3v3.7h3.7M3.5 6.5A5.2 5.2 0 1 1 3 9.2",
        ["stop"] = "M4 4h8v8H4z",
        ["cross"] = "m4 4 8 8M12 4l-8 8",
        ["monitor"] = "M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",
        ["sun"] = "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9",
        ["moon"] = "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
        ["contrast"] = "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 2.5v11M10 3v10M12 4.5v7",
        ["layers"] = "M8 2.2 14 5.4 8 8.6 2 5.4zM2 8.2l6 3.2 6-3.2M2 11l6 3.2 6-3.2",
        ["alert"] = "M8 2.5 14.3 13.5H1.7zM8 6.5v3.2M8 11.6v.01",
        ["calm"] = "M2 6.5c2-1.7 4-1.7 6 0s4 1.7 6 0M2 10.5c2-1.7 4-1.7 6 0s4 1.7 6 0",
        ["search"] = "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2",
        ["plus"] = "M8 3v10M3 8h10",
        ["circle"] = "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
        ["skip"] = "M4 4l4 4-4 4M9 4l4 4-4 4",
        ["up"] = "M8 12.5v-9M4 7.5l4-4 4 4",
        ["down"] = "M8 3.5v9M4 8.5l4 4 4-4",
        ["more"] = "M3.5 8v.01M8 8v.01M12.5 8v.01",
        ["frost"] = "M8 2v12M2.8 5l10.4 6M13.2 5 2.8 11M6.3 3.2 8 4.6l1.7-1.4M6.3 12.8 8 11.4l1.7 1.4",
        ["drift"] = "M2.5 5.5h7.5M7.5 3 10 5.5 7.5 8M13.5 10.5H6M8.5 8 6 10.5 8.5 13",
        ["people"] = "M6 3a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 0 0 6 3zM2 13c.2-2.6 1.8-4 4-4s3.8 1.4 4 4M10.5 3.3a2.2 2.2 0 0 1 0 3.8M11.5 9.3c1.5.5 2.4 1.8 2.5 3.7",
        ["clock"] = "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 5v3.2l2.2 1.5",
    };

    // Markup and not a component: a page holds dozens, and each component costs every viewer two kilobytes.
    private static readonly FrozenDictionary<string, MarkupString> s_drawn = Paths.ToFrozenDictionary(
        pair => pair.Key,
        pair => new MarkupString($"""<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="{pair.Value}" /></svg>"""),
        StringComparer.Ordinal);

    /// <param name="name">A key of <see cref="Paths"/>.</param>
    public static MarkupString Of(string name) => s_drawn[name];
}
