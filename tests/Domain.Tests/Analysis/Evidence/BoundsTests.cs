using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class BoundsTests
{
    public static TheoryData<string> Intervals => Vectors.Of("bernoulli_cs_kt");

    [Theory]
    [MemberData(nameof(Intervals))]
    public void Rate_intervals_match_the_reference(string id)
    {
        var input = Vectors.Input(id);
        var actual = RateInterval.Of(input.Number("n"), input.Number("x"), input.Number("alpha"));
        var expected = Vectors.Expected(id).Numbers();
        Vectors.AssertClose(id, expected[0], actual.Lower);
        Vectors.AssertClose(id, expected[1], actual.Upper);
    }

    [Fact]
    public void A_rate_interval_ends_where_the_evidence_does() => Prop.ForAll(
        Gen.Choose(1, 12_000).Select(e => (long)Math.Pow(10, e / 1000.0)).ToArbitrary(), Gen.Choose(0, 1_000_000).Select(s => s / 1e6).ToArbitrary(), (n, share) =>
        {
            var x = (long)(n * share);
            var (lower, upper) = RateInterval.Of(n, x, 0.05);
            Assert.True(0 <= lower && lower <= (double)x / n && (double)x / n <= upper && upper <= 1);
            Assert.True(lower == 0 || Math.Abs(Evidence(lower) - Math.Log(20)) < 1e-6);
            Assert.True(upper == 1 || Math.Abs(Evidence(upper) - Math.Log(20)) < 1e-3);

            double Evidence(double rate) => GammaMath.LogBetaMixture(x, n - x, rate, 0.5, 0.5);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(0, 0, 0.05)]
    [InlineData(-5, 0, 0.05)]
    [InlineData(10, 11, 0.05)]
    [InlineData(10, -1, 0.05)]
    [InlineData(double.NaN, 1, 0.05)]
    [InlineData(double.PositiveInfinity, 1, 0.05)]
    [InlineData(10, double.NaN, 0.05)]
    [InlineData(10, 1, 0)]
    [InlineData(10, 1, double.NaN)]
    public void What_tells_nothing_leaves_every_rate_possible(double requests, double bad, double alpha) =>
        Assert.Equal(RateInterval.Whole, RateInterval.Of(requests, bad, alpha));

    [Fact]
    public void A_rate_interval_hardly_ever_misses_however_often_one_looks()
    {
        var random = new Random(21);
        var missed = Enumerable.Range(0, 200).Count(_ =>
        {
            var bad = 0;
            for (var n = 1; n <= 300; n++)
            {
                bad += random.NextDouble() < 0.1 ? 1 : 0;
                if (GammaMath.LogBetaMixture(bad, n - bad, 0.1, 0.5, 0.5) >= Math.Log(20))
                {
                    return true;
                }
            }

            return false;
        });
        Assert.True(missed <= 10, $"{missed} of 200");
    }

    [Fact]
    public void A_doubled_rate_is_bounded_as_in_the_published_simulation()
    {
        var random = new Random(22);
        var bounds = Enumerable.Range(0, 40).Select(_ => RatioBounds.Of(Strata(0.02, 0.01, 40, random), 0.05)).ToArray();

        // 2,000 canary requests: medians about 1.19 and 3.36.
        Assert.InRange(bounds.Select(b => b.Lower!.Value).Order().ElementAt(20), 1.09, 1.42);
        Assert.InRange(bounds.Select(b => b.Upper!.Value).Order().ElementAt(20), 2.8, 4.0);
        Assert.True(bounds.Count(b => b.Lower > 2 || b.Upper < 2) <= 2);
    }

    [Theory]
    [InlineData(0.02, 0.01)]
    [InlineData(0.01, 0.03)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.95, 0.9)]
    [InlineData(0.0, 0.2)]
    public void Differences_enclose_the_truth_and_mirror_when_arms_are_swapped(double canaryRate, double stableRate)
    {
        var strata = Strata(canaryRate, stableRate, 40, new Random(23));
        var bounds = DifferenceBounds.Of(strata, 0.05);
        Assert.True(bounds.Lower < canaryRate - stableRate && bounds.Upper > canaryRate - stableRate, $"{bounds}");
        var swapped = DifferenceBounds.Of([.. strata.Select(s => new EvidenceStratum(new(s.Counts.StableRequests, s.Counts.StableBad, s.Counts.CanaryRequests, s.Counts.CanaryBad)))], 0.05);
        if (canaryRate != stableRate)
        {
            Assert.Equal((-bounds.Upper, -bounds.Lower), (swapped.Lower, swapped.Upper));
        }
    }

    [Fact]
    public void High_rates_have_bounds_on_both_sides()
    {
        var bounds = RatioBounds.Of(Strata(0.4, 0.4, 40, new Random(24)), 0.05);
        Assert.InRange(bounds.Lower!.Value, 0.5, 1);
        Assert.InRange(bounds.Upper!.Value, 1, 2);
    }

    [Fact]
    public void A_stable_version_without_errors_leaves_the_ratio_open_above()
    {
        var bounds = RatioBounds.Of(Strata(0, 0, 40, new Random(25)), 0.05);
        Assert.Equal(default, bounds);
        Assert.NotNull(DifferenceBounds.Of(Strata(0, 0, 40, new Random(25)), 0.05).Upper);
    }

    [Fact]
    public void Bounds_only_ever_tighten_and_dependence_widens_them()
    {
        var strata = Strata(0.03, 0.01, 60, new Random(26));
        var before = RatioBounds.Of([], 0.05);
        Assert.Equal(default, before);
        for (var n = 10; n <= 60; n += 10)
        {
            var now = RatioBounds.Of(strata.AsSpan(0, n), 0.05);
            Assert.True((now.Lower ?? 0) >= (before.Lower ?? 0) && (now.Upper ?? 99) <= (before.Upper ?? 99));
            before = now;
        }

        var tempered = RatioBounds.Of([.. strata.Select(s => s with { Tempering = 0.2 })], 0.05);
        Assert.True((tempered.Lower ?? 0) < before.Lower && (tempered.Upper ?? 99) > before.Upper);
    }

    [Theory]
    [InlineData(0.03, 0.01, 1)]
    [InlineData(0.0, 0.0, 0.5)]
    [InlineData(0.01, 0.2, 1)]
    [InlineData(0.9, 0.95, 1)]
    public void Running_bounds_are_at_every_stratum_those_of_all_strata_so_far(double canaryRate, double stableRate, double tempering)
    {
        var strata = Strata(canaryRate, stableRate, 40, new Random(27)).Select(s => s with { Tempering = tempering }).ToArray();
        var running = DifferenceBounds.Running(strata, 0.01, 0.02);
        Assert.All(running, (bounds, i) => Assert.Equal(DifferenceBounds.Of(strata.AsSpan(0, i + 1), 0.01, 0.02), bounds));
        Assert.NotNull(running[^1].Upper);
    }

    [Fact]
    public void Running_bounds_of_nothing_and_at_no_level_exclude_nothing()
    {
        Assert.Empty(DifferenceBounds.Running([], 0.01));
        Assert.All(DifferenceBounds.Running(Strata(0.5, 0.01, 10, new Random(28)), double.NaN), bounds => Assert.Equal(default, bounds));
    }

    private static EvidenceStratum[] Strata(double canaryRate, double stableRate, int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => new EvidenceStratum(new(50, Series.Bad(50, canaryRate, random), 950, Series.Bad(950, stableRate, random))))];
}
