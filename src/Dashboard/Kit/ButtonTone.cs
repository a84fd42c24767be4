namespace Sluice.Dashboard.Kit;

/// <summary>How loud a button is. One primary button per view.</summary>
public enum ButtonTone
{
    Secondary,
    Primary,
    Danger,
}
