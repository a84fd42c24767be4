using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;

namespace Sluice.Domain.Tests.Analysis;

/// <summary>Buckets and the quantiles taken from them.</summary>
public sealed class LatencyTests
{
    /// <summary>From microseconds to hours, evenly on the logarithmic scale.</summary>
    private static readonly Arbitrary<double> s_milliseconds = Gen.Choose(-9000, 22_000).Select(x => Math.Pow(2, x / 1000.0)).ToArbitrary();

    [Fact]
    public void Bounds_rise_by_exactly_a_factor_per_eight_buckets()
    {
        var bounds = LatencyBounds.Milliseconds.ToArray();
        Assert.Equal(LatencyBounds.BucketCount - 1, bounds.Length);
        Assert.Equal(0.125, bounds[0]);
        Assert.Equal(120_200, bounds[^1], 100.0);
        Assert.All(Enumerable.Range(8, bounds.Length - 8), i => Assert.Equal(2, bounds[i] / bounds[i - 8], 1e-12));
    }

    [Fact]
    public void A_duration_is_in_the_bucket_whose_bounds_enclose_it() => Prop.ForAll(s_milliseconds, ms =>
    {
        var bucket = LatencyBounds.BucketOf(ms);
        var bounds = LatencyBounds.Milliseconds;
        Assert.True(bucket == bounds.Length || ms <= bounds[bucket]);
        Assert.True(bucket == 0 || ms > bounds[bucket - 1]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void A_bound_and_its_neighbours_fall_on_the_right_sides()
    {
        for (var i = 0; i < LatencyBounds.BucketCount - 1; i++)
        {
            var bound = LatencyBounds.Milliseconds[i];
            Assert.Equal(i, LatencyBounds.BucketOf(bound));
            Assert.Equal(i, LatencyBounds.BucketOf(Math.BitDecrement(bound)));
            Assert.Equal(i + 1, LatencyBounds.BucketOf(Math.BitIncrement(bound)));
        }
    }

    [Fact]
    public void Longer_durations_are_never_in_lower_buckets() => Prop.ForAll(s_milliseconds, s_milliseconds, (a, b) =>
        Assert.True(LatencyBounds.BucketOf(Math.Min(a, b)) <= LatencyBounds.BucketOf(Math.Max(a, b)))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.MaxValue, 160)]
    [InlineData(double.PositiveInfinity, 160)]
    public void Odd_durations_have_a_bucket_too(double ms, int bucket) => Assert.Equal(bucket, LatencyBounds.BucketOf(ms));

    [Fact]
    public void Finding_a_bucket_allocates_nothing()
    {
        var sum = LatencyBounds.BucketOf(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            sum += LatencyBounds.BucketOf(i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum > 0);
    }

    [Fact]
    public void Nothing_counted_has_no_quantile()
    {
        Assert.Null(LatencyQuantile.Of([], 0.5));
        Assert.Null(LatencyQuantile.Of(new long[LatencyBounds.BucketCount], 0.5));
    }

    [Fact]
    public void A_quantile_is_interpolated_inside_its_bucket()
    {
        var bounds = LatencyBounds.Milliseconds;
        var buckets = Buckets((10, 100));
        Assert.Equal((bounds[9] + bounds[10]) / 2, LatencyQuantile.Of(buckets, 0.5)!.Value, 1e-9);
        Assert.Equal(bounds[10], LatencyQuantile.Of(buckets, 1)!.Value, 1e-9);
        Assert.Equal(0.0625, LatencyQuantile.Of(Buckets((0, 2)), 0.5)!.Value, 1e-9);
    }

    [Fact]
    public void Beyond_the_last_bound_the_last_bound_is_told() =>
        Assert.Equal(LatencyBounds.Milliseconds[^1], LatencyQuantile.Of(Buckets((160, 5)), 0.99));

    [Fact]
    public void A_quantile_lies_in_the_bucket_of_its_rank_and_rises() => Prop.ForAll(
        Gen.Choose(0, 500).ArrayOf(1 + 40).Where(counts => counts.Sum() > 0).ToArbitrary(),
        Gen.Choose(1, 1000).ToArbitrary(),
        (counts, perMille) =>
        {
            var buckets = counts.Select(c => (long)c).ToArray();
            var value = LatencyQuantile.Of(buckets, perMille / 1000.0)!.Value;
            var bucket = LatencyBounds.BucketOf(value);
            var rank = perMille / 1000.0 * buckets.Sum();
            Assert.True(buckets.Take(bucket + 1).Sum() >= rank - 1e-6, $"{value} ms is too low.");
            Assert.True(buckets.Take(bucket).Sum() <= rank + 1e-6, $"{value} ms is too high.");
            Assert.True(value <= LatencyQuantile.Of(buckets, 1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static long[] Buckets(params ReadOnlySpan<(int Index, long Count)> counts)
    {
        var buckets = new long[LatencyBounds.BucketCount];
        foreach (var (index, count) in counts)
        {
            buckets[index] = count;
        }

        return buckets;
    }
}
