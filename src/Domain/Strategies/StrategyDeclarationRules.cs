using Sluice.Domain.Deployments;

namespace Sluice.Domain.Strategies;

/// <summary>What a custom strategy may say of itself. All mistakes together, in sentences.</summary>
internal static class StrategyDeclarationRules
{
    private const int MostParameters = 20;
    private const int MostWords = 50;
    private const int LongestTitle = 60;
    private const int LongestText = 500;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    public static ValueList<string> Check(ICustomStrategy writer)
    {
        var mistakes = new List<string>();
        var name = writer.Name;
        Refuse(!IsName(name), $"Name is '{name}'; expected a letter a to z, then up to 39 letters, digits or underscores", mistakes);
        Refuse(IsBuiltIn(name), $"Name is '{name}', which is a built-in strategy", mistakes);
        Refuse(!IsText(writer.Title, LongestTitle), $"Title is '{writer.Title}'; expected 1 to {LongestTitle} characters", mistakes);
        Refuse(!IsText(writer.Description, LongestText), $"Description has {writer.Description?.Length ?? 0} characters; expected 1 to {LongestText}", mistakes);
        Refuse(!Enum.IsDefined(writer.BuildsOn), $"BuildsOn is {writer.BuildsOn}; expected one of {string.Join(", ", Enum.GetValues<DeploymentStrategy>())}", mistakes);
        mistakes.AddRange(writer.Needs.Where(need => !Enum.IsDefined(need)).Select(need => $"Needs has {need}; expected some of {string.Join(", ", Enum.GetValues<Capability>())}"));
        Check(writer.Parameters, mistakes);
        return [.. mistakes.Select(mistake => $"{writer.GetType().FullName}: {mistake}.")];
    }

    private static void Check(IReadOnlyList<StrategyParameter> parameters, List<string> mistakes)
    {
        Refuse(parameters.Count > MostParameters, $"Parameters are {parameters.Count}; expected at most {MostParameters}", mistakes);
        foreach (var twice in parameters.CountBy(parameter => parameter.Name, StringComparer.Ordinal).Where(count => count.Value > 1))
        {
            mistakes.Add($"Parameters has {twice.Key} {twice.Value} times");
        }

        foreach (var parameter in parameters)
        {
            Refuse(!IsName(parameter.Name), $"a parameter is called '{parameter.Name}'; expected a letter a to z, then up to 39 letters, digits or underscores", mistakes);
            Refuse(!IsText(parameter.Title, LongestTitle), $"the title of {parameter.Name} is '{parameter.Title}'; expected 1 to {LongestTitle} characters", mistakes);
            Refuse(parameter.Hint is { Length: > LongestText }, $"the hint of {parameter.Name} has more than {LongestText} characters", mistakes);
            Refuse(
                parameter is StrategyParameter.Length length && (length.Least < TimeSpan.Zero || length.Most > s_longest),
                $"{parameter.Name} takes {parameter.Remedy}; expected nothing below 0s or above 366d",
                mistakes);
            Refuse(
                parameter is StrategyParameter.Choice choice && (choice.Among.Count is 0 or > MostWords || choice.Among.Any(word => !IsText(word, LongestTitle))),
                $"{parameter.Name} takes {parameter.Remedy}; expected 1 to {MostWords} words of 1 to {LongestTitle} characters",
                mistakes);
            Refuse(parameter.Corners.Any(value => !parameter.Takes(value)), $"{parameter.Name} takes {parameter.Remedy}, but not its own usual value or limits", mistakes);
        }
    }

    private static bool IsBuiltIn(string? name) => StrategyBook.BuiltIn.Contains(name, StringComparer.Ordinal);

    private static bool IsName(string? name) => name is [>= 'a' and <= 'z', ..] && name.Length <= 40 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    private static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    private static void Refuse(bool isWrong, string mistake, List<string> mistakes)
    {
        if (isWrong)
        {
            mistakes.Add(mistake);
        }
    }
}
