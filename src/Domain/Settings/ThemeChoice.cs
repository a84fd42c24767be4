namespace Sluice.Domain.Settings;

/// <summary>How the console is painted for whoever has chosen nothing. The wire name is lower snake case.</summary>
public enum ThemeChoice
{
    /// <summary>Light or dark, as the reader's system is.</summary>
    System,
    Light,
    Dark,
    Contrast,
}
