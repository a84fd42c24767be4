using System.Globalization;

namespace Sluice.Dashboard.Replay;

/// <summary>What stands in the address of a replay: where it is, what is pinned, and which clock counts.</summary>
/// <param name="At">The version that is shown; null for the last.</param>
/// <param name="A">The version that is pinned first; null for none.</param>
/// <param name="B">The version that is pinned second; null for none.</param>
internal sealed record ReplayAddress(long? At, long? A, long? B, ReplayClock Clock)
{
    public static ReplayAddress Of(string? at, string? a, string? b, string? clock) => new(Version(at), Version(a), Version(b), ReplayInstant.Read(clock));

    public static long? Version(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : null;
}
