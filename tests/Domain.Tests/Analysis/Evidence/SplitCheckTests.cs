using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class SplitCheckTests
{
    public static TheoryData<string> Gammas => Vectors.Of("lgamma");

    public static TheoryData<string> Betas => Vectors.Of("lbeta");

    public static TheoryData<string> Splits => Vectors.Of("beta_binomial_log_e");

    [Theory]
    [MemberData(nameof(Gammas))]
    public void Gammas_match_the_reference(string id) => Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), GammaMath.LogGamma(Vectors.Input(id).Number("x")));

    [Theory]
    [MemberData(nameof(Betas))]
    public void Betas_match_the_reference(string id) =>
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), GammaMath.LogBeta(Vectors.Input(id).Number("a"), Vectors.Input(id).Number("b")));

    [Theory]
    [MemberData(nameof(Splits))]
    public void Splits_match_the_reference(string id)
    {
        var input = Vectors.Input(id);
        Assert.Equal(100, input.Number("kappa"));
        var check = new SplitCheck();
        Assert.Equal(StratumUse.Used, check.Observe(input.Number("w"), input.Count("x"), input.Count("n") - input.Count("x")));
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), check.LogEvidence);
        Assert.Equal(check.LogEvidence >= Math.Log(1000), check.IsBroken);
    }

    [Fact]
    public void Stretches_of_constant_share_are_multiplied()
    {
        var (both, first, second) = (new SplitCheck(), new SplitCheck(), new SplitCheck());
        both.Observe(0.05, 40, 900);
        both.Observe(0.05, 50, 1000);
        both.Observe(0.2, 250, 750);
        first.Observe(0.05, 90, 1900);
        second.Observe(0.2, 250, 750);
        Assert.Equal(first.LogEvidence + second.LogEvidence, both.LogEvidence, 1e-12);
    }

    [Fact]
    public void Dependent_requests_count_for_fewer()
    {
        var (plain, sticky) = (new SplitCheck(), new SplitCheck());
        plain.Observe(0.1, 200, 1000);
        sticky.Observe(0.1, 2000, 10_000, designEffect: 10);
        Assert.Equal(plain.LogEvidence, sticky.LogEvidence, 1e-10);
    }

    // Exact values to 20 digits.
    [Theory]
    [InlineData(3, 2, 0.001, 5.3538454786826754449)]
    [InlineData(50_000_000, 950_000_000, 0.05, -8.0757364241849866018)]
    [InlineData(500_000_000_000, 9_500_000_000_000, 0.05, -12.680906561848965829)]
    [InlineData(500_001_000_000, 499_999_000_000, 0.5, -9.5154254235549769031)]
    public void Nothing_cancels_at_many_requests(long canary, long stable, double share, double expected)
    {
        var check = new SplitCheck();
        check.Observe(share, canary, stable);
        Assert.Equal(expected, check.LogEvidence, 1e-9);
    }

    [Theory]
    [InlineData(0, 10, 10, StratumUse.MarginOutOfRange)]
    [InlineData(1, 10, 10, StratumUse.MarginOutOfRange)]
    [InlineData(double.NaN, 10, 10, StratumUse.MarginOutOfRange)]
    [InlineData(0.1, -1, 10, StratumUse.NegativeCount)]
    [InlineData(0.1, 0, 0, StratumUse.NoRequests)]
    public void What_cannot_be_checked_is_named(double share, long canary, long stable, StratumUse use)
    {
        var check = new SplitCheck();
        Assert.Equal(use, check.Observe(share, canary, stable));
        Assert.Equal(0, check.LogEvidence);
    }
}
