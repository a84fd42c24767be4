using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Where one arm's rate lies, valid at every look: all rates against which a Beta(½, ½) mixture has less evidence than 1/α.</summary>
/// <param name="Lower">0 to 1.</param>
/// <param name="Upper">0 to 1.</param>
/// <remarks>Robbins (1970); Krichevsky, Trofimov, "The performance of universal encoding" (1981).</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RateInterval(double Lower, double Upper)
{
    private const double Half = 0.5;
    private const double Smallest = 1e-250;
    private const int Halvings = 1100;

    /// <summary>Nothing is known.</summary>
    public static RateInterval Whole { get; } = new(0, 1);

    /// <param name="requests">0 or more; divided by the design effect if requests depend on each other.</param>
    /// <param name="bad">0 to <paramref name="requests"/>, divided likewise.</param>
    /// <param name="alpha">Chance that the interval ever misses the rate, between 0 and 1, exclusive.</param>
    /// <returns><see cref="Whole"/> without requests, and for numbers that cannot be true.</returns>
    public static RateInterval Of(double requests, double bad, double alpha)
    {
        if (!(requests > 0 && requests <= long.MaxValue && bad >= 0 && bad <= requests && alpha > 0 && alpha < 1))
        {
            return Whole;
        }

        var (good, limit, share) = (requests - bad, -Math.Log(alpha), bad / requests);
        return new(
            bad == 0 ? 0 : Edge(end: 0, outside: Smallest, inside: Math.Clamp(share, Smallest, Math.BitDecrement(1.0)), bad, good, limit),
            good == 0 ? 1 : Edge(end: 1, outside: Math.BitDecrement(1.0), inside: Math.Max(share, Smallest), bad, good, limit));
    }

    /// <summary>Halves until the two rates are neighbours, in ratio where they are far apart.</summary>
    private static double Edge(double end, double outside, double inside, double bad, double good, double limit)
    {
        if (!(GammaMath.LogBetaMixture(bad, good, outside, Half, Half) >= limit))
        {
            return end;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var (low, high) = outside < inside ? (outside, inside) : (inside, outside);
            var middle = high > 2 * low ? Math.Sqrt(low) * Math.Sqrt(high) : low + ((high - low) / 2);
            if (!(middle > low && middle < high))
            {
                break;
            }

            (outside, inside) = GammaMath.LogBetaMixture(bad, good, middle, Half, Half) >= limit ? (middle, inside) : (outside, middle);
        }

        return outside;
    }
}
