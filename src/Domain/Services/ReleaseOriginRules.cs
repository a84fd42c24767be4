using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What is said about a release's origin. All mistakes together.</summary>
internal static class ReleaseOriginRules
{
    private const int LongestAuthor = 100;

    public static IEnumerable<FieldError> Check(ReleaseSpec release, string prefix)
    {
        if (release.Origin is not { } origin)
        {
            yield break;
        }

        prefix += "origin.";
        if (origin is { Author: null, BuiltAt: null, Changes: null })
        {
            yield return new(prefix + "author", "nothing", "an author, built_at or changes; or no origin at all");
        }

        if (origin.Author is { } author && (string.IsNullOrWhiteSpace(author) || author.Length > LongestAuthor || author.Any(char.IsControl)))
        {
            yield return new(prefix + "author", string.IsNullOrWhiteSpace(author) ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{author.Length} characters"), $"a name of 1 to {LongestAuthor} characters in one line");
        }

        if (WebAddress.Mistake(prefix + "changes", origin.Changes) is { } mistake)
        {
            yield return mistake;
        }
    }
}
