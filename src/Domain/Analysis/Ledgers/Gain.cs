using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How much evidence for going on a canary request brings on average, in nats: what forecasts divide by. At or below 0 more traffic will not help.</summary>
internal static class Gain
{
    /// <summary>Against a margin of the stable rate.</summary>
    /// <param name="canaryRate">Expected, 0 to 1.</param>
    /// <param name="stablePerCanary">Stable requests per canary request, above 0.</param>
    public static double OfMargin(Margin margin, double canaryRate, double stableRate, double stablePerCanary)
    {
        var limit = margin.At(stableRate);
        var best = double.NegativeInfinity;
        foreach (var guess in (ReadOnlySpan<double>)[stableRate, (stableRate + limit) / 2, stableRate / 2])
        {
            if (guess < limit && limit < 1 && guess > 0 && stablePerCanary > 0)
            {
                var nearest = AffineMargin.Project(margin, 1, stablePerCanary, new(guess, stableRate));
                var gain = AffineMargin.LogRatio(1, canaryRate, guess, nearest.Canary) + (stablePerCanary * AffineMargin.LogRatio(1, stableRate, stableRate, nearest.Stable));
                best = Math.Max(best, gain);
            }
        }

        return best;
    }

    /// <summary>Against a fixed limit.</summary>
    /// <param name="rate">Expected, 0 to 1.</param>
    /// <param name="limit">Between 0 and 1, exclusive.</param>
    public static double OfLimit(double rate, double limit)
    {
        var best = double.NegativeInfinity;
        foreach (var share in (ReadOnlySpan<double>)[0.7, 0.4, 0.1])
        {
            best = Math.Max(best, AffineMargin.LogRatio(1, rate, share * limit, limit));
        }

        return best;
    }
}
