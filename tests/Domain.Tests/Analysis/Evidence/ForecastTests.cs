using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class ForecastTests
{
    public static TheoryData<string> Plans => Vectors.Of("planned_canary_requests");

    [Theory]
    [MemberData(nameof(Plans))]
    public void Plans_match_the_reference(string id)
    {
        var input = Vectors.Input(id);
        var actual = DetectionPlan.ToRollBack(
            new(input.Number("rho"), input.Number("delta")), input.Number("pc"), input.Number("pb"), input.Number("stable_per_canary"), input.Number("level"))!.Value;
        Vectors.AssertClose(id, Vectors.Expected(id).Number("information"), actual.Information);
        Vectors.AssertClose(id, Vectors.Expected(id).Number("requests"), actual.Median);
    }

    // Medians of 3,000 simulated deployments at 5 %.
    [Theory]
    [InlineData(0.001, 0.003, 4458)]
    [InlineData(0.001, 0.01, 510)]
    [InlineData(0.01, 0.015, 5133)]
    [InlineData(0.01, 0.02, 1549)]
    [InlineData(0.01, 0.05, 162)]
    public void Plans_to_convict_are_near_what_was_simulated(double stable, double canary, double simulated) =>
        Assert.InRange(DetectionPlan.ToRollBack(Margin.Equal, canary, stable, 19, 0.01)!.Value.Median / simulated, 0.9, 1.1);

    [Theory]
    [InlineData(0.001, 1.5, 0.001, 4607)]
    [InlineData(0.01, 2, 0.002, 650)]
    [InlineData(0, 1, 0.005, 668)]
    public void Plans_to_clear_are_not_much_above_what_was_simulated(double rate, double ratio, double offset, double simulated) =>
        Assert.InRange(DetectionPlan.ToAdvance(new(ratio, offset), rate, rate, 19, 0.05)!.Value.Median / simulated, 0.97, 1.35);

    [Fact]
    public void What_lies_inside_the_margin_cannot_be_planned_for()
    {
        Assert.Null(DetectionPlan.ToRollBack(Margin.Tolerance, 0.01, 0.01, 19, 0.01));
        Assert.Null(DetectionPlan.ToAdvance(Margin.Advance, 0.02, 0.01, 19, 0.05));
        Assert.Null(DetectionPlan.ToRollBack(Margin.Tolerance, double.NaN, 0.01, 19, 0.01));
        Assert.Null(DetectionPlan.ToRollBack(Margin.Tolerance, 0.5, 0.01, double.PositiveInfinity, 0.01));
        Assert.Null(DetectionPlan.ToRollBack(new(double.NaN, 0), 0.5, 0.01, 19, 0.01));
        Assert.Null(DetectionPlan.ToAdvance(Margin.Advance, 0.5, 0.99, 19, 0.05));
    }

    [Fact]
    public void A_forecast_counts_what_is_missing_by_what_is_expected()
    {
        var counts = new ArmCounts(1000, 30, 19_000, 190);
        var whole = Forecasts.OfRollback(Margin.Tolerance, counts, 0, 0.01);
        Assert.Equal((VerdictKind.RollBack, ForecastOutcome.InSight), (whole.Towards, whole.Outcome));
        Assert.InRange(whole.Requests / DetectionPlan.ToRollBack(Margin.Tolerance, 0.03, 0.01, 19, 0.01)!.Value.Median, 0.6, 1.1);
        Assert.Equal((whole.Requests / 5, whole.Requests * 3), (whole.Fewest, whole.Most));
        Assert.Equal(whole.Requests / 2, Forecasts.OfRollback(Margin.Tolerance, counts, Math.Log(10), 0.01).Requests, 1e-6);
        Assert.Equal(whole.Requests * 4, Forecasts.OfRollback(Margin.Tolerance, counts, 0, 0.01, 0.25).Requests, 1e-6);
    }

    [Fact]
    public void A_canary_as_good_as_stable_is_never_forecast_to_be_convicted()
    {
        var counts = new ArmCounts(1000, 10, 19_000, 190);
        Assert.Equal(new Forecast(VerdictKind.RollBack, ForecastOutcome.InsideIndifferenceZone, 0), Forecasts.OfRollback(Margin.Tolerance, counts, 0, 0.01));
        var advance = Forecasts.OfAdvance(Margin.Advance, counts, 0, 0.05);
        Assert.Equal(ForecastOutcome.InSight, advance.Outcome);
        Assert.InRange(advance.Requests, 1500, 3500);
    }

    [Fact]
    public void A_margin_that_leaves_no_room_never_clears()
    {
        var counts = new ArmCounts(1000, 10, 19_000, 190);
        Assert.Equal(ForecastOutcome.InsideIndifferenceZone, Forecasts.OfAdvance(Margin.Equal, counts, 0, 0.05).Outcome);
        Assert.Equal(ForecastOutcome.InsideIndifferenceZone, Forecasts.OfCompliance(0.01, 1000, 20, 0, 0.05).Outcome);
        Assert.Equal(ForecastOutcome.InsideIndifferenceZone, Forecasts.OfBreach(0.01, 1000, 5, 0, 0.01).Outcome);
    }

    [Fact]
    public void Limits_are_forecast_too()
    {
        Assert.InRange(Forecasts.OfCompliance(0.01, 10_000, 0, 0, 0.05).Requests, 300, 420);
        Assert.InRange(Forecasts.OfBreach(0.01, 1000, 50, 0, 0.01).Requests, 60, 130);
        Assert.Equal(ForecastOutcome.Reached, Forecasts.OfBreach(0.01, 1000, 50, 5, 0.01).Outcome);
    }

    [Theory]
    [InlineData(0, 0, 100, 1, 0.0, 0.01)]
    [InlineData(100, 1, 0, 0, 0.0, 0.01)]
    [InlineData(100, 101, 100, 1, 0.0, 0.01)]
    [InlineData(100, 1, 100, 1, double.NaN, 0.01)]
    [InlineData(100, 1, 100, 1, 0.0, 0.0)]
    [InlineData(100, 1, 100, 100, 0.0, 0.01)]
    public void Without_data_nothing_is_forecast(long nc, long xc, long nb, long xb, double evidence, double level)
    {
        var counts = new ArmCounts(nc, xc, nb, xb);
        Assert.Equal(ForecastOutcome.NoData, Forecasts.OfRollback(Margin.Tolerance, counts, evidence, level).Outcome);
        Assert.Equal(ForecastOutcome.NoData, Forecasts.OfAdvance(Margin.Tolerance, counts, evidence, level).Outcome);
    }

    [Fact]
    public void Requests_take_time_only_where_there_is_traffic()
    {
        Assert.Equal(TimeSpan.FromSeconds(20), Forecast.Duration(100, 5));
        Assert.Equal(TimeSpan.Zero, Forecast.Duration(0, 5));
        Assert.Null(Forecast.Duration(100, 0));
        Assert.Null(Forecast.Duration(100, double.NaN));
        Assert.Null(Forecast.Duration(double.NaN, 1));
        Assert.Equal(TimeSpan.MaxValue, Forecast.Duration(1e300, 1e-9));
        Assert.Equal(TimeSpan.Zero, Forecast.Duration(1e9, double.PositiveInfinity));
    }
}
