using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Kayenta;

namespace Sluice.Domain.Tests.Analysis.Kayenta;

public sealed class RankJudgeTests
{
    private static readonly RankMetric s_metric = new("errors");
    private static readonly double[] s_low = [10, 20, 30, 40, 50, 11, 21, 31, 41, 51];
    private static readonly double[] s_high = [110, 120, 130, 140, 150, 111, 121, 131, 141, 151];

    [Theory]
    [InlineData(GaugeDirection.Either, RankClass.High, RankClass.Low)]
    [InlineData(GaugeDirection.Increase, RankClass.High, RankClass.Pass)]
    [InlineData(GaugeDirection.Decrease, RankClass.Pass, RankClass.Low)]
    public void A_clear_shift_fails_in_the_direction_that_is_bad(GaugeDirection direction, RankClass higher, RankClass lower)
    {
        var metric = s_metric with { Direction = direction };
        Assert.Equal(higher, RankJudge.Judge(metric, s_high, s_low).Class);
        Assert.Equal(lower, RankJudge.Judge(metric, s_low, s_high).Class);
    }

    [Fact]
    public void Equal_samples_pass()
    {
        Assert.Equal(RankClass.Pass, RankJudge.Judge(s_metric, s_low, s_low).Class);
        Assert.Equal(RankClass.Pass, RankJudge.Judge(s_metric, new double[10], new double[10]).Class);
    }

    [Fact]
    public void Constant_samples_that_differ_fail() =>
        Assert.Equal(RankClass.High, RankJudge.Judge(s_metric, [.. Enumerable.Repeat(2.0, 10)], [.. Enumerable.Repeat(1.0, 10)]).Class);

    [Fact]
    public void A_shift_whose_interval_reaches_into_the_tolerance_passes()
    {
        // The interval begins at a quarter of the shift or below it, though above zero.
        double[] canary = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], stable = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7];
        Assert.Equal(RankClass.Pass, RankJudge.Judge(s_metric, canary, stable).Class);
        Assert.Equal(RankClass.High, RankJudge.Judge(s_metric with { Tolerance = 0 }, canary, stable).Class);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(0)]
    public void Too_few_values_are_not_enough_data_however_far_apart(int count) =>
        Assert.Equal(RankClass.NotEnoughData, RankJudge.Judge(s_metric, s_high.AsSpan(0, count), s_low.AsSpan(0, count)).Class);

    [Fact]
    public void Five_values_are_enough() => Assert.Equal(RankClass.High, RankJudge.Judge(s_metric, s_high.AsSpan(0, 5), s_low.AsSpan(0, 5)).Class);

    [Fact]
    public void Missing_values_are_left_out_or_zero_but_never_a_pass()
    {
        double[] sparse = [.. Enumerable.Repeat(double.NaN, 50), .. s_high], none = [.. Enumerable.Repeat(double.NaN, 20)];
        var asZero = s_metric with { Missing = MissingValues.CountAsZero };
        Assert.Equal(RankClass.High, RankJudge.Judge(s_metric, sparse, s_low).Class);
        Assert.Equal(RankClass.Low, RankJudge.Judge(asZero, sparse, s_low).Class);
        Assert.Equal(RankClass.NotEnoughData, RankJudge.Judge(s_metric, none, none).Class);
        Assert.Equal(RankClass.NotEnoughData, RankJudge.Judge(asZero, none, none).Class);
    }

    [Fact]
    public void Outliers_are_kept_unless_asked_otherwise()
    {
        // Between the quartiles lie 20; three times that beyond them is still far from 1,000.
        double[] canary = [.. s_low, .. s_low, .. Enumerable.Repeat(1000.0, 1)];
        Assert.True(RankJudge.Judge(s_metric, canary, s_low).Effect > 2);
        Assert.Equal(1.0, RankJudge.Judge(s_metric with { OutlierFactor = 3 }, [.. Enumerable.Repeat(s_low, 12).SelectMany(x => x), 1000], s_low).Effect!.Value, 1e-12);
    }

    [Fact]
    public void A_small_effect_may_be_allowed()
    {
        // The mean ratio is 130.5 / 30.5.
        Assert.Equal(RankClass.Pass, RankJudge.Judge(s_metric with { AllowedIncrease = 4.3 }, s_high, s_low).Class);
        Assert.Equal(RankClass.High, RankJudge.Judge(s_metric with { AllowedIncrease = 4.2 }, s_high, s_low).Class);
        Assert.Equal(RankClass.Pass, RankJudge.Judge(s_metric with { AllowedDecrease = 0.2 }, s_low, s_high).Class);
        Assert.Equal(RankClass.Low, RankJudge.Judge(s_metric with { AllowedDecrease = 0.3 }, s_low, s_high).Class);
        Assert.Equal(1, RankJudge.Judge(s_metric with { Measure = EffectMeasure.CommonLanguage }, s_high, s_low).Effect);
    }

    [Fact]
    public void A_stable_mean_of_zero_excuses_nothing()
    {
        var judgement = RankJudge.Judge(s_metric with { AllowedIncrease = 10, IsCritical = true, CriticalIncrease = 20 }, s_low, new double[10]);
        Assert.Equal((RankClass.High, null, true), (judgement.Class, judgement.Effect, judgement.IsCriticalFailure));
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(true, null, true)]
    [InlineData(true, 4.2, true)]
    [InlineData(true, 5.0, false)]
    public void A_critical_metric_fails_everything_from_its_limit_on(bool isCritical, double? limit, bool expected) =>
        Assert.Equal(expected, RankJudge.Judge(s_metric with { IsCritical = isCritical, CriticalIncrease = limit }, s_high, s_low).IsCriticalFailure);

    [Fact]
    public void Nothing_throws_and_everything_is_a_number()
    {
        var number = Gen.Frequency(
            (5, Gen.Choose(-100, 100).Select(x => x / 4.0)),
            (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 1e12, -1e12, double.Epsilon, 1e100)));
        Prop.ForAll(number.ArrayOf().ToArbitrary(), number.ArrayOf().ToArbitrary(), number.ArrayOf(5).ToArbitrary(), (canary, stable, odd) =>
        {
            var metric = s_metric with { Tolerance = odd[0], Confidence = odd[1], OutlierFactor = odd[2], AllowedIncrease = odd[3], CriticalDecrease = odd[4], Missing = odd[0] > 0 ? MissingValues.CountAsZero : default };
            var judgement = RankJudge.Judge(metric, canary, stable);
            Assert.True(double.IsFinite(judgement.Effect ?? 0) && double.IsFinite(judgement.Shift ?? 0));
            Assert.Equal(judgement, RankJudge.Judge(metric, canary, stable));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
