namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What one request is worth, in nats.</summary>
internal static class Divergence
{
    private const double Lowest = 1e-9;

    /// <summary>A rate that likelihoods can be taken of.</summary>
    public static double Inside(double rate) => Math.Clamp(rate, Lowest, 1 - Lowest);

    /// <summary>Expected ln of the likelihood ratio of two rates, when the true one is <paramref name="truth"/>; the divergence KL when it equals <paramref name="rate"/>.</summary>
    /// <param name="truth">0 to 1.</param>
    /// <param name="rate">Between 0 and 1, exclusive.</param>
    /// <param name="against">Between 0 and 1, exclusive.</param>
    public static double PerRequest(double truth, double rate, double against) => AffineMargin.LogRatio(1, truth, rate, against);
}
