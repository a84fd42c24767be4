using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Which bucket bounds stand for a latency limit that need not be one of them. Both err on the cautious side: compliance counts too many requests as slow, breach too few.
/// </summary>
/// <param name="Comply">Index of the highest bound at or below the limit; null when the limit is below every bound, and compliance cannot be shown.</param>
/// <param name="Breach">Index of the lowest bound at or above the limit; null when it is above every bound, and a breach cannot be shown.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SloBounds(int? Comply, int? Breach)
{
    /// <summary>Whether the limit is a bound itself; if not, that has to be said.</summary>
    public bool IsExact => Comply is not null && Comply == Breach;

    /// <param name="bounds">Upper bounds, ascending, in the unit of the limit.</param>
    /// <param name="limit">Above 0; nothing can be shown about anything else.</param>
    public static SloBounds For(ReadOnlySpan<double> bounds, double limit)
    {
        if (!(limit > 0))
        {
            return default;
        }

        int? comply = null, breach = null;
        for (var i = 0; i < bounds.Length; i++)
        {
            comply = bounds[i] <= limit ? i : comply;
            breach ??= bounds[i] >= limit ? i : null;
        }

        return new(comply, breach);
    }
}
