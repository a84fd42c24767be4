using Sluice.Domain.Services;

namespace Sluice.Domain.Planning;

/// <summary>A comparison in words.</summary>
public static class SpecSentence
{
    private const int Most = 5;

    /// <summary>Why a deployment had nothing to do.</summary>
    public static string Same(int release, int live) => FormattableString.Invariant($"Release {release} runs the same as release {live}, which is live.");

    public static string Of(SpecComparison comparison, int running, int desired) => comparison switch
    {
        { ChangesNothing: true } => FormattableString.Invariant($"Release {desired} runs the same as release {running}."),
        { Verdict: SpecVerdict.UpToDate } => FormattableString.Invariant($"Release {desired} runs the same as release {running}, with another number of instances. Its instances are started beside those that run and take their place."),
        { Verdict: SpecVerdict.NeedsUpdate } => FormattableString.Invariant(
            $"Release {desired} differs from release {running} only in {Fields(comparison)}. That could be changed while instances run; no runtime here does so, and the instances are replaced."),
        { Differences: [{ Field: SpecFields.Pull }] } => FormattableString.Invariant(
            $"Release {desired} is written like release {running}, and its image is fetched anew, which may bring another one. The instances are replaced."),
        _ => FormattableString.Invariant($"Release {desired} differs from release {running} in {Fields(comparison)}. The instances are replaced."),
    };

    private static string Fields(SpecComparison comparison)
    {
        var names = comparison.Differences.Select(difference => difference.Field).ToList();
        return names.Count <= Most
            ? string.Join(", ", names)
            : FormattableString.Invariant($"{string.Join(", ", names.Take(Most))} and {names.Count - Most} more");
    }
}
