using System.Text.RegularExpressions;

namespace Sluice.Domain.Services;

/// <summary>The name of an image: <c>[registry/]path[:tag][@sha256:digest]</c>, as the OCI distribution specification has it.</summary>
public static partial class ImageReference
{
    public const string Remedy = "an image such as registry.example/shop:2 or registry.example/shop@sha256:…";

    private const string DockerHub = "docker.io";
    private const int Longest = 500;

    public static bool IsValid(string text) => text.Length <= Longest && Grammar.IsMatch(text);

    /// <summary>Whether it names its content: a tag may stand for something else tomorrow.</summary>
    public static bool IsPinned(string text) => Grammar.Match(text) is { Success: true } match && match.Groups["digest"].Success;

    /// <summary>Without a tag an engine would fetch every tag that there is.</summary>
    public static string WithTag(string text) => Grammar.Match(text) is { Success: true } match && !match.Groups["tag"].Success && !match.Groups["digest"].Success ? text + ":latest" : text;

    /// <summary>By what it stands for: beside a digest a tag says nothing.</summary>
    public static string Identity(string text) => Grammar.Match(text) is { Success: true } match && match.Groups["digest"] is { Success: true } digest ? $"{match.Groups["name"].Value}@{digest.Value}" : WithTag(text);

    /// <summary>Without tag and digest.</summary>
    public static string NameOf(string text) => Grammar.Match(text) is { Success: true } match ? match.Groups["name"].Value : text;

    /// <summary>Where it is fetched from. What has neither dot nor colon before the first slash is a name on Docker Hub, as Docker reads it.</summary>
    public static string RegistryOf(string text)
    {
        var name = NameOf(text);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        return first == "localhost" || first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) ? first : DockerHub;
    }

    [GeneratedRegex(
        "^(?<name>(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[0-9]{1,5})?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}))?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar { get; }
}
