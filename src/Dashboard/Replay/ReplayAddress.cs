using System.Globalization;

namespace Sluice.Dashboard.Replay;

/// <summary>What stands in the address of a replay: where it is, and what is pinned.</summary>
internal static class ReplayAddress
{
    public static long? Version(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : null;
}
