namespace Sluice.Dashboard.Kit;

/// <summary>What a colour means. The stylesheets decide how it looks in each theme.</summary>
public enum Tone
{
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
    DangerOutline,
    DangerSolid,
}

internal static class Tones
{
    /// <summary>The ending of a class name: <c>badge--danger-outline</c>.</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Neutral => "neutral",
        Tone.Info => "info",
        Tone.Success => "success",
        Tone.Warning => "warning",
        Tone.Danger => "danger",
        Tone.DangerOutline => "danger-outline",
        Tone.DangerSolid => "danger-solid",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, "No such tone."),
    };
}
