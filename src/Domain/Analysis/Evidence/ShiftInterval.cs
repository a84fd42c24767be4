using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Where the shift between two samples lies, by the ranks of their pairwise differences.</summary>
/// <param name="Lower">In the gauge's unit.</param>
/// <param name="Upper">In the gauge's unit.</param>
/// <param name="Rank">C: lower is the C-th smallest difference, upper the C-th largest; 1 or more.</param>
/// <param name="ReachesConfidence">False when the samples are too small: even the extreme differences do not enclose the shift with the confidence asked for.</param>
/// <remarks>Moses' interval with the normal approximation of the rank; Hollander, Wolfe, "Nonparametric statistical methods", §4.3.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ShiftInterval(double Lower, double Upper, long Rank, bool ReachesConfidence)
{
    internal static ShiftInterval Of(PairDifferences differences, double values, double confidence)
    {
        var width = NormalMath.Inverse(0.5 + (confidence / 2)) * Math.Sqrt(differences.Count * (values + 1) / 12);
        var wanted = Math.Floor((differences.Count / 2.0) - width);
        var rank = (long)Math.Max(1, wanted);
        return new(differences.At(rank), differences.At(differences.Count + 1 - rank), rank, wanted >= 1);
    }
}
