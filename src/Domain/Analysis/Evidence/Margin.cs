using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>A boundary between rates that depend on the stable rate p: <c>M(p) = Ratio · p + Offset</c>.</summary>
/// <param name="Ratio">Times the stable rate; above 0. 1.1 allows a tenth more.</param>
/// <param name="Offset">Added to it, as a fraction; 0 or more. 0.0002 allows 0.02 percentage points more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Margin(double Ratio, double Offset)
{
    /// <summary>The same rate in both arms.</summary>
    public static Margin Equal { get; } = new(1, 0);

    /// <summary>The largest worsening that nobody wants a rollback for.</summary>
    public static Margin Tolerance { get; } = new(1.1, 0.0002);

    /// <summary>The worsening that must be ruled out before going on. An offset above 0 is required: with a ratio alone no amount of traffic clears a canary of a stable version without errors.</summary>
    public static Margin Advance { get; } = new(1.5, 0.001);

    /// <summary>False for a margin that cannot be judged against: not finite, no ratio, or a negative offset.</summary>
    [JsonIgnore]
    public bool IsValid => Ratio > 0 && double.IsFinite(Ratio) && Offset >= 0 && double.IsFinite(Offset);

    /// <summary>The canary rate at the boundary.</summary>
    public double At(double stableRate) => (Ratio * stableRate) + Offset;
}
