namespace Sluice.Dashboard.Palette;

/// <summary>The groups of the palette, in their order.</summary>
public enum PaletteGroup
{
    Here,
    Recent,
    GoTo,
    Services,
    Deployments,
    Help,
}

/// <summary>One thing that the palette leads to.</summary>
/// <param name="Href">Null when it leads nowhere now.</param>
/// <param name="Reason">Why it leads nowhere now; null when it does.</param>
/// <param name="Keys">The keys that do the same without the palette.</param>
public sealed record PaletteItem(PaletteGroup Group, string Text, string? Href, string? Reason = null, string? Keys = null)
{
    /// <summary>Further words that find it.</summary>
    public string Also { get; init; } = string.Empty;
}

/// <summary>A page that was open in this browser.</summary>
public sealed record RecentPage(string Href, string Title);
