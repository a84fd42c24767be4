using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Validation;
using static Sluice.Domain.Incidents.IncidentCommand;

namespace Sluice.Domain.Incidents;

/// <summary>What an incident must look like. All mistakes together.</summary>
public static class IncidentRules
{
    public const int LongestTitle = 200;
    public const int LongestSummary = 10_000;
    public const int LongestItem = 500;
    public const int LongestName = AccountRules.LongestDisplayName;
    public const int MostParticipants = 50;
    public const int MostDeployments = 8;
    public const int MostItems = 100;

    /// <param name="missing">Those of the named deployments that there are not.</param>
    public static ValueList<FieldError> Check(IncidentCommand command, IReadOnlyCollection<DeploymentId> missing) => command switch
    {
        Open open => [.. OfTitle(open.Title), .. OfDeployments(open.Deployments, missing)],
        Change change =>
        [
            .. change.Title is { } title ? OfTitle(title) : [],
            .. change.Summary is { Length: > LongestSummary } summary ? [TooLong("summary", summary, LongestSummary)] : Array.Empty<FieldError>(),
            .. OfParticipants(change.Participants ?? []),
            .. change.Deployments is { } deployments ? OfDeployments(deployments, missing) : [],
        ],
        SetItem item => [.. OfText("text", item.Text, LongestItem), .. item.Owner is { } owner ? OfText("owner", owner, LongestName) : []],
        _ => [],
    };

    private static IEnumerable<FieldError> OfTitle(string title) => OfText("title", title, LongestTitle);

    private static IEnumerable<FieldError> OfParticipants(ValueList<string> names)
    {
        if (names.Count > MostParticipants)
        {
            yield return new("participants", $"{names.Count} names", $"at most {MostParticipants}");
        }

        foreach (var error in names.SelectMany(name => OfText("participants", name, LongestName)).Distinct())
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> OfDeployments(ValueList<DeploymentId> deployments, IReadOnlyCollection<DeploymentId> missing)
    {
        if (deployments.Count is 0 or > MostDeployments)
        {
            yield return new("deployments", deployments.Count == 0 ? "nothing" : $"{deployments.Count} deployments", $"1 to {MostDeployments} ids of deployments, such as checkout-12");
        }

        foreach (var id in missing)
        {
            yield return new("deployments", id.Value, "the id of a deployment");
        }
    }

    private static IEnumerable<FieldError> OfText(string field, string text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            yield return new(field, "nothing", $"a text of 1 to {longest} characters");
        }
        else if (text.Length > longest)
        {
            yield return TooLong(field, text, longest);
        }
        else if (text.Any(char.IsControl))
        {
            yield return new(field, "line breaks or control characters", "one line of text");
        }
    }

    private static FieldError TooLong(string field, string text, int longest) => new(field, $"{text.Length} characters", $"at most {longest} characters");
}
