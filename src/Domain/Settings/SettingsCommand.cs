namespace Sluice.Domain.Settings;

/// <summary>An order about what is set for everybody of a tenant.</summary>
public abstract record SettingsCommand
{
    private SettingsCommand()
    {
    }

    /// <summary>The revision of what it changes that the giver's view was drawn from: what somebody else set since is not written over. Null: whatever it is.</summary>
    public int? Seen { get; init; }

    public sealed record PostBanner(string Text) : SettingsCommand;

    public sealed record RemoveBanner : SettingsCommand;

    public sealed record ChooseTheme(ThemeChoice Theme) : SettingsCommand;

    /// <summary>One of the same name is replaced.</summary>
    public sealed record ShareView(TeamView View) : SettingsCommand;

    /// <param name="Key">Of the view, as in the address.</param>
    public sealed record WithdrawView(string Team, string Key) : SettingsCommand;
}
