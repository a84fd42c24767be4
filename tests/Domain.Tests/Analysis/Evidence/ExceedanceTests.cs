using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Which bounds stand for a quantile, or for a limit.</summary>
public sealed class ExceedanceTests
{
    private static readonly double[] s_coarse = [5, 10, 25, 50, 100, 250, 500, 1000];

    private static readonly Arbitrary<long[]> s_histograms = Gen.Choose(0, 60).Select(c => (long)c).ArrayOf(LatencyBounds.BucketCount).ToArbitrary();

    public static TheoryData<string> Quantiles => Vectors.Of("histogram_quantile");

    [Theory]
    [MemberData(nameof(Quantiles))]
    public void Quantiles_match_the_reference(string id)
    {
        var input = Vectors.Input(id);
        long[] counts = [.. input.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
        var actual = LatencyQuantile.Estimate(input.GetProperty("bounds_ms").Numbers(), counts, input.Number("q"))!.Value;
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), actual.Value);
        Assert.Equal((25, 50), (actual.Low, actual.High));
    }

    [Fact]
    public void Beyond_the_last_bound_the_error_bar_is_open() =>
        Assert.Equal(new QuantileEstimate(1000, 1000, double.PositiveInfinity), LatencyQuantile.Estimate(s_coarse, [0, 0, 0, 0, 0, 0, 0, 0, 3], 0.5));

    [Theory]
    [InlineData(0.5, 4)]
    [InlineData(0.9, 9)]
    [InlineData(0.95, 9)]
    public void The_bound_nearest_in_log_odds_is_chosen(double quantile, int expected)
    {
        var past = new long[LatencyBounds.BucketCount];
        Array.Fill(past, 100, 0, 10);
        past[10] = 70;

        // Above bound 4: 570 of 1,070; above 8: 170; above 9: 70.
        Assert.Equal(new ExceedanceBound(expected, expected + 2, expected == 4 ? 570 : 70, 1070), ExceedanceBounds.Choose(past, quantile, shift: 2));
    }

    [Fact]
    public void No_other_bound_is_nearer() => Prop.ForAll(s_histograms, Gen.Elements(0.5, 0.9, 0.95, 0.99).ToArbitrary(), Gen.Choose(0, 8).ToArbitrary(), (past, q, shift) =>
    {
        var chosen = ExceedanceBounds.Choose(past, q, shift)!.Value;
        var total = past.Sum();
        Assert.Equal((total, past.Skip(chosen.Stable + 1).Sum(), chosen.Stable + shift), ((long)chosen.PastRequests, (long)chosen.PastAbove, chosen.Canary));
        Assert.True(chosen.PastAbove < total);
        Assert.All(Enumerable.Range(0, LatencyBounds.BucketCount - 1 - shift).Where(i => past.Take(i + 1).Sum() > 0), i => Assert.True(Distance(chosen.Stable) <= Distance(i)));

        double Distance(int bound) => Math.Abs(Math.Log((past.Skip(bound + 1).Sum() + 0.5) / (past.Take(bound + 1).Sum() + 0.5)) - Math.Log((1 - q) / q));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Theory]
    [InlineData(0.5, 10)]
    [InlineData(0.9, 50)]
    [InlineData(0.95, 100)]
    [InlineData(0.99, 500)]
    public void A_quantile_waits_for_enough_past_requests(double quantile, int enough)
    {
        var past = new long[LatencyBounds.BucketCount];
        past[40] = enough - 1;
        Assert.Null(ExceedanceBounds.Choose(past, quantile, 0));
        past[40] = enough;
        Assert.NotNull(ExceedanceBounds.Choose(past, quantile, 0));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1.2, 4)]
    [InlineData(2, 4)]
    [InlineData(2.1, 5)]
    public void Coarse_bounds_tolerate_up_to_the_next_one(double growth, int canary)
    {
        long[] past = [0, 0, 0, 900, 50, 30, 20, 0, 0];
        Assert.Equal(new ExceedanceBound(3, canary, 100, 1000), ExceedanceBounds.Choose(s_coarse, past, 0.9, growth));
    }

    [Fact]
    public void Where_no_bound_is_left_for_the_canary_a_lower_one_is_taken_or_none()
    {
        long[] past = [0, 0, 0, 0, 0, 0, 100, 800, 100];
        Assert.Equal(7, ExceedanceBounds.Choose(s_coarse, past, 0.9, 1)!.Value.Stable);
        Assert.Equal(6, ExceedanceBounds.Choose(s_coarse, past, 0.9, 1.5)!.Value.Stable);
        Assert.Null(ExceedanceBounds.Choose(s_coarse, past, 0.9, 1e9));
        Assert.Null(ExceedanceBounds.Choose(s_coarse, [0, 0, 0, 0, 0, 0, 0, 900, 100], 0.9, 1.5));
        Assert.Null(ExceedanceBounds.Choose(s_coarse, past, 0.9, double.NaN));
        Assert.Null(ExceedanceBounds.Choose(s_coarse, past, 0.9, 0.5));
        Assert.Null(ExceedanceBounds.Choose(past, double.NaN, 0));
        Assert.Null(ExceedanceBounds.Choose(past, 0.5, -1));
    }

    [Fact]
    public void Both_arms_are_counted_above_their_own_bound()
    {
        var bound = new ExceedanceBound(3, 4, 0, 0);
        Assert.Equal(new ArmCounts(45, 35, 45, 39), bound.Count([0, 1, 2, 3, 4, 5, 6, 7, 17], [0, 1, 2, 3, 4, 5, 6, 7, 17]));
        Assert.Equal(StratumUse.NegativeCount, bound.Count([1, -1], [1]).Use);
        Assert.Equal(long.MaxValue, bound.Count([long.MaxValue, long.MaxValue], [1]).CanaryRequests);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.09, 1, 1.0905)]
    [InlineData(0.2, 2, 1.1892)]
    [InlineData(0.5, 5, 1.5422)]
    [InlineData(1, 8, 2)]
    [InlineData(-1, 0, 1)]
    [InlineData(double.NaN, 0, 1)]
    public void An_increase_is_whole_buckets(double increase, int buckets, double factor)
    {
        Assert.Equal(buckets, LatencyGrowth.Buckets(increase));
        Assert.Equal(factor, LatencyGrowth.Factor(buckets), 1e-4);
    }

    [Fact]
    public void An_endless_increase_is_all_buckets() => Assert.Equal(LatencyBounds.BucketCount - 1, LatencyGrowth.Buckets(double.PositiveInfinity));

    [Theory]
    [InlineData(100, 4, 4)]
    [InlineData(120, 4, 5)]
    [InlineData(4, null, 0)]
    [InlineData(2000, 7, null)]
    [InlineData(double.NaN, null, null)]
    [InlineData(-1, null, null)]
    [InlineData(double.PositiveInfinity, 7, null)]
    public void A_limit_between_bounds_is_judged_cautiously_on_both_sides(double limit, int? comply, int? breach)
    {
        var actual = SloBounds.For(s_coarse, limit);
        Assert.Equal(new SloBounds(comply, breach), actual);
        Assert.Equal(limit == 100, actual.IsExact);
    }
}
