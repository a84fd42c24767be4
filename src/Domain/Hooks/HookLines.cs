using Sluice.Domain.Replay;
using Sluice.Domain.Services;

namespace Sluice.Domain.Hooks;

/// <summary>What a command of a deployment wrote, as it may be kept and shown: without the values of its variables, which may be secrets whatever their names are.</summary>
public static class HookLines
{
    /// <summary>So many are kept with its outcome.</summary>
    public const int MostKept = 20;

    private const int LongestKept = 500;

    /// <summary>Shorter ones are words that occur anyway.</summary>
    private const int ShortestSecret = 6;

    private static readonly char[] s_lineEnds = ['\r', '\n'];

    public static ValueList<string> Kept(IReadOnlyList<string> lines, ReleaseSpec release, HookCommand? command = null) =>
        Masked([.. lines.TakeLast(MostKept)], release, command).Select(line => line.Length > LongestKept ? string.Concat(line.AsSpan(0, LongestKept), "…") : line).ToValueList();

    public static IReadOnlyList<string> Masked(IReadOnlyList<string> lines, ReleaseSpec release, HookCommand? command = null)
    {
        // Each line of a value by itself. The longest first: one may be the beginning of another.
        var secrets = release.Env.Concat(release.PreDeploy?.Env ?? []).Concat(command?.Env ?? []).SelectMany(variable => variable.Value.Split(s_lineEnds, StringSplitOptions.TrimEntries)).Where(value => value.Length >= ShortestSecret)
            .Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length).ToList();
        return [.. lines.Select(line => Masking.OfText(secrets.Aggregate(line, (text, secret) => text.Replace(secret, Masking.Mask, StringComparison.Ordinal))))];
    }
}
