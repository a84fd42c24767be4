using System.Globalization;
using Sluice.Domain.Settings;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads orders about what is set for everybody. What may be set the rules say.</summary>
internal static class SettingsInput
{
    public static SettingsCommand Banner(JsonInput input)
    {
        input.Require("text", $"a text of 1 to {SettingsRules.LongestBanner} characters");
        return new SettingsCommand.PostBanner(input.Text("text") ?? string.Empty) { Seen = Seen(input) };
    }

    public static SettingsCommand NoBanner(JsonInput input) => new SettingsCommand.RemoveBanner { Seen = Seen(input) };

    public static SettingsCommand Theme(JsonInput input)
    {
        input.Require("theme", "one of " + string.Join(", ", Enum.GetValues<ThemeChoice>().Select(Domain.Words.Of)));
        return new SettingsCommand.ChooseTheme(input.Word<ThemeChoice>("theme") ?? default) { Seen = Seen(input) };
    }

    public static SettingsCommand View(JsonInput input, string team)
    {
        input.Require("name", $"a text of 1 to {SettingsRules.LongestName} characters");
        return new SettingsCommand.ShareView(new(team, input.Text("name") ?? string.Empty) { State = input.Text("state"), Text = input.Text("text"), Group = input.Text("group") }) { Seen = Seen(input) };
    }

    public static SettingsCommand NoView(JsonInput input, string team, string key) => new SettingsCommand.WithdrawView(team, key) { Seen = Seen(input) };

    private static int? Seen(JsonInput input)
    {
        var seen = input.Whole("seen");
        if (seen < 0)
        {
            input.Errors.Add("seen", seen.Value.ToString(CultureInfo.InvariantCulture), "the revision that your view was drawn from, 0 or more");
        }

        return seen;
    }
}
