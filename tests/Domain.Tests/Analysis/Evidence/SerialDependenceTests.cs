using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class SerialDependenceTests
{
    [Fact]
    public void It_is_the_lag_one_autocorrelation_about_the_running_mean_shrunk_and_raised() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Select(x => x / 10.0).ArrayOf().ToArbitrary(), Gen.Elements(0.0, 1e6).ToArbitrary(), (values, offset) =>
        {
            var dependence = new SerialDependence();
            for (var n = 0; n <= values.Length; n++)
            {
                Assert.Equal(FromDefinition([.. values.Take(n).Select(v => v + offset)]), dependence.Autocorrelation, 1e-6);
                if (n < values.Length)
                {
                    dependence.Add(values[n] + offset);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(0, 0.0, 0.12)]
    [InlineData(0.5, 0.5, 0.6)]
    [InlineData(0.9, 0.85, 0.96)]
    public void It_finds_the_coefficient_of_a_series(double coefficient, double least, double most)
    {
        var dependence = new SerialDependence();
        foreach (var value in Series.AutoRegressive(coefficient, 2000, new Random(5)))
        {
            dependence.Add(value);
        }

        Assert.InRange(dependence.Autocorrelation, least, most);
        Assert.Equal((1 - dependence.Autocorrelation) / (1 + dependence.Autocorrelation), dependence.Power);
    }

    [Fact]
    public void A_series_that_never_moves_is_taken_for_half_dependent()
    {
        var dependence = new SerialDependence();
        for (var i = 0; i < 1000; i++)
        {
            dependence.Add(3.7);
        }

        Assert.Equal(0.5 + Math.Sqrt(0.75 / 1008), dependence.Autocorrelation, 1e-12);
    }

    private static double FromDefinition(double[] d)
    {
        double[] means = [.. d.Select((_, i) => d.Take(i + 1).Average())];
        var c0 = d.Select((x, i) => (x - means[i]) * (x - means[i])).Sum();
        var c1 = d.Skip(1).Select((x, i) => (x - means[i]) * (d[i] - means[i])).Sum();
        var v = d.Length > 0 ? c0 / d.Length : 0;
        var shrunk = d.Length >= 2 && c0 > 0 ? (c1 + (4 * v)) / (c0 + (8 * v)) : 0.5;
        return Math.Clamp(shrunk + Math.Sqrt(Math.Max(0, 1 - (shrunk * shrunk)) / (d.Length + 8)), 0, 0.99);
    }
}
