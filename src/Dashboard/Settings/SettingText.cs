using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Settings;

namespace Sluice.Dashboard.Settings;

/// <summary>What a setting is called, and its values, for people.</summary>
public sealed class SettingText(IStringLocalizer<Texts> texts)
{
    public string NameOf(SettingChange change) => change.Subject switch
    {
        SettingChange.Banner => texts["Setting.Banner"],
        SettingChange.Theme => texts["Setting.Theme"],
        var view => texts["Setting.View", view["view ".Length..]],
    };

    public string BeforeOf(SettingChange change) => ValueOf(change, change.Before);

    public string AfterOf(SettingChange change) => ValueOf(change, change.After);

    public string Of(ThemeChoice theme) => texts[$"Theme.{theme}"];

    private string ValueOf(SettingChange change, string? value) => (change.Subject, value) switch
    {
        (_, null) => texts["Setting.Nothing"],
        (SettingChange.Theme, var word) => Of(Enum.GetValues<ThemeChoice>().First(theme => Words.Of(theme) == word)),
        var (_, text) => text,
    };
}
