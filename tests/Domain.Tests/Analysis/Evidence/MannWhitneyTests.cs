using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class MannWhitneyTests
{
    private static readonly Arbitrary<double[]> s_samples =
        Gen.Choose(-20, 20).Select(x => x / 4.0).ArrayOf().Where(values => values.Length is > 0 and < 40).ToArbitrary();

    public static TheoryData<string> Comparisons => Vectors.Of("mann_whitney");

    public static TheoryData<string> Exact => Vectors.Of("mann_whitney_exact_greater");

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Comparisons_match_the_reference(string id)
    {
        var (input, expected) = (Vectors.Input(id), Vectors.Expected(id));
        var actual = MannWhitney.Of(input.GetProperty("canary").Numbers(), input.GetProperty("baseline").Numbers(), input.Number("confidence"))!;
        Vectors.AssertClose(id, expected.Number("U"), actual.U);
        Vectors.AssertClose(id, expected.Number("z"), actual.Z);
        Vectors.AssertClose(id, expected.Number("p_two_sided"), actual.PTwoSided);
        Vectors.AssertClose(id, expected.Number("cles"), actual.EffectSize);
        Vectors.AssertClose(id, expected.Number("hodges_lehmann"), actual.Shift);
        Vectors.AssertClose(id, expected.Number("ci_lower"), actual.Interval.Lower);
        Vectors.AssertClose(id, expected.Number("ci_upper"), actual.Interval.Upper);
        Vectors.AssertClose(id, expected.Number("mean_ratio"), actual.MeanRatio!.Value);
        Assert.Equal(expected.Count("ci_rank"), actual.Interval.Rank);
        Assert.Equal(expected.GetProperty("ci_exact_rank_available").GetBoolean(), actual.Interval.ReachesConfidence);
    }

    [Theory]
    [MemberData(nameof(Exact))]
    public void Exact_chances_match_the_reference(string id)
    {
        var actual = MannWhitney.Of(Vectors.Input(id).GetProperty("canary").Numbers(), Vectors.Input(id).GetProperty("baseline").Numbers())!;
        Assert.Equal(Vectors.Expected(id).Number("U"), actual.U);
        Vectors.AssertClose(id, Vectors.Expected(id).Number("p"), actual.PExactGreater!.Value);
    }

    [Fact]
    public void U_and_the_shift_are_those_of_all_pairs() => Prop.ForAll(s_samples, s_samples, (canary, stable) =>
    {
        var differences = canary.SelectMany(c => stable, (c, b) => c - b).Order().ToArray();
        var actual = MannWhitney.Of(canary, stable, 0.9)!;
        Assert.Equal(differences.Count(d => d > 0) + (differences.Count(d => d == 0) / 2.0), actual.U);
        Assert.Equal((differences[(differences.Length - 1) / 2] + differences[differences.Length / 2]) / 2, actual.Shift, 1e-12);
        Assert.Equal(differences[(int)actual.Interval.Rank - 1], actual.Interval.Lower);
        Assert.Equal(differences[^(int)actual.Interval.Rank], actual.Interval.Upper);
        Assert.InRange(actual.Shift, actual.Interval.Lower, actual.Interval.Upper);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Exact_chances_are_those_of_every_order()
    {
        double[] all = [1.5, 2.25, 3, 4.75, 5, 6.5, 7, 8.125, 9];
        var us = new List<double>();
        for (var subset = 0; subset < 1 << all.Length; subset++)
        {
            if (int.PopCount(subset) == 4)
            {
                us.Add(Of(subset).U);
            }
        }

        foreach (var subset in (int[])[0b1111, 0b111100000, 0b101010100, 0b100110010])
        {
            var actual = Of(subset);
            Assert.Equal(us.Count(u => u >= actual.U) / (double)us.Count, actual.PExactGreater!.Value, 1e-12);
            Assert.Equal(us.Count(u => u <= actual.U) / (double)us.Count, actual.PExactLess!.Value, 1e-12);
        }

        MannWhitney Of(int subset) => MannWhitney.Of([.. all.Where((_, i) => (subset >> i & 1) == 1)], [.. all.Where((_, i) => (subset >> i & 1) == 0)])!;
    }

    [Fact]
    public void Ties_and_large_samples_have_no_exact_chance()
    {
        Assert.Null(MannWhitney.Of([1, 2], [2, 3])!.PExactGreater);
        Assert.Null(MannWhitney.Of([.. Enumerable.Range(0, 11).Select(i => i + 0.5)], [.. Enumerable.Range(0, 10).Select(i => (double)i)])!.PExactGreater);
    }

    [Fact]
    public void Equal_values_differ_by_nothing()
    {
        var actual = MannWhitney.Of([4, 4, 4], [4, 4])!;
        Assert.Equal((3, 0, 1, 0.5, 0), (actual.U, actual.Z, actual.PTwoSided, actual.EffectSize, actual.Shift));
    }

    [Fact]
    public void Without_values_there_is_no_comparison()
    {
        Assert.Null(MannWhitney.Of([], [1]));
        Assert.Null(MannWhitney.Of([1], [double.NaN, double.PositiveInfinity]));
        Assert.Null(MannWhitney.Of([1], [0])!.MeanRatio);
    }

    [Fact]
    public void Many_values_need_no_memory_for_their_pairs()
    {
        var random = new Random(1);
        var (canary, stable) = (Enumerable.Range(0, 20_000).Select(_ => random.NextDouble() + 0.1).ToArray(), Enumerable.Range(0, 20_000).Select(_ => random.NextDouble()).ToArray());
        Assert.Equal(0.1, MannWhitney.Of(canary, stable)!.Shift, 0.02);
    }
}
