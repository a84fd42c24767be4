using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class NormalMathTests
{
    public static TheoryData<string> Chances => Vectors.Of("normal_cdf");

    public static TheoryData<string> Values => Vectors.Of("normal_inv");

    [Theory]
    [MemberData(nameof(Chances))]
    public void Chances_match_the_reference(string id) =>
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), NormalMath.Cdf(Vectors.Input(id).Number("z")));

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_match_the_reference(string id) =>
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), NormalMath.Inverse(Vectors.Input(id).Number("p")));

    [Fact]
    public void The_two_undo_each_other()
    {
        for (var exponent = -280.0; exponent < -0.31; exponent += 0.1)
        {
            var p = Math.Pow(10, exponent);
            Assert.Equal(p, NormalMath.Cdf(NormalMath.Inverse(p)), p * 1e-11);
        }
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(-2.5)]
    public void The_two_ways_of_computing_meet(double z) =>
        Assert.Equal(NormalMath.Cdf(z), NormalMath.Cdf(z > 0 ? Math.BitIncrement(z) : Math.BitDecrement(z)), NormalMath.Cdf(z) * 1e-13);

    [Fact]
    public void The_ends_have_their_limits()
    {
        Assert.Equal(0, NormalMath.Cdf(double.NegativeInfinity));
        Assert.Equal(1, NormalMath.Cdf(double.PositiveInfinity));
        Assert.Equal(0.5, NormalMath.Cdf(0));
        Assert.Equal(0, NormalMath.Inverse(0.5), 1e-15);
        Assert.Equal(double.NegativeInfinity, NormalMath.Inverse(0));
        Assert.Equal(double.PositiveInfinity, NormalMath.Inverse(1));
        Assert.True(double.IsFinite(NormalMath.Inverse(double.Epsilon)));
        Assert.True(double.IsNaN(NormalMath.Cdf(double.NaN)));
        Assert.True(double.IsNaN(NormalMath.Inverse(double.NaN)));
        Assert.True(double.IsNaN(NormalMath.Inverse(1.5)));
    }

    // R: qchisq(0.99, df).
    [Theory]
    [InlineData(6.6348966010212145, 1)]
    [InlineData(9.2103403719761818, 2)]
    [InlineData(11.344866730144373, 3)]
    [InlineData(34.805305734705074, 18)]
    [InlineData(135.80672317102679, 100)]
    public void Chi_square_reaches_its_99_percent_points(double point, int degrees) => Assert.Equal(0.01, ChiSquare.Above(point, degrees), 1e-11);

    [Fact]
    public void Chi_square_has_limits()
    {
        Assert.Equal(1, ChiSquare.Above(0, 3));
        Assert.Equal(1, ChiSquare.Above(double.NaN, 3));
        Assert.Equal(0, ChiSquare.Above(double.PositiveInfinity, 3));
        Assert.Equal(0, ChiSquare.Above(1e12, 999), 1e-100);
        Assert.InRange(ChiSquare.Above(10_000, 10_001), 0.49, 0.51);
    }
}
