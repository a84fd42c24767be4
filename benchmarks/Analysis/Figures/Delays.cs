using System.Globalization;
using Sluice.Benchmarks.Analysis.Random;

namespace Sluice.Benchmarks.Analysis.Figures;

/// <summary>How long many runs took; infinity for those that never ended.</summary>
internal sealed class Delays
{
    private readonly double[] _inOrder;
    private readonly double[] _sorted;

    public Delays(IEnumerable<double> values)
    {
        _inOrder = [.. values];
        _sorted = [.. _inOrder.Order()];
    }

    public double Median => At(0.5);

    public double P95 => At(0.95);

    public Proportion Ended => new(_sorted.Count(double.IsFinite), _sorted.Length);

    public double At(double quantile) => _sorted.Length == 0 ? double.NaN : Report.At(_sorted, quantile);

    /// <summary>95 % interval of a quantile from the ranks around it; nothing is assumed about the distribution.</summary>
    public (double Lower, double Upper) Interval(double quantile)
    {
        var half = 1.96 * Math.Sqrt(_sorted.Length * quantile * (1 - quantile));
        var rank = _sorted.Length * quantile;
        return (At((rank - half) / _sorted.Length), At(Math.Min(1, (rank + half + 1) / _sorted.Length)));
    }

    /// <summary>Ratio of medians of two rules on the same runs, with the 95 % interval of a bootstrap over runs.</summary>
    public static (double Value, double Lower, double Upper) MedianRatio(Delays ours, Delays other)
    {
        const int Resamples = 400;
        var random = new RandomStream();
        random.Start(1979, 0);
        var count = ours._inOrder.Length;
        var (first, second, ratios) = (new double[count], new double[count], new double[Resamples]);
        for (var r = 0; r < Resamples; r++)
        {
            for (var i = 0; i < count; i++)
            {
                var chosen = (int)(random.Uniform() * count);
                (first[i], second[i]) = (ours._inOrder[chosen], other._inOrder[chosen]);
            }

            Array.Sort(first);
            Array.Sort(second);
            ratios[r] = Report.At(first, 0.5) / Report.At(second, 0.5);
        }

        Array.Sort(ratios);
        return (ours.Median / other.Median, Report.At(ratios, 0.025), Report.At(ratios, 0.975));
    }

    /// <summary>Median and 95th percentile.</summary>
    public override string ToString() => $"{Text(Median)} / {Text(P95)}";

    public static string Text(double value) => double.IsFinite(value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : "∞";
}
