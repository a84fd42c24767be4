using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Traffic;

/// <summary>What users may be told apart by. All mistakes together.</summary>
public static class UserRoutingRules
{
    public const int MostMatches = 16;
    public const int LongestName = 100;
    public const int LongestValue = 200;

    // RFC 9110, 5.6.2; a cookie's name is one as well (RFC 6265, 4.1.1).
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    // A rule's value is shown to everyone who may look; these are secrets.
    private static readonly string[] s_secret = ["Authorization", "Proxy-Authorization"];

    public static IEnumerable<FieldError> Check(UserRouting users)
    {
        if (users.Sticky is { } sticky)
        {
            foreach (var error in Check(sticky))
            {
                yield return error;
            }
        }

        if (users.Match.Count > MostMatches)
        {
            yield return new("plan.match", $"{users.Match.Count} rules", $"at most {MostMatches} rules");
        }

        foreach (var error in users.Match.SelectMany((match, i) => Check(match, string.Create(CultureInfo.InvariantCulture, $"plan.match[{i}]"))))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Check(Stickiness sticky) => (sticky.By, sticky.Name) switch
    {
        (var by, _) when !Enum.IsDefined(by) => [new("plan.sticky.by", by.ToString("D"), "header, cookie or own_cookie")],
        (UserKey.OwnCookie, null) => [],
        (UserKey.OwnCookie, { } name) => [new("plan.sticky.name", Found(name), "nothing: the router names its own cookie")],
        var (by, name) => MistakeInName(by, name) is { } remedy ? [new("plan.sticky.name", Found(name), remedy)] : [],
    };

    private static IEnumerable<FieldError> Check(UserMatch match, string field)
    {
        if (!Enum.IsDefined(match.By))
        {
            yield return new(field + ".by", match.By.ToString("D"), "header or cookie");
        }
        else if (match.By == UserKey.OwnCookie)
        {
            yield return new(field + ".by", Words.Of(match.By), "header or cookie: the router's own cookie says nothing about who somebody is");
        }
        else if (MistakeInName(match.By, match.Name) is { } remedy)
        {
            yield return new(field + ".name", Found(match.Name), remedy);
        }
        else if (match.By == UserKey.Header && s_secret.Contains(match.Name, StringComparer.OrdinalIgnoreCase))
        {
            yield return new(field + ".name", match.Name, "a header that is no secret: everyone who may look sees the rule");
        }

        if (match is { Value: not null, Prefix: not null })
        {
            yield return new(field + ".prefix", Found(match.Prefix), "either value or prefix, not both");
        }

        foreach (var (name, text) in new[] { ("value", match.Value), ("prefix", match.Prefix) })
        {
            if (text is not null && (text.Length is 0 or > LongestValue || text.Any(c => c is < ' ' or > '~')))
            {
                yield return new($"{field}.{name}", Found(text), $"1 to {LongestValue} printable ASCII characters");
            }
        }
    }

    private static string? MistakeInName(UserKey by, string? name) => name switch
    {
        null or "" or { Length: > LongestName } => $"the name of a {Words.Of(by)}, 1 to {LongestName} characters",
        _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || TokenMarks.Contains(c, StringComparison.Ordinal)) => $"the name of a {Words.Of(by)}: letters, digits and {TokenMarks}",
        _ when by == UserKey.Header && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) => "the name of one cookie, by: cookie",
        _ => null,
    };

    private static string Found(string? text) => string.IsNullOrEmpty(text) ? "nothing" : text.Length > LongestName ? text[..LongestName] + "…" : text;
}
