namespace Sluice.Dashboard.Kit;

/// <summary>How loud a button is. One primary button per view.</summary>
public enum ButtonTone
{
    Secondary,
    Primary,
    Danger,
}

internal static class ButtonClass
{
    public static string? Of(ButtonTone tone) => tone switch
    {
        ButtonTone.Primary => "button--primary",
        ButtonTone.Danger => "button--danger",
        _ => null,
    };
}
