namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Rates scaled through their odds p/(1 − p), which keeps them between 0 and 1.</summary>
public static class Odds
{
    /// <summary>The rate whose odds are <paramref name="factor"/> times the odds of <paramref name="rate"/>.</summary>
    /// <param name="rate">0 to 1.</param>
    /// <param name="factor">Above 0.</param>
    public static double Times(double rate, double factor) => factor * rate / (1 - rate + (factor * rate));
}
