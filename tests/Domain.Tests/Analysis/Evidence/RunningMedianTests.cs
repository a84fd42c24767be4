using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class RunningMedianTests
{
    private static readonly Arbitrary<int[]> s_values = Gen.Choose(-50, 50).ArrayOf().ToArbitrary();

    [Fact]
    public void A_short_past_has_its_exact_upper_median() => Prop.ForAll(s_values, values =>
    {
        var median = new RunningMedian();
        for (var n = 1; n <= Math.Min(values.Length, RunningMedian.ExactUpTo); n++)
        {
            median.Add(values[n - 1]);
            Assert.Equal(values.Take(n).Order().ElementAt(n / 2), median.Value);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(100));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_long_past_is_estimated_closely(int seed)
    {
        var random = new Random(seed);
        var (median, all) = (new RunningMedian(), new List<double>());
        for (var i = 0; i < 20_000; i++)
        {
            all.Add(Math.Exp(NormalMath.Inverse(random.NextDouble())));
            median.Add(all[^1]);
        }

        Assert.Equal(all.Order().ElementAt(all.Count / 2), median.Value, 0.02);
    }

    [Fact]
    public void It_lies_between_the_extremes_whatever_the_scale() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Select(x => Math.Pow(10, x / 10.0)).ArrayOf(500).ToArbitrary(), values =>
        {
            var median = new RunningMedian();
            foreach (var value in values)
            {
                median.Add(value);
                Assert.InRange(median.Value, values.Min(), values.Max());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Taken_up_anywhere_it_goes_on_with_the_same_bits()
    {
        var random = new Random(7);
        var (whole, broken) = (new RunningMedian(), new RunningMedian());
        Assert.True(double.IsNaN(whole.Value));
        var state = new double[RunningMedian.StateLength];
        for (var i = 0; i < 500; i++)
        {
            var value = random.NextDouble();
            whole.Add(value);
            broken.Add(value);
            broken.Save(state);
            broken = new RunningMedian();
            broken.Restore(state);
            Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Value), BitConverter.DoubleToInt64Bits(broken.Value));
        }

        Assert.Equal(500, broken.Count);
    }
}
