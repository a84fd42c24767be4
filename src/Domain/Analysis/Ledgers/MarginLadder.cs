using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How bad a canary must be ruled out to be before it gets more traffic: the more it has, the tighter, so that share times margin stays about level.</summary>
internal static class MarginLadder
{
    private static readonly Share s_small = Share.FromPercent(10);
    private static readonly Share s_middle = Share.FromPercent(40);

    public static Margin At(Share canary) =>
        canary <= s_small ? new(2, 0.002)
        : canary <= s_middle ? new(1.5, 0.001)
        : new(1.25, 0.0005);
}
