using Sluice.Domain.Analysis.Kayenta;

namespace Sluice.Domain.Tests.Analysis.Kayenta;

public sealed class ScorecardTests
{
    private static readonly Scorecard s_card = new(new Dictionary<string, double> { ["errors"] = 60 });

    [Fact]
    public void Groups_weigh_as_set_and_the_others_share_the_rest()
    {
        var score = s_card.Add([Judged(RankClass.Pass, "errors"), Judged(RankClass.High, "errors"), Judged(RankClass.Pass, "cpu"), Judged(RankClass.Low, "memory", "cpu")]);
        Assert.Equal([new("cpu", 20, 50), new("errors", 60, 50), new("memory", 20, 0)], score.Groups);
        Assert.Equal((ScoreClass.Fail, 40), (score.Class, score.Total));
    }

    [Theory]
    [InlineData(19, ScoreClass.Pass)]
    [InlineData(18, ScoreClass.Marginal)]
    [InlineData(15, ScoreClass.Marginal)]
    [InlineData(14, ScoreClass.Fail)]
    public void Scores_are_read_by_their_limits(int passing, ScoreClass expected)
    {
        var card = new Scorecard(new Dictionary<string, double>());
        Assert.Equal(expected, card.Add([.. Enumerable.Range(0, 20).Select(i => Judged(i < passing ? RankClass.Pass : RankClass.High, "all"))]).Class);
    }

    [Fact]
    public void A_critical_failure_ends_it()
    {
        var score = s_card.Add([.. Enumerable.Repeat(Judged(RankClass.Pass, "errors"), 100), Judged(RankClass.High, "errors") with { IsCriticalFailure = true }]);
        Assert.Equal((ScoreClass.Fail, 0), (score.Class, score.Total));
    }

    [Fact]
    public void Missing_data_is_neither_a_pass_nor_a_failure()
    {
        var none = Judged(RankClass.NotEnoughData, "errors");
        Assert.Equal(ScoreClass.NotEnoughData, s_card.Add([]).Class);
        Assert.Equal(ScoreClass.NotEnoughData, s_card.Add([none]).Class);
        Assert.Equal(ScoreClass.NotEnoughData, s_card.Add([none, Judged(RankClass.Pass, "cpu")]).Class);
        Assert.Equal(ScoreClass.NotEnoughData, s_card.Add([none with { Metric = none.Metric with { IsCritical = true } }, Judged(RankClass.Pass, "errors")]).Class);
        Assert.Equal(ScoreClass.NotEnoughData, s_card.Add([none with { Metric = none.Metric with { MustHaveData = true } }, Judged(RankClass.Pass, "errors")]).Class);
        Assert.Equal(ScoreClass.NotEnoughData, s_card.Add([Judged(RankClass.Pass, "cpu")]).Class);
        Assert.Null(s_card.Add([none]).Total);
    }

    [Fact]
    public void A_metric_that_may_lack_data_is_left_out_of_its_group()
    {
        var card = new Scorecard(new Dictionary<string, double>());
        var score = card.Add([Judged(RankClass.NotEnoughData, "a"), Judged(RankClass.Pass, "a")]);
        Assert.Equal((ScoreClass.Pass, 100), (score.Class, score.Total));
    }

    [Fact]
    public void Weights_that_are_none_count_as_zero()
    {
        var card = new Scorecard(new Dictionary<string, double> { ["a"] = double.NaN, ["b"] = -5, ["c"] = 100 });
        var score = card.Add([Judged(RankClass.High, "a"), Judged(RankClass.High, "b"), Judged(RankClass.Pass, "c"), Judged(RankClass.High, "d")]);
        Assert.Equal((ScoreClass.Pass, 100), (score.Class, score.Total));
    }

    private static RankJudgement Judged(RankClass @class, params ReadOnlySpan<string> groups) =>
        new(new RankMetric("m") { Groups = [.. groups] }, @class, 1, 0, IsCriticalFailure: false);
}
