using Sluice.Load;

namespace Sluice.Samples.Tests.Load;

public sealed class ArrivalsTests
{
    [Fact]
    public void Gaps_are_exponential_with_the_rate_asked_for()
    {
        var arrivals = new Arrivals(perSecond: 40, new Random(1));
        var gaps = Enumerable.Range(0, 100_000).Select(_ => arrivals.NextGap().TotalSeconds).ToList();

        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.InRange(1 / mean, 39.5, 40.5);
        Assert.InRange(deviation / mean, 0.98, 1.02);   // an exponential distribution is as wide as its mean
    }

    [Fact]
    public void The_same_seed_repeats_the_arrivals()
    {
        var (first, second) = (new Arrivals(40, new Random(7)), new Arrivals(40, new Random(7)));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(first.NextGap(), second.NextGap()));
    }

    [Fact]
    public void The_mix_follows_its_weights()
    {
        var mix = ShopperMix.Parse("/=3,POST:/checkout=1")!;
        var random = new Random(1);
        var visits = Enumerable.Range(0, 10_000).Select(_ => mix.Next(random)).ToList();

        Assert.InRange(visits.Count(visit => visit == (HttpMethod.Post, "/checkout")), 2_300, 2_700);
        Assert.All(visits, visit => Assert.Contains(visit, new[] { (HttpMethod.Get, "/"), (HttpMethod.Post, "/checkout") }));
    }

    [Fact]
    public void Quantiles_are_right_to_one_percent()
    {
        var latencies = new LatencyHistogram();
        Assert.Null(latencies.Quantile(0.5));
        for (var ms = 1; ms <= 1000; ms++)
        {
            latencies.Record(TimeSpan.FromMilliseconds(ms));
        }

        Assert.InRange(latencies.Quantile(0.5)!.Value, 494, 506);
        Assert.InRange(latencies.Quantile(0.99)!.Value, 979, 1001);
    }
}
