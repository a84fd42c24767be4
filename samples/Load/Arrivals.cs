namespace Sluice.Load;

/// <summary>When shoppers come: independently of each other, so the gaps between them are exponential (a Poisson process).</summary>
internal sealed class Arrivals(double perSecond, Random random)
{
    /// <summary>Time from one arrival to the next, by the inverse of the distribution function.</summary>
    public TimeSpan NextGap() => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
}
