using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Requests per independent one, and how that is known.</summary>
/// <param name="Value">1 or more, finite.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DesignEffectEstimate(double Value, DesignEffectSource Source)
{
    /// <summary>The power that factors are raised to: above 0, at most 1.</summary>
    public double Tempering => Evidence.Tempering.Of(Value);
}

/// <summary>Where a design effect comes from.</summary>
public enum DesignEffectSource
{
    /// <summary>Fewer than two stable replicas could be compared: the operator's setting stands, unchecked. Worth a warning.</summary>
    Setting,

    /// <summary>Replicas were compared and scatter no more than the setting says.</summary>
    NotAboveSetting,

    /// <summary>Counts scatter inside strata: sticky sessions, retries, batches.</summary>
    WithinStrata,

    /// <summary>Replicas differ lastingly from each other.</summary>
    BetweenReplicas,
}
