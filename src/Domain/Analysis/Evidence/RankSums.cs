namespace Sluice.Domain.Analysis.Evidence;

/// <summary>The exact distribution of Mann and Whitney's U when both samples come from one distribution without ties, by counting every order.</summary>
/// <remarks>Mann, Whitney, "On a test of whether one of two random variables is stochastically larger than the other" (1947).</remarks>
internal static class RankSums
{
    /// <summary>The most values for which every order is counted.</summary>
    public const int MostValues = 20;

    /// <summary>Chances that U is at most, and at least, <paramref name="u"/>.</summary>
    public static (double AtMost, double AtLeast) Tails(int first, int second, double u)
    {
        var ways = Ways(first, second);
        double all = 0, atMost = 0, atLeast = 0;
        for (var i = 0; i < ways.Length; i++)
        {
            all += ways[i];
            atMost += i <= u ? ways[i] : 0;
            atLeast += i >= u ? ways[i] : 0;
        }

        return (atMost / all, atLeast / all);
    }

    /// <summary>How many orders have U = 0, 1, … first · second.</summary>
    private static double[] Ways(int first, int second)
    {
        // By how many of the first sample are placed so far, and by their U.
        var ways = new double[first + 1, (first * second) + 1];
        ways[0, 0] = 1;
        for (var rank = 0; rank < first + second; rank++)
        {
            for (var placed = Math.Min(rank + 1, first); placed > 0; placed--)
            {
                var below = rank - (placed - 1);
                for (var u = below; below <= second && u <= first * second; u++)
                {
                    ways[placed, u] += ways[placed - 1, u - below];
                }
            }
        }

        return [.. Enumerable.Range(0, (first * second) + 1).Select(u => ways[first, u])];
    }
}
