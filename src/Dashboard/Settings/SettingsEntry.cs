namespace Sluice.Dashboard.Settings;

/// <summary>What the browser knows best of how the console looks there.</summary>
public enum BrowserSetting
{
    Theme,
    Density,
    Zone,
    Keys,
}

/// <summary>One line of the index of settings.</summary>
/// <param name="Says">What it is, in one sentence.</param>
/// <param name="Value">How it is now; null where that is not cheap to say.</param>
public sealed record SettingsEntry(string Title, string Says, string Href, string? Value = null)
{
    /// <summary>What the browser shows of it instead.</summary>
    public IReadOnlyList<BrowserSetting> Shown { get; init; } = [];
}

/// <summary>Entries under one heading.</summary>
public sealed record SettingsGroup(string Title, IReadOnlyList<SettingsEntry> Entries);
