using System.Diagnostics;
using static Sluice.Domain.Settings.SettingsEvent;

namespace Sluice.Domain.Settings;

/// <summary>One change of a setting: what it was, what it is, who did it, and what undoes it.</summary>
/// <param name="Number">Counts all changes of the tenant.</param>
/// <param name="Subject">What was changed, in wire words.</param>
/// <param name="Before">Null: it was not set.</param>
/// <param name="After">Null: it is not set any more.</param>
/// <param name="Undo">The order that puts back what was.</param>
public sealed record SettingChange(int Number, string Subject, string? Before, string? After, Actor By, DateTimeOffset At, SettingsCommand Undo)
{
    public const string Banner = "banner";
    public const string Theme = "default_theme";

    public static string Of(TeamView view) => $"view {view.Key}";

    /// <exception cref="UnreachableException">There is no such event.</exception>
    public static SettingChange Of(SettingsEvent @event, int number)
    {
        var (subject, before, after, undo) = @event switch
        {
            BannerPosted e => (Banner, e.Before, e.Text, e.Before is { } text ? new SettingsCommand.PostBanner(text) : (SettingsCommand)new SettingsCommand.RemoveBanner()),
            BannerRemoved e => (Banner, e.Before, null, new SettingsCommand.PostBanner(e.Before)),
            DefaultThemeChosen e => (Theme, Words.Of(e.Before), Words.Of(e.Theme), new SettingsCommand.ChooseTheme(e.Before)),
            TeamViewShared e => (Of(e.View), e.Before?.Filter, e.View.Filter, e.Before is { } view ? new SettingsCommand.ShareView(view) : new SettingsCommand.WithdrawView(e.View.Team, e.View.Key)),
            TeamViewWithdrawn e => (Of(e.View), e.View.Filter, null, (SettingsCommand)new SettingsCommand.ShareView(e.View)),
            _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
        };
        return new(number, subject, before, after, @event.Origin.By, @event.Origin.At, undo);
    }
}
