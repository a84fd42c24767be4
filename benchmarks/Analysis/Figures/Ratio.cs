using System.Runtime.InteropServices;

namespace Sluice.Benchmarks.Analysis.Figures;

/// <summary>How many times as long as something else, with its 95 % interval.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ratio(double Value, double Lower, double Upper)
{
    /// <summary>A quantile of delays over a number that is known exactly.</summary>
    public static Ratio Of(Delays delays, double quantile, double known)
    {
        var (lower, upper) = delays.Interval(quantile);
        return new(delays.At(quantile) / known, lower / known, upper / known);
    }

    public Ratio Worse(Ratio other) => other.Value > Value ? other : this;

    public override string ToString() => Machine.Text($"{Value:0.00} [{Lower:0.00}, {Upper:0.00}]");
}
