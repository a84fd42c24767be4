using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>By how much a gauge of the canary differs from stable's, over the last sixty intervals at most. It explains and never decides: its p-value holds for one look at independent values.</summary>
/// <param name="Pairs">Intervals compared.</param>
/// <param name="Value">Median of all differences canary − stable (Hodges, Lehmann), in the gauge's unit.</param>
/// <param name="Lower">Where the shift lies with 95 %; null while there are too few values to say.</param>
/// <param name="Upper">Likewise.</param>
/// <param name="Higher">Chance that a value of the canary is above one of stable, 0 to 1.</param>
/// <param name="P">Of Mann-Whitney's test, two-sided.</param>
public sealed record GaugeShift(int Pairs, double Value, double? Lower, double? Upper, double Higher, double P)
{
    internal static GaugeShift? Of(PairComparison? pairs) => pairs?.Recent is { } ranks
        ? new(
            ranks.CanaryCount, Round(ranks.Shift), ranks.Interval.ReachesConfidence ? Round(ranks.Interval.Lower) : null, ranks.Interval.ReachesConfidence ? Round(ranks.Interval.Upper) : null,
            Math.Round(ranks.EffectSize, 3), Math.Round(ranks.PTwoSided, 4))
        : null;

    private static double Round(double value) => Math.Round(value, 5);
}
