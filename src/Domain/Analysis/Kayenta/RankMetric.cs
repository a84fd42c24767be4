using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Kayenta;

/// <summary>How one metric is judged in the mode for people who come from Kayenta. It has no error control: every look is a new chance of a false alarm.</summary>
/// <param name="Name">Unique among the metrics that are scored together.</param>
public sealed record RankMetric(string Name)
{
    public const double UsualTolerance = 0.25;
    public const double UsualConfidence = 0.98;

    /// <summary>Which way is bad.</summary>
    public GaugeDirection Direction { get; init; } = GaugeDirection.Either;

    /// <summary>The interval of the shift must lie beyond this share of the shift itself; 0 or more.</summary>
    public double Tolerance { get; init; } = UsualTolerance;

    /// <summary>Of the interval of the shift, between 0 and 1, exclusive.</summary>
    public double Confidence { get; init; } = UsualConfidence;

    /// <summary>How the size of an effect is measured for the four limits below.</summary>
    public EffectMeasure Measure { get; init; } = EffectMeasure.MeanRatio;

    /// <summary>An increase fails from this effect on; unset lets any fail.</summary>
    public double? AllowedIncrease { get; init; }

    /// <summary>A decrease fails from this effect downwards; unset lets any fail.</summary>
    public double? AllowedDecrease { get; init; }

    /// <summary>A failing increase of a critical metric ends everything from this effect on; unset lets any do so.</summary>
    public double? CriticalIncrease { get; init; }

    /// <summary>A failing decrease of a critical metric ends everything from this effect downwards; unset lets any do so.</summary>
    public double? CriticalDecrease { get; init; }

    public MissingValues Missing { get; init; } = MissingValues.LeaveOut;

    /// <summary>Values further from the quartiles than so many interquartile ranges, and beyond the 1st or 99th percentile, are left out; above 0. Unset keeps all: outliers often are the regression.</summary>
    public double? OutlierFactor { get; init; }

    /// <summary>Its failing makes the whole score 0, its having no data leaves everything undecided.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Its having no data leaves everything undecided; otherwise it is left out of its groups.</summary>
    public bool MustHaveData { get; init; }

    /// <summary>The groups that it counts in.</summary>
    public ValueList<string> Groups { get; init; } = [];
}

/// <summary>What an effect is measured by.</summary>
public enum EffectMeasure
{
    /// <summary>Mean of the canary over mean of stable: 1 for no effect.</summary>
    MeanRatio,

    /// <summary>Chance that a canary value is higher than a stable one: ½ for no effect.</summary>
    CommonLanguage,
}

/// <summary>What becomes of values that are not numbers.</summary>
public enum MissingValues
{
    LeaveOut,

    /// <summary>A missing value means zero, such as for an error count. An arm without a single number still has no data.</summary>
    CountAsZero,
}
