using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class MeanDifferenceTests
{
    [Fact]
    public void The_width_is_the_published_one()
    {
        var difference = new MeanDifference(100);
        for (var i = 0; i < 100; i++)
        {
            difference.Observe(i % 2, 0.2);
        }

        // By hand: variance 25/99, ρ² = (2 ln 20 + ln(2 ln 20 + 1))/100.
        var rho2 = (5.9914645 + 1.9446900) / 100;
        var width = Math.Sqrt(25.0 / 99) * Math.Sqrt(2 * ((100 * rho2) + 1) / (100 * 100 * rho2) * Math.Log(Math.Sqrt((100 * rho2) + 1) / 0.05));
        var bounds = difference.Bounds(0.05);
        Assert.Equal(0.3, difference.Mean, 1e-12);
        Assert.Equal(0.3 - width, bounds.Lower!.Value, 1e-7);
        Assert.Equal(0.3 + width, bounds.Upper!.Value, 1e-7);
    }

    [Fact]
    public void It_hardly_ever_misses_however_often_one_looks()
    {
        var random = new Random(31);
        var missed = 0;
        for (var run = 0; run < 300; run++)
        {
            var difference = new MeanDifference(360);
            var missedNow = false;
            foreach (var value in Series.AutoRegressive(0, 360, random))
            {
                difference.Observe(5 + value, 5);
                var bounds = difference.Bounds(0.05);
                missedNow |= bounds.Lower > 0 || bounds.Upper < 0;
            }

            missed += missedNow ? 1 : 0;
        }

        Assert.True(missed <= 15, $"{missed} of 300");
    }

    [Fact]
    public void What_moves_both_arms_cancels()
    {
        var random = new Random(32);
        var difference = new MeanDifference(100);
        for (var i = 0; i < 100; i++)
        {
            var load = 1000 * random.NextDouble();
            difference.Observe(load + 1 + (0.1 * random.NextDouble()), load);
        }

        Assert.True(difference.Bounds(0.01).Lower > 1);
    }

    [Fact]
    public void Without_data_there_are_no_bounds()
    {
        var difference = new MeanDifference(10);
        Assert.Equal(default, difference.Bounds(0.05));
        Assert.False(difference.Observe(double.NaN, 1));
        Assert.False(difference.Observe(1, double.PositiveInfinity));
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(default, difference.Bounds(0.05));
            Assert.True(difference.Observe(2, 1));
        }

        Assert.Equal(new MarginBounds(1, 1), difference.Bounds(0.05));
        Assert.Equal(default, difference.Bounds(double.NaN));
    }

    [Fact]
    public void Whatever_is_measured_the_bounds_are_numbers_and_the_same_when_taken_up() => Prop.ForAll(
        Gen.Frequency((5, Gen.Choose(-1000, 1000).Select(x => x / 8.0)), (1, Gen.Elements(double.NaN, 1e12, -1e12, 1e100, double.MaxValue, double.NegativeInfinity))).ArrayOf(80).ToArbitrary(), values =>
        {
            var (whole, broken) = (new MeanDifference(60), new MeanDifference(60));
            var state = new double[MeanDifference.StateLength];
            foreach (var value in values)
            {
                whole.Observe(value, 1);
                broken.Observe(value, 1);
                broken.Save(state);
                (broken = new MeanDifference(60)).Restore(state);
                var bounds = whole.Bounds(0.01);
                Assert.True(double.IsFinite(bounds.Lower ?? 0) && double.IsFinite(bounds.Upper ?? 0));
                Assert.Equal(bounds, broken.Bounds(0.01));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
