using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Doubling;

namespace Sluice.Samples.Tests.Strategies;

public sealed class DoublingTests : CustomStrategyContract
{
    [Fact]
    public void Shares_are_doubled_until_everybody_has_it() => Assert.Equal([5m, 10m, 20m, 40m, 80m, 100m], Written([]).Select(phase => phase.Share!.Value));

    [Fact]
    public void A_small_factor_gets_on_all_the_same() =>
        Assert.Equal([0.1m, 0.2m, 0.3m, 0.4m], Written(new() { ["first"] = 0.1m, ["factor"] = 1.1m }).Take(4).Select(phase => phase.Share!.Value));

    [Theory]
    [InlineData("never", new double[0])]
    [InlineData("half", new[] { 80d })]
    [InlineData("each", new[] { 10d, 20d, 40d, 80d, 100d })]
    public void People_are_asked_when_it_was_said(string ask, double[] before) =>
        Assert.Equal(before, Written(new() { ["ask"] = ask }).Where(phase => phase.NeedsApproval).Select(phase => (double)phase.Share!.Value));

    [Fact]
    public void Each_share_is_held_as_long_as_was_said_and_everything_longer_where_that_was_said()
    {
        var phases = Written(new() { ["hold"] = TimeSpan.FromMinutes(2), ["long_end"] = true });
        Assert.All(phases.SkipLast(1), phase => Assert.Equal(TimeSpan.FromMinutes(2), phase.Hold));
        Assert.Equal(TimeSpan.FromMinutes(4), phases[^1].Hold);
    }

    protected override ICustomStrategy Make() => new DoublingStrategy();

    private static ValueList<PhaseRequest> Written(Dictionary<string, object> values)
    {
        var strategy = new DoublingStrategy();
        var context = new StrategyContext { Service = new("shop"), Environment = new("production"), Runtime = RuntimeKind.Process, Router = RouterKind.Gateway, Instances = 1 };
        return strategy.Write(StrategyArguments.Of(strategy.Parameters, values), context).Phases;
    }
}
