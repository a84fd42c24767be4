using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What the mounts of a container must look like.</summary>
internal static partial class MountRules
{
    private const int Most = 20;
    private const int LongestPath = 500;

    public static IEnumerable<FieldError> Check(ValueList<ContainerMount> mounts, string field)
    {
        if (mounts.Count > Most)
        {
            yield return new(field, mounts.Count.ToString(CultureInfo.InvariantCulture), $"at most {Most}");
        }

        for (var i = 0; i < Math.Min(mounts.Count, Most); i++)
        {
            var (mount, place) = (mounts[i], string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"));
            if (!IsPath(mount.Target) || mounts.Take(i).Any(other => other.Target.TrimEnd('/') == mount.Target.TrimEnd('/')))
            {
                yield return new(place + ".target", Found(mount.Target), "an absolute path in the container other than /, each path once");
            }

            if (Remedy(mount) is { } remedy)
            {
                yield return new(place + ".source", Found(mount.Source), remedy);
            }

            if (mount is { Type: MountType.Tmpfs, ReadOnly: true })
            {
                yield return new(place + ".read_only", "true", "false: memory that nobody can write to is of no use");
            }
        }
    }

    private static string? Remedy(ContainerMount mount) => mount.Type switch
    {
        MountType.Volume when mount.Source is null || !IsName(mount.Source) => "the name of a volume: a letter or digit, then letters, digits, dots, dashes and underscores",
        MountType.Bind when mount.Source is null || !IsPath(mount.Source) => "an absolute path of the engine's machine other than /",
        MountType.Tmpfs when mount.Source is not null => "nothing: memory has no source",
        _ => null,
    };

    public static bool IsName(string text) => Name.IsMatch(text) && text != ContainerMount.TmpfsWord;

    /// <summary>No way up, so that a path cannot lead out of where it seems to be.</summary>
    private static bool IsPath(string text) =>
        text.Length is > 1 and <= LongestPath && text[0] == '/' && text.Trim('/').Length > 0
        && !text.Any(c => char.IsControl(c) || c is ':' or ',') && !text.Split('/').Any(part => part is "." or "..");

    private static string Found(string? text) => string.IsNullOrEmpty(text) ? "nothing" : text;

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name { get; }
}
