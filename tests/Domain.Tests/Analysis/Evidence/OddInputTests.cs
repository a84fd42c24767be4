using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Whatever is measured, counted or configured: nothing throws, what comes out is a number, and it is the same number again.</summary>
public sealed class OddInputTests
{
    private static readonly Gen<double> s_number = Gen.Frequency(
        (6, from sign in Gen.Elements(-1, 1) from exponent in Gen.Choose(-1200, 1200) select sign * Math.Pow(10, exponent / 100.0)),
        (1, Gen.Elements(0.0, 1, 0.5, 1e12, -1e12)),
        (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -0.0, 1e100, -1e100, 1e99)));

    private static readonly Gen<long> s_count = Gen.Frequency(
        (6, Gen.Choose(0, 12_000).Select(e => (long)Math.Pow(10, e / 1000.0))),
        (1, Gen.Constant(0L)),
        (1, Gen.Elements(-1L, long.MinValue, long.MaxValue, 1_000_000_000_000L)));

    private static readonly Gen<ArmCounts> s_counts =
        from nc in s_count from nb in s_count from xc in s_count from xb in s_count from isSane in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select isSane && nc >= 0 && nb >= 0 ? new ArmCounts(nc, Math.Clamp(xc, 0, nc), nb, Math.Clamp(xb, 0, nb)) : new ArmCounts(nc, xc, nb, xb);

    [Fact]
    public void Gauges() => Prop.ForAll(
        (from c in s_number from b in s_number select (Canary: c, Stable: b)).ArrayOf().ToArbitrary(),
        s_number.ToArbitrary(),
        Gen.Elements(GaugeDirection.Increase, GaugeDirection.Decrease, GaugeDirection.Either).ToArbitrary(),
        (ticks, tolerance, direction) =>
        {
            var (whole, broken) = (Process(), Process());
            var state = new double[whole.StateLength];
            foreach (var (canary, stable) in ticks)
            {
                whole.Observe(canary, stable);
                broken.Observe(canary, stable);
                broken.Save(state);
                Assert.DoesNotContain(state, double.IsNaN);
                (broken = Process()).Restore(state);
                Assert.True(double.IsFinite(whole.LogEvidence));
                Assert.InRange(whole.Autocorrelation, 0, 0.99);
                AssertSameBits([whole.LogEvidence, whole.Autocorrelation], [broken.LogEvidence, broken.Autocorrelation]);
            }

            GaugeProcess Process() => new(direction, tolerance, GaugeProcess.PlanFor(60));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(200));

    [Fact]
    public void Explanations() => Prop.ForAll(s_number.ArrayOf().ToArbitrary(), s_number.ArrayOf().ToArbitrary(), s_number.ToArbitrary(), (canary, stable, confidence) =>
    {
        Assert.False(double.IsInfinity(ReplicaMedian.Of(canary)));
        if (MannWhitney.Of(canary, stable, confidence) is not { } result)
        {
            return;
        }

        Assert.All([result.U, result.Z, result.Shift, result.Interval.Lower, result.Interval.Upper, result.MeanRatio ?? 0], value => Assert.True(double.IsFinite(value)));
        Assert.All([result.PTwoSided, result.EffectSize, result.PExactGreater ?? 0, result.PExactLess ?? 0], value => Assert.InRange(value, 0, 1 + 1e-12));
        Assert.Equal(result, MannWhitney.Of(canary, stable, confidence));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Design_effects() => Prop.ForAll(
        (from n in s_count from x in s_count from fits in Gen.Elements(true, true, false) select new ReplicaCounts(n, fits ? Math.Min(x, n) : x)).ArrayOf().ArrayOf().ToArbitrary(),
        s_number.ToArbitrary(),
        (strata, setting) =>
        {
            var (first, second) = (new DesignEffect(5, setting), new DesignEffect(5, setting));
            foreach (var stratum in strata)
            {
                first.Observe(stratum);
                second.Observe(stratum);
                Assert.True(first.Current.Value >= 1 && double.IsFinite(first.Current.Value));
                Assert.Equal(first.Current, second.Current);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Latencies() => Prop.ForAll(
        s_count.ArrayOf().ToArbitrary(), s_number.ArrayOf().ToArbitrary(), (from q in s_number from g in s_number select (q, g)).ToArbitrary(), (buckets, bounds, numbers) =>
        {
            var (q, growth) = numbers;
            _ = SloBounds.For(bounds, growth);
            _ = LatencyGrowth.Factor(LatencyGrowth.Buckets(growth));
            Assert.False(double.IsNaN(LatencyQuantile.Of(buckets, 0.99) ?? 0));
            if (ExceedanceBounds.Choose(bounds, buckets, q, growth) is { } chosen)
            {
                Assert.True(chosen.Canary < bounds.Length);
                Assert.True(double.IsFinite(chosen.PastAbove) && double.IsFinite(chosen.PastRequests));
                _ = chosen.Count(buckets, buckets).Use;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Bounds() => Prop.ForAll(
        (from c in s_counts from t in s_number select new EvidenceStratum(c, t)).ArrayOf().ToArbitrary(), s_number.ToArbitrary(), s_number.ToArbitrary(), (strata, alpha, prior) =>
        {
            foreach (var level in (double[])[0.05, alpha])
            {
                AssertOrdered(RatioBounds.Of(strata, level, prior), RatioBounds.Of(strata, level, prior));
                AssertOrdered(DifferenceBounds.Of(strata, level, prior), DifferenceBounds.Of(strata, level, prior));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(30));

    [Fact]
    public void Intervals() => Prop.ForAll(s_number.ToArbitrary(), s_number.ToArbitrary(), s_number.ToArbitrary(), (n, x, alpha) =>
    {
        foreach (var (requests, bad, level) in (ReadOnlySpan<(double, double, double)>)[(n, x, alpha), (Math.Abs(n), Math.Min(Math.Abs(x), Math.Abs(n)), 0.01)])
        {
            var interval = RateInterval.Of(requests, bad, level);
            Assert.True(interval.Lower >= 0 && interval.Lower <= interval.Upper && interval.Upper <= 1, $"{requests} {bad} {level}: {interval}");
            Assert.Equal(interval, RateInterval.Of(requests, bad, level));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Forecasts_and_plans() => Prop.ForAll(s_counts.ToArbitrary(), s_number.ArrayOf(6).ToArbitrary(), (counts, odd) =>
    {
        var margin = new Margin(odd[0], odd[1]);
        Forecast[] all =
        [
            Forecasts.OfRollback(margin, counts, odd[2], odd[3], odd[4]),
            Forecasts.OfAdvance(margin, counts, odd[2], odd[3], odd[4]),
            Forecasts.OfRollback(Margin.Tolerance, counts, 0, 0.01),
            Forecasts.OfAdvance(Margin.Advance, counts, 0, 0.05),
            Forecasts.OfBreach(odd[5], counts.CanaryRequests, counts.CanaryBad, 0, 0.01),
            Forecasts.OfCompliance(odd[5], counts.CanaryRequests, counts.CanaryBad, 0, 0.01),
        ];
        Assert.All(all, forecast =>
        {
            Assert.True(double.IsFinite(forecast.Requests) && forecast.Requests >= 0);
            _ = Forecast.Duration(forecast.Most, odd[0]);
        });
        foreach (var plan in (PlanEstimate?[])[DetectionPlan.ToRollBack(margin, odd[2], odd[3], odd[4], odd[5]), DetectionPlan.ToAdvance(Margin.Advance, Math.Abs(odd[2]), Math.Abs(odd[3]), Math.Abs(odd[4]), 0.05)])
        {
            Assert.True(plan is null || (plan.Value.Median > 0 && double.IsFinite(plan.Value.Median)));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static void AssertOrdered(MarginBounds bounds, MarginBounds again)
    {
        Assert.Equal(bounds, again);
        Assert.All([bounds.Lower ?? 0, bounds.Upper ?? 0], value => Assert.True(double.IsFinite(value)));
    }

    private static void AssertSameBits(double[] first, double[] second) =>
        Assert.Equal(first.Select(BitConverter.DoubleToInt64Bits), second.Select(BitConverter.DoubleToInt64Bits));
}
