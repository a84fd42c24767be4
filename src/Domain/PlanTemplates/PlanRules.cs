using Sluice.Domain.Validation;

namespace Sluice.Domain.PlanTemplates;

/// <summary>What can be ordered about plan templates. What is in a body is checked where it is read, with the rules of a deployment. All mistakes together.</summary>
public static class PlanRules
{
    public const int LongestNote = 300;

    /// <summary>Characters, as it is kept.</summary>
    public const int LongestBody = 16 * 1024;

    /// <summary>Retired ones are not counted.</summary>
    public const int MostOfTeam = 20;

    /// <summary>Retired ones are counted: what was once in force is kept.</summary>
    public const int MostOfTenant = 400;

    public static ValueList<FieldError> Check(PlanCommand command) => command is PlanCommand.Propose propose
        ? [.. OfName("team", propose.Plan.Team), .. OfName("name", propose.Plan.Name), .. OfBody(propose.Body), .. OfNote(propose.Note)]
        : [];

    public static IEnumerable<FieldError> OfNote(string? note)
    {
        if (note?.Trim() is { } line && (line.Length > LongestNote || line.Any(char.IsControl)))
        {
            yield return new("note", line.Length > LongestNote ? $"{line.Length} characters" : "line breaks or control characters", $"one line of at most {LongestNote} characters");
        }
    }

    public static IEnumerable<FieldError> OfName(string field, string name)
    {
        if (!Slug.IsValid(name))
        {
            yield return new(field, string.IsNullOrEmpty(name) ? "nothing" : name.Length > LongestNote ? $"{name.Length} characters" : name, Slug.Remedy);
        }
    }

    private static IEnumerable<FieldError> OfBody(string body)
    {
        if (body.Length is 0 or > LongestBody)
        {
            yield return new("body", body.Length == 0 ? "nothing" : $"{body.Length} characters", $"strategy, plan and guards in at most {LongestBody} characters");
        }
    }
}
