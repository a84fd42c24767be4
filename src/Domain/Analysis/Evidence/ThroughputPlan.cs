namespace Sluice.Domain.Analysis.Evidence;

/// <summary>How long it takes until too few arrivals are proven: the evidence needed over what the fastest part of <see cref="ThroughputProcess"/> gains per second.</summary>
/// <remarks>Expected sample size of sequential tests: Wald (1945).</remarks>
public static class ThroughputPlan
{
    /// <param name="leastRate">Requests per second that are wanted at the least, above 0.</param>
    /// <param name="rate">Requests per second that arrive, 0 or more.</param>
    /// <param name="alpha">Chance of a false alarm, between 0 and 1, exclusive.</param>
    /// <returns>Null when so many are never proven to be too few, and for numbers that are out of range.</returns>
    public static TimeSpan? ToNotice(double leastRate, double rate, double alpha)
    {
        if (!(leastRate > 0 && rate >= 0 && alpha is > 0 and < 1))
        {
            return null;
        }

        var best = double.NegativeInfinity;
        foreach (var share in ThroughputProcess.Shares)
        {
            best = Math.Max(best, (rate * Math.Log(share)) + (leastRate * (1 - share)));
        }

        return best > 0 ? Forecast.Duration(Math.Log(ThroughputProcess.Shares.Length / alpha), best) : null;
    }
}
