using System.Globalization;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Presence;

/// <summary>Somebody who looks at a deployment.</summary>
/// <param name="Name">Under which their orders are recorded.</param>
/// <param name="Display">What their account says they are called.</param>
/// <param name="Asks">The action whose dialog they have open; null for none.</param>
public sealed record Onlooker(string Name, string Display, DeploymentAction? Asks)
{
    /// <summary>One or two letters: of the first word and of the last.</summary>
    public string Initials
    {
        get
        {
            var words = Display.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return words switch
            {
                [] => "?",
                [var only] => FirstOf(only),
                [var first, .., var last] => FirstOf(first) + FirstOf(last),
            };
        }
    }

    private static string FirstOf(string word) => StringInfo.GetNextTextElement(word).ToUpper(CultureInfo.CurrentCulture);
}
