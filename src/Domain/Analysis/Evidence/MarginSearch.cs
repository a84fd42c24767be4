namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Finds the nearest point on a margin, where the derivative of the divergence is zero:
/// <c>F(t) = ρ·nc·(c − s)/(s(1 − s)) + nb·(b − t)/(t(1 − t))</c> with <c>s = ρt + δ</c> falls from above 0 to below 0 inside the bracket.
/// </summary>
internal static class MarginSearch
{
    // Ten halvings per decade at worst; Newton needs about four.
    private const int MostSteps = 200;
    private const double WideBracket = 1e6;

    // Newton squares the error: after a step this small the next one would not move the last digit.
    private const double SmallStep = 1e-9;
    private const double SmallHalf = 1e-15;

    public static double Find(Margin margin, double canaryRequests, double stableRequests, RatePair alternative)
    {
        var (ratio, offset) = (margin.Ratio, margin.Offset);
        var (canary, stable) = (alternative.Canary, alternative.Stable);
        var atMargin = margin.At(stable);
        if (canary == atMargin)
        {
            return stable;
        }

        var (low, high) = Bracket(margin, canaryRequests, stableRequests, alternative);
        if (!(low < high))
        {
            // So close to each other that their order is a matter of rounding.
            return stable;
        }

        var t = Math.Clamp(LeastSquares(margin, canaryRequests, stableRequests, alternative), low, high);
        for (var step = 0; step < MostSteps; step++)
        {
            var s = (ratio * t) + offset;
            var (sVariance, tVariance) = (s * (1 - s), t * (1 - t));
            var (sTerm, tTerm) = ((canary - s) / sVariance, (stable - t) / tVariance);
            var f = (ratio * canaryRequests * sTerm) + (stableRequests * tTerm);
            if (f == 0)
            {
                return t;
            }

            (low, high) = f > 0 ? (t, high) : (low, t);

            // t·F(t) is nearly straight where rates are small; F itself is a hyperbola.
            var slope = -(ratio * ratio * canaryRequests * (1 + (sTerm * (1 - (2 * s)))) / sVariance)
                - (stableRequests * (1 + (tTerm * (1 - (2 * t)))) / tVariance);
            var next = t - (t * f / (f + (t * slope)));
            var small = SmallStep;
            if (!(next > low && next < high))
            {
                next = high > WideBracket * low ? Math.Sqrt(low * high) : low + ((high - low) / 2);
                small = SmallHalf;
            }

            var isClose = Math.Abs(next - t) <= small * Math.Min(t, 1 - t);
            t = next;
            if (isClose)
            {
                break;
            }
        }

        return t;
    }

    /// <summary>Between the stable rate and the point whose margin is the canary's rate; never at 0 or 1, where F has its poles.</summary>
    private static (double Low, double High) Bracket(Margin margin, double canaryRequests, double stableRequests, RatePair alternative)
    {
        var far = (alternative.Canary - margin.Offset) / margin.Ratio;
        var pull = margin.Ratio * canaryRequests / stableRequests;
        if (far > alternative.Stable)
        {
            // At the root nb·(t − b)/(t(1 − t)) = ρ·nc·(c − s)/(s(1 − s)) ≤ ρ·nc/M(b), which bounds t from above.
            var up = pull / margin.At(alternative.Stable);
            return (alternative.Stable, Math.Min(far, Math.Min((alternative.Stable + up) / (1 + up), Math.BitDecrement(1.0))));
        }

        // Likewise nb·(b − t)/(t(1 − t)) = ρ·nc·(s − c)/(s(1 − s)) ≤ ρ·nc/(1 − M(b)) bounds it from below.
        var down = pull / (1 - margin.At(alternative.Stable));
        return (Math.Max(far, alternative.Stable / (1 + down)), alternative.Stable);
    }

    private static double LeastSquares(Margin margin, double canaryRequests, double stableRequests, RatePair alternative)
    {
        var canaryWeight = canaryRequests / (alternative.Canary * (1 - alternative.Canary));
        var stableWeight = stableRequests / (alternative.Stable * (1 - alternative.Stable));
        var gap = alternative.Canary - margin.At(alternative.Stable);
        return alternative.Stable + (margin.Ratio * canaryWeight * gap / ((margin.Ratio * margin.Ratio * canaryWeight) + stableWeight));
    }
}
