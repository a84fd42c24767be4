using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

public sealed class BackTestTests
{
    private static readonly PhasePlan Plan = new(
        PlanKind.Phases, [new Phase(Share.FromPercent(25), TimeSpan.FromSeconds(20)), new Phase(Share.FromPercent(50), TimeSpan.FromSeconds(20)), new Phase(Share.All, TimeSpan.FromSeconds(15))]);

    [Fact]
    public void With_enough_traffic_a_good_canary_passes_and_is_almost_never_returned()
    {
        var result = Try(Terms(), Windows(180, requests: 600, errors: 1))!;
        Assert.Equal(BackTest.Runs, result.Runs);
        Assert.InRange(result.Returned, 0, 1);
        Assert.InRange(result.Passed, BackTest.Runs - 4, BackTest.Runs);
        Assert.NotNull(result.Median);
        Assert.Equal(TimeSpan.FromMinutes(30), result.Covered);
    }

    [Fact]
    public void With_too_little_traffic_it_is_held_and_never_returned()
    {
        var result = Try(Terms(), Windows(60, requests: 5, errors: 0))!;
        Assert.Equal((0, BackTest.Runs, null), (result.Returned, result.Held, result.Median));
    }

    [Fact]
    public void A_limit_that_stable_itself_breaks_holds_every_canary()
    {
        var result = Try(Terms(new() { ErrorRate = 0.001 }), Windows(60, requests: 600, errors: 30))!;
        Assert.Equal(BackTest.Runs, result.Held);
    }

    [Fact]
    public void The_same_samples_give_the_same_answer() =>
        Assert.Equal(Try(Terms(), Windows(60, requests: 200, errors: 3)), Try(Terms(), Windows(60, requests: 200, errors: 3)));

    [Fact]
    public void What_cannot_be_tried_is_not_answered()
    {
        Assert.Null(Try(Terms(), Windows(5, requests: 600, errors: 0)));
        Assert.Null(Try(LedgerTerms.For(Plan, new(), new(), AnalysisSettings.Of(AnalysisMode.Point)), Windows(60, requests: 600, errors: 0)));
    }

    [Theory]
    [InlineData(40, 7, 3)]
    [InlineData(100_000, 2_000, 500)]
    [InlineData(0, 0, 0)]
    public void A_split_loses_no_request_and_invents_none(long requests, long errors, long clientErrors)
    {
        var all = Window(requests, errors) with { ClientErrors = clientErrors };
        var (canary, rest) = new RandomSplit(7).Split(all, Share.FromPercent(25));
        Assert.Equal((requests, errors, clientErrors), (canary.Requests + rest.Requests, canary.Errors + rest.Errors, canary.ClientErrors + rest.ClientErrors));
        Assert.True(canary.Errors + canary.ClientErrors <= canary.Requests && rest.Errors + rest.ClientErrors <= rest.Requests);
        Assert.InRange(canary.Requests, requests * 0.1, requests * 0.4);
    }

    [Fact]
    public void The_outlook_says_how_long_each_phase_beside_stable_takes()
    {
        var outlook = PhaseOutlook.Of(Terms(), Plan, stableRate: 0, perSecond: 60);
        Assert.Equal([25m, 50m], outlook.Select(phase => phase.Share.Percent));
        Assert.InRange(outlook[0].ToClear!.Requests, 550, 800);
        Assert.InRange(outlook[0].ToClear!.Median.TotalSeconds, 35, 55);
        Assert.All(outlook, phase => Assert.Equal(phase.ToConvict.Select(time => time!.Median).OrderDescending(), phase.ToConvict.Select(time => time!.Median)));
    }

    [Fact]
    public void Instances_that_differ_make_a_canary_wait_longer_and_never_go_back()
    {
        var alike = Windows(120, 400, 4);
        List<ArmWindow> unequal = [.. alike.Select(window => window with { Detail = new() { Replicas = [new("a", 200, 0), new("b", 200, 4)] } })];
        var (plain, tempered) = (Try(Terms(), alike)!, Try(Terms(), unequal)!);
        Assert.Equal(0, tempered.Returned);
        Assert.True(tempered.Passed < plain.Passed, $"{tempered.Passed} of {plain.Passed} passed");
    }

    [Fact]
    public void Without_traffic_nothing_is_foretold() => Assert.Empty(PhaseOutlook.Of(Terms(), Plan, stableRate: 0, perSecond: 0));

    private static BackTestResult? Try(LedgerTerms terms, IReadOnlyList<ArmWindow> stable) => BackTest.Of(terms, Plan, stable, TestContext.Current.CancellationToken);

    private static LedgerTerms Terms(Thresholds? thresholds = null) => LedgerTerms.For(Plan, thresholds ?? new(), new(), AnalysisSettings.Usual with
    {
        Evidence = new() { Warmup = TimeSpan.Zero, Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: true) { Margin = new Margin(1, 0.005) }] },
    });

    private static List<ArmWindow> Windows(int count, long requests, long errors) => [.. Enumerable.Repeat(Window(requests, errors), count)];

    private static ArmWindow Window(long requests, long errors)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = requests - (requests / 10);
        latency[LatencyBounds.BucketOf(60)] = requests / 10;
        return new(TimeSpan.FromSeconds(10), requests, errors, 0, 0, latency);
    }
}
