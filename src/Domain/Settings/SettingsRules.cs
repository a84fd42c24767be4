using Sluice.Domain.Validation;
using static Sluice.Domain.Settings.SettingsCommand;

namespace Sluice.Domain.Settings;

/// <summary>What can be set for everybody. All mistakes together.</summary>
public static class SettingsRules
{
    public const int LongestBanner = 300;
    public const int LongestName = 40;
    public const int LongestFilter = 500;
    public const int LongestWord = 40;
    public const int MostOfTeam = 20;
    public const int MostOfTenant = 400;

    public static ValueList<FieldError> Check(SettingsCommand command) => command switch
    {
        PostBanner post => OfLine("text", post.Text, LongestBanner).ToValueList(),
        ChooseTheme choose when !Enum.IsDefined(choose.Theme) => [new("theme", choose.Theme.ToString(), string.Join(", ", Enum.GetValues<ThemeChoice>().Select(Words.Of)))],
        ShareView share => [.. OfTeam(share.View.Team), .. OfLine("name", share.View.Name, LongestName), .. OfFilter(share.View)],
        _ => [],
    };

    private static IEnumerable<FieldError> OfTeam(string team)
    {
        if (!Slug.IsValid(team))
        {
            yield return new("team", string.IsNullOrEmpty(team) ? "nothing" : team.Length > LongestFilter ? $"{team.Length} characters" : team, Slug.Remedy);
        }
    }

    private static IEnumerable<FieldError> OfFilter(TeamView view)
    {
        if (view is { State: null, Text: null, Group: null })
        {
            yield return new("filter", "nothing", "a counter, a text or a grouping; without any it would be the whole fleet");
        }

        foreach (var error in OfWord("state", view.State).Concat(OfWord("group", view.Group)).Concat(view.Text is { } text ? OfLine("text", text, LongestFilter) : []))
        {
            yield return error;
        }
    }

    // Which words there are is the console's business: one that it does not know filters nothing.
    private static IEnumerable<FieldError> OfWord(string field, string? word)
    {
        if (word is not null && (word.Length is 0 or > LongestWord || !word.All(c => char.IsAsciiLetterLower(c) || c == '_')))
        {
            yield return new(field, word.Length is 0 or > LongestWord ? $"{word.Length} characters" : word, "a word of the fleet's address, such as needs_me or team");
        }
    }

    private static IEnumerable<FieldError> OfLine(string field, string text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            yield return new(field, "nothing", $"a text of 1 to {longest} characters");
        }
        else if (text.Trim().Length > longest)
        {
            yield return new(field, $"{text.Trim().Length} characters", $"at most {longest} characters");
        }
        else if (text.Trim().Any(char.IsControl))
        {
            yield return new(field, "line breaks or control characters", "one line of text");
        }
    }
}
