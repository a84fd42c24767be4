using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

public sealed class OutlookTests
{
    private const double Median = 80;
    private const double Spread = 0.7;

    private static readonly PhasePlan s_plan = new(
        PlanKind.Phases, [new Phase(Share.FromPercent(25), TimeSpan.FromMinutes(2)), new Phase(Share.FromPercent(50), TimeSpan.FromMinutes(2)), new Phase(Share.All, TimeSpan.FromMinutes(2))]);

    [Fact]
    public void The_larger_the_growth_the_sooner_it_convicts_and_what_need_not_be_cleared_is_not_foretold()
    {
        var outlook = LatencyOutlook.Of(Terms(required: false), s_plan, Window(10_000, 1, new Random(51)), perSecond: 60);
        Assert.Equal([25m, 50m], outlook.Select(phase => phase.Share.Percent));
        Assert.All(outlook, phase =>
        {
            Assert.Equal((false, null), (phase.MustClear, phase.ToClear));
            Assert.Equal(phase.ToConvict.Select(time => time!.Median).OrderDescending(), phase.ToConvict.Select(time => time!.Median));
        });
    }

    [Fact]
    public void Too_few_requests_leave_a_quantile_that_must_be_cleared_unknown() =>
        Assert.Equal((true, null), LatencyOutlook.Of(Terms(required: true), s_plan, Window(100, 1, new Random(52)), perSecond: 60).Select(phase => (phase.MustClear, phase.ToClear)).First());

    [Fact]
    public void Without_traffic_or_evidence_nothing_is_foretold()
    {
        var stable = Window(10_000, 1, new Random(53));
        Assert.Empty(LatencyOutlook.Of(Terms(required: true), s_plan, stable, perSecond: 0));
        Assert.Empty(LatencyOutlook.Of(Terms(required: true), s_plan, ArmWindow.Empty, perSecond: 60));
        Assert.Empty(LatencyOutlook.Of(LedgerTerms.For(s_plan, new(), new(), AnalysisSettings.Of(AnalysisMode.Point)), s_plan, stable, perSecond: 60));
        Assert.Empty(ThroughputOutlook.Of(Terms(required: true), s_plan, perSecond: 60));
    }

    [Fact]
    public void What_is_foretold_of_a_regression_is_about_what_half_of_the_deployments_take()
    {
        var stable = Window(20_000, 1, new Random(54));
        var foretold = LatencyOutlook.Of(Terms(required: false), s_plan, stable, perSecond: 60)[0].ToConvict[0]!.Requests;
        var took = Enumerable.Range(0, 21).Select(run => Until(Terms(required: false), stable, growth: 1.5, new Random(100 + run), VerdictKind.RollBack)).Order().ElementAt(10);
        Assert.InRange((double)took / foretold, 0.4, 2.2);
    }

    [Fact]
    public void What_is_foretold_of_a_good_release_is_about_what_half_of_the_deployments_take()
    {
        var stable = Window(20_000, 1, new Random(55));
        var foretold = LatencyOutlook.Of(Terms(required: true), s_plan, stable, perSecond: 60)[0].ToClear!.Requests;
        var took = Enumerable.Range(0, 21).Select(run => Until(Terms(required: true), stable, growth: 1, new Random(200 + run), VerdictKind.Advance)).Order().ElementAt(10);
        Assert.InRange((double)took / foretold, 0.4, 2.2);
    }

    [Fact]
    public void A_throughput_minimum_says_where_too_few_requests_will_come_and_how_soon_that_shows()
    {
        var outlook = ThroughputOutlook.Of(Terms(required: false, new() { ThroughputMin = 20 }), s_plan, perSecond: 60);
        Assert.Equal([(15.0, false), (30.0, true), (60.0, true)], outlook.Select(phase => (phase.Expected, phase.IsEnough)));
        Assert.All(outlook, phase => Assert.InRange(phase.Noticed!.Value.TotalSeconds, 1, 60));
        Assert.Null(ThroughputPlan.ToNotice(20, 20, 0.01));
        Assert.Null(ThroughputPlan.ToNotice(20, double.NaN, 0.01));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public void Too_few_arrivals_are_noticed_when_it_was_foretold(double rate)
    {
        var process = new ThroughputProcess(20);
        var seconds = 0;
        while (process.LogEvidence < Math.Log(100))
        {
            process.Observe((long)rate, 1);
            seconds++;
        }

        Assert.InRange(seconds, ThroughputPlan.ToNotice(20, rate, 0.01)!.Value.TotalSeconds * 0.6, ThroughputPlan.ToNotice(20, rate, 0.01)!.Value.TotalSeconds + 1);
    }

    /// <summary>Canary requests until the verdict, a second at a time: 15 to the canary, 45 to stable.</summary>
    private static long Until(LedgerTerms terms, ArmWindow before, double growth, Random random, VerdictKind kind)
    {
        var ledger = new EvidenceLedger(terms, before);
        Verdict? verdict = null;
        var at = DateTimeOffset.UnixEpoch;
        for (var second = 1; second <= 4_000; second++, at = at.AddSeconds(1))
        {
            var (stable, canary) = (Window(45, 1, random), Window(15, growth, random));
            ledger.Observe(new(0, at, at.AddSeconds(1), Share.FromPercent(25), stable, canary));
            verdict = EvidenceJudge.Judge(verdict, new(at, at.AddSeconds(1), stable, canary, ""), ledger.Assess("", stable), terms.Settings, []);
            if (verdict.Kind == kind)
            {
                return 15 * second;
            }
        }

        return long.MaxValue;
    }

    private static LedgerTerms Terms(bool required, Thresholds? thresholds = null) => LedgerTerms.For(s_plan, thresholds ?? new(), new(), AnalysisSettings.Usual with
    {
        Evidence = new() { Warmup = TimeSpan.Zero, Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: false), new(MetricNames.LatencyP99, MetricRole.Guard, required)] },
    });

    private static ArmWindow Window(int requests, double growth, Random random)
    {
        var latency = new long[LatencyBounds.BucketCount];
        for (var i = 0; i < requests; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            latency[LatencyBounds.BucketOf(Median * growth * Math.Exp(Spread * normal))]++;
        }

        return new(TimeSpan.FromSeconds(1), requests, 0, 0, 0, latency);
    }
}
