using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>The e-variable of one stratum: its values, and that it never favours the alternative by chance.</summary>
public sealed class AffineMarginTests
{
    private static readonly Margin[] s_margins = [Margin.Equal, Margin.Tolerance, Margin.Advance, new(1, 0.005), new(2, 0), new(0.0625, 0), new(0.5, 0.1)];

    public static TheoryData<string> Factors => Vectors.Of("affine_log_e");

    public static TheoryData<string> Expectations => Vectors.Of("expected_e_under_boundary_null");

    [Theory]
    [MemberData(nameof(Factors))]
    public void Factors_match_the_reference(string id)
    {
        var (input, expected) = (Vectors.Input(id), Vectors.Expected(id));
        var counts = new ArmCounts(input.Count("nc"), input.Count("xc"), input.Count("nb"), input.Count("xb"));
        var (margin, alternative) = Setting(input);
        if (expected.GetProperty("tb0").ValueKind == JsonValueKind.Number)
        {
            var projection = AffineMargin.Project(margin, counts.CanaryRequests, counts.StableRequests, alternative);
            Vectors.AssertClose(id, expected.Number("tc0"), projection.Canary);
            Vectors.AssertClose(id, expected.Number("tb0"), projection.Stable);
        }

        Vectors.AssertClose(id, expected.Number("log_e"), AffineMargin.LogFactor(margin, counts, alternative));
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public void Expectations_match_the_reference(string id)
    {
        var input = Vectors.Input(id);
        var (margin, alternative) = Setting(input);
        var pb = input.Number("pb");
        var expectation = Enumeration.Expectation(
            Enumeration.Binomial((int)input.Count("nc"), margin.At(pb)),
            Enumeration.Binomial((int)input.Count("nb"), pb),
            counts => AffineMargin.LogFactor(margin, counts, alternative));
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), expectation);
        Assert.True(expectation <= 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(9, 2)]
    [InlineData(6, 6)]
    public void On_the_margin_the_expected_factor_is_at_most_one(int canary, int stable)
    {
        foreach (var (margin, alternative) in Settings())
        {
            foreach (var pb in Enumerable.Range(0, 41).Select(i => i / 40.0).Where(pb => margin.At(pb) <= 1))
            {
                var expectation = Enumeration.Expectation(
                    Enumeration.Binomial(canary, margin.At(pb)), Enumeration.Binomial(stable, pb), counts => AffineMargin.LogFactor(margin, counts, alternative));
                Assert.True(expectation <= 1 + 1e-12, $"{margin} {alternative} at {pb}: {expectation:R}");
            }
        }
    }

    [Fact]
    public void Beyond_the_margin_it_is_smaller_still()
    {
        foreach (var (margin, alternative) in Settings())
        {
            var convicts = alternative.Canary > margin.At(alternative.Stable);
            foreach (var (pb, pc) in Enumerable.Range(0, 21 * 21).Select(i => (i / 21 / 20.0, i % 21 / 20.0)))
            {
                if (convicts ? pc <= margin.At(pb) : pc >= margin.At(pb))
                {
                    var expectation = Enumeration.Expectation(
                        Enumeration.Binomial(4, pc), Enumeration.Binomial(6, pb), counts => AffineMargin.LogFactor(margin, counts, alternative));
                    Assert.True(expectation <= 1 + 1e-12, $"{margin} {alternative} at {pb}, {pc}: {expectation:R}");
                }
            }
        }
    }

    [Fact]
    public void Rates_may_differ_from_request_to_request_if_their_averages_keep_the_margin()
    {
        double[] stable = [0, 0.01, 0.02, 0.9, 0.4, 0.05];
        double[] burst = [1, 0, 0, 0.4];
        foreach (var (margin, alternative) in Settings().Where(s => margin_is_reached(s.Margin)))
        {
            // Scaled so that the averages lie exactly on the margin.
            var scale = margin.At(stable.Average()) / burst.Average();
            double[] canary = [.. burst.Select(p => Math.Min(1, p * scale))];
            if (Math.Abs(canary.Average() - margin.At(stable.Average())) < 1e-12)
            {
                var expectation = Enumeration.Expectation(
                    Enumeration.PoissonBinomial(canary), Enumeration.PoissonBinomial(stable), counts => AffineMargin.LogFactor(margin, counts, alternative));
                Assert.True(expectation <= 1 + 1e-12, $"{margin} {alternative}: {expectation:R}");
            }
        }

        bool margin_is_reached(Margin margin) => margin.At(stable.Average()) <= 1;
    }

    [Theory]
    [InlineData(50, 950)]
    [InlineData(1, 1_000_000_000_000)]
    [InlineData(1_000_000_000_000, 1)]
    [InlineData(1_000_000_000_000, 1_000_000_000_000)]
    public void The_projection_lies_on_the_margin_and_is_the_nearest_point(long canary, long stable)
    {
        foreach (var (margin, alternative) in Settings())
        {
            var at = AffineMargin.Project(margin, canary, stable, alternative);
            Assert.Equal(margin.At(at.Stable), at.Canary, 1e-15);
            if (alternative.Canary != margin.At(alternative.Stable))
            {
                var near = Math.Min(1e-6 * at.Stable, 1e-2 * (1 - at.Stable));
                Assert.True(Slope(at.Stable - near) < 0 && Slope(at.Stable + near) > 0, $"{margin} {alternative}: {at}");
            }

            // Of the divergence, which is convex.
            double Slope(double t) =>
                (margin.Ratio * canary * (margin.At(t) - alternative.Canary) / (margin.At(t) * (1 - margin.At(t)))) + (stable * (t - alternative.Stable) / (t * (1 - t)));
        }
    }

    [Fact]
    public void The_nearest_point_is_found_at_any_scale() => Prop.ForAll(Scales(), scale =>
    {
        var (stable, ratio, offset, odds, requests) = scale;
        var margin = new Margin(ratio, offset);
        var at = margin.At(stable);
        if (at < 0.999)
        {
            var alternative = new RatePair(Odds.Times(at, odds), stable);
            var (canaryRequests, stableRequests) = (requests, 1e12 / requests);
            var t = AffineMargin.Project(margin, canaryRequests, stableRequests, alternative).Stable;
            Assert.InRange(t, 0, 1);
            Assert.True(t > 0.999 || odds == 1 || (Slope(t * (1 - 1e-8)) < 0 && Slope(t * (1 + 1e-8)) > 0), $"{margin} {alternative}: {t:R}");

            double Slope(double t) =>
                (ratio * canaryRequests * (margin.At(t) - alternative.Canary) / (margin.At(t) * (1 - margin.At(t)))) + (stableRequests * (t - alternative.Stable) / (t * (1 - t)));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Theory]
    [InlineData(-1, 0, 5, 0, StratumUse.NegativeCount)]
    [InlineData(5, -1, 5, 0, StratumUse.NegativeCount)]
    [InlineData(5, 6, 5, 0, StratumUse.BadAboveRequests)]
    [InlineData(0, 1, 5, 0, StratumUse.BadAboveRequests)]
    [InlineData(5, 0, 5, long.MaxValue, StratumUse.BadAboveRequests)]
    [InlineData(5, 0, long.MinValue, 0, StratumUse.NegativeCount)]
    [InlineData(0, 0, 0, 0, StratumUse.NoCanaryRequests)]
    [InlineData(1, 0, 0, 0, StratumUse.NoStableRequests)]
    public void Counts_that_cannot_be_compared_are_named_and_say_nothing(long nc, long xc, long nb, long xb, StratumUse use)
    {
        var counts = new ArmCounts(nc, xc, nb, xb);
        Assert.Equal(use, counts.Use);
        Assert.Equal(0, AffineMargin.LogFactor(Margin.Equal, counts, new(0.02, 0.01)));
    }

    [Theory]
    [InlineData(double.NaN, 0.01)]
    [InlineData(0.02, double.PositiveInfinity)]
    [InlineData(1, 0.5)]
    [InlineData(0.02, 0)]
    [InlineData(-0.1, 0.5)]
    public void Rates_that_are_none_say_nothing(double canary, double stable) =>
        Assert.Equal(0, AffineMargin.LogFactor(Margin.Tolerance, new(50, 3, 950, 9), new(canary, stable)));

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(double.NaN, 0.1)]
    [InlineData(1, -0.1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(200, 0)]
    public void Margins_that_are_none_say_nothing(double ratio, double offset) =>
        Assert.Equal(0, AffineMargin.LogFactor(new(ratio, offset), new(50, 3, 950, 9), new(0.02, 0.01)));

    private static Arbitrary<(double Stable, double Ratio, double Offset, double Odds, double Requests)> Scales()
    {
        return (from stable in Decades(-9, 0)
                from ratio in Decades(-1, 1)
                from offset in Decades(-9, -1)
                from odds in Decades(-2, 2)
                from requests in Decades(0, 12)
                select (stable, ratio, offset, odds, requests)).ToArbitrary();

        static Gen<double> Decades(int from, int to) => Gen.Choose(from * 10, to * 10).Select(tenths => Math.Pow(10, tenths / 10.0));
    }

    /// <summary>Alternatives on both sides of each margin, from rare to nearly certain.</summary>
    private static IEnumerable<(Margin Margin, RatePair Alternative)> Settings() =>
        from margin in s_margins
        from stable in new[] { 1e-9, 0.001, 0.05, 0.4 }
        let at = margin.At(stable)
        where at < 1
        from odds in new[] { 0.01, 0.5, 0.9, 1, 1.25, 3, 30 }
        select (margin, new RatePair(Odds.Times(at, odds), stable));

    private static (Margin Margin, RatePair Alternative) Setting(JsonElement input) =>
        (new(input.Number("rho"), input.Number("delta")), new(input.Number("tc1"), input.Number("tb1")));
}
