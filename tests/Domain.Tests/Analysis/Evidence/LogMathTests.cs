using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class LogMathTests
{
    public static TheoryData<string> Sums => Vectors.Of("log_sum_exp");

    [Theory]
    [MemberData(nameof(Sums))]
    public void Sums_match_the_reference(string id) =>
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), LogMath.LogSumExp(Vectors.Input(id).GetProperty("values").Numbers()));

    // Exact values to 20 digits.
    [Theory]
    [InlineData(1e-20, 1e-20)]
    [InlineData(1e-10, 9.9999999995e-11)]
    [InlineData(-1e-10, -1.00000000005e-10)]
    [InlineData(3e-5, 2.9999550008999798e-5)]
    [InlineData(-0.3, -0.35667494393873236305)]
    [InlineData(0.5, 0.40546510810816438198)]
    [InlineData(1e300, 690.77552789821370526)]
    [InlineData(-0.9999999, -16.118095651484675636)]
    public void Log1P_keeps_its_digits(double x, double expected) => Assert.Equal(expected, LogMath.Log1P(x), Math.Abs(expected) * 1e-15);

    [Fact]
    public void Log1P_at_the_ends()
    {
        Assert.Equal(double.NegativeInfinity, LogMath.Log1P(-1));
        Assert.Equal(double.PositiveInfinity, LogMath.Log1P(double.PositiveInfinity));
        Assert.Equal(0, LogMath.Log1P(0));
    }

    [Fact]
    public void Minus_infinity_is_zero_in_sums()
    {
        Assert.Equal(double.NegativeInfinity, LogMath.LogSumExp([]));
        Assert.Equal(double.NegativeInfinity, LogMath.LogSumExp([double.NegativeInfinity, double.NegativeInfinity]));
        Assert.Equal(double.NegativeInfinity, LogMath.LogAddExp(double.NegativeInfinity, double.NegativeInfinity));
        Assert.Equal(3, LogMath.LogAddExp(double.NegativeInfinity, 3));
        Assert.Equal(3, LogMath.LogSumExp([double.NegativeInfinity, 3]));
        Assert.Equal(1e12 + Math.Log(2), LogMath.LogSumExp([1e12, 1e12]));
        Assert.Equal(0, LogMath.LogMeanExp([]));
        Assert.Equal(1e12, LogMath.LogMeanExp([1e12, 1e12]));
        Assert.Equal(-5 + Math.Log(2), LogMath.LogAddExp(-5, -5), 1e-15);
    }
}
