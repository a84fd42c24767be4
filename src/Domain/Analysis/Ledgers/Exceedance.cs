namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Counts of requests slower than a bound of <see cref="LatencyBounds"/>.</summary>
internal static class Exceedance
{
    /// <summary>Requests in the histogram.</summary>
    public static long Requests(ArmWindow arm) => Above(arm, bound: -1);

    /// <param name="bound">Index of the bound; from the last bound on nothing is known to be above.</param>
    public static long Above(ArmWindow arm, int bound)
    {
        var above = 0L;
        var latency = arm.Latency.Span;
        for (var i = bound + 1; i < latency.Length; i++)
        {
            above += latency[i];
        }

        return above;
    }

    /// <summary>The largest bound that is not above a latency: counting from there on blames too many, which is right for clearing.</summary>
    /// <returns>−1 when even the first bound is above it.</returns>
    public static int BoundBelow(TimeSpan latency)
    {
        var bounds = LatencyBounds.Milliseconds;
        var bound = bounds.Length - 1;
        while (bound >= 0 && bounds[bound] > latency.TotalMilliseconds)
        {
            bound--;
        }

        return bound;
    }

    /// <summary>The smallest bound that is not below a latency: counting from there on blames too few, which is right for convicting.</summary>
    public static int BoundAbove(TimeSpan latency)
    {
        var below = BoundBelow(latency);
        return below >= 0 && LatencyBounds.Milliseconds[below] == latency.TotalMilliseconds ? below : Math.Min(below + 1, LatencyBounds.Milliseconds.Length - 1);
    }

    /// <summary>Steps of the histogram, each a factor 2^(1/8), that cover a growth.</summary>
    /// <param name="growth">A fraction, 0 or more.</param>
    public static int Steps(double growth) => growth > 0 ? (int)Math.Ceiling((8 * Math.Log2(1 + growth)) - 0.05) : 0;
}
