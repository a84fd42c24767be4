using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Settings;

namespace Sluice.Dashboard.Api.Settings;

/// <summary>From what is set for everybody to what the wire shows of it.</summary>
internal static class SettingsViews
{
    public static SettingsView Of(SettingsBook book) => new(
        new(book.Banner?.Text, book.Banner?.By.Name, book.Banner?.At, book.RevisionOf(new SettingsCommand.RemoveBanner())),
        new(Words.Of(book.Theme), book.RevisionOf(new SettingsCommand.ChooseTheme(book.Theme))));

    public static TeamViewView Of(SharedView one) =>
        new(one.View.Key, one.View.Team, one.View.Name, one.View.State, one.View.Text, one.View.Group, one.By.Name, one.At, one.Revision);
}
