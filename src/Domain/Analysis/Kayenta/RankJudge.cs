using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Kayenta;

/// <summary>
/// Judges one metric by the Mann-Whitney test as Kayenta's judge does. Deliberate differences: too few values and arms without a number are never a pass; the interval is exact where
/// Kayenta searches to 0.0001 and adds noise to constant samples; an effect limit never excuses a change from a stable mean of zero.
/// </summary>
public static class RankJudge
{
    /// <summary>Never throws.</summary>
    /// <param name="canary">Values of the window, in any order; NaN for a missing one.</param>
    /// <param name="stable">The same for stable, or better for a baseline of the canary's age and size.</param>
    public static RankJudgement Judge(RankMetric metric, ReadOnlySpan<double> canary, ReadOnlySpan<double> stable)
    {
        var (c, b) = (Samples.Prepare(metric, canary), Samples.Prepare(metric, stable));
        var confidence = metric.Confidence is > 0 and < 1 ? metric.Confidence : RankMetric.UsualConfidence;
        if (ShiftTest.Of(c, b, confidence) is not { } test)
        {
            return new(metric, RankClass.NotEnoughData, null, null, IsCriticalFailure: false);
        }

        var effect = Effect(metric.Measure, c, b);
        var beyond = (metric.Tolerance >= 0 && double.IsFinite(metric.Tolerance) ? metric.Tolerance : RankMetric.UsualTolerance) * Math.Abs(test.Shift);
        if (metric.Direction != GaugeDirection.Decrease && test.Lower > beyond && IsAtLeast(effect, metric.AllowedIncrease))
        {
            return new(metric, RankClass.High, effect, test.Shift, metric.IsCritical && IsAtLeast(effect, metric.CriticalIncrease));
        }

        if (metric.Direction != GaugeDirection.Increase && test.Upper < -beyond && IsAtMost(effect, metric.AllowedDecrease))
        {
            return new(metric, RankClass.Low, effect, test.Shift, metric.IsCritical && IsAtMost(effect, metric.CriticalDecrease));
        }

        return new(metric, RankClass.Pass, effect, test.Shift, IsCriticalFailure: false);
    }

    // Without an effect, or a limit, there is nothing that could excuse the change.
    private static bool IsAtLeast(double? effect, double? limit) => !(effect < limit);

    private static bool IsAtMost(double? effect, double? limit) => !(effect > limit);

    private static double? Effect(EffectMeasure measure, double[] canary, double[] stable)
    {
        if (measure == EffectMeasure.CommonLanguage)
        {
            return MannWhitney.Of(canary, stable)?.EffectSize;
        }

        var mean = stable.Average();
        var ratio = canary.Average() / mean;
        return mean > 0 && double.IsFinite(ratio) ? ratio : null;
    }
}
