using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>Half an hour of visitors that stick, ten requests with one fate, against a canary that is as good as stable.</summary>
public sealed class StickyTests
{
    private const int Runs = 60;
    private const int Intervals = 180;
    private const int Cluster = 10;
    private const double Rate = 0.02;
    private static readonly Share s_share = Share.FromPercent(20);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_healthy_release_is_not_returned_where_instances_are_told_apart(int instances) => Assert.InRange(Returned(instances, areTold: true), 0, 2);

    [Fact]
    public void Where_they_are_not_most_are() => Assert.InRange(Returned(instances: 4, areTold: false), Runs / 2, Runs);

    /// <summary>One user with many requests weighs as much as a broken split: only where users do not stay is it one.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Requests_need_not_arrive_in_the_shares_that_users_were_given(bool sticky, bool isProblem)
    {
        var settings = AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero } };
        var ledger = new EvidenceLedger(new LedgerTerms(new(), new(), settings, Horizon: 360, s_share) { IsSticky = sticky }, Arm(10_000, 0));
        var at = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < 60; i++, at = at.AddSeconds(10))
        {
            ledger.Observe(new(0, at, at.AddSeconds(10), s_share, Arm(500, 0), Arm(500, 0)));
        }

        var assessment = ledger.Assess("", Arm(500, 0));
        Assert.Equal(isProblem, assessment.Problems.Contains(DataProblem.SplitMismatch));
        Assert.Equal(isProblem, EvidenceJudge.Judge(previous: null, new(at.AddMinutes(-1), at, Arm(500, 0), Arm(500, 0), ""), assessment, settings, []).SplitIsOff);
    }

    private static int Returned(int instances, bool areTold) => Enumerable.Range(0, Runs).Count(run => IsReturned(new Random(run), instances, areTold));

    private static bool IsReturned(Random random, int instances, bool areTold)
    {
        var settings = AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero } };
        var past = Enumerable.Range(0, 60).Select(_ => Stable(random, instances)).ToList();
        var before = Arm(past.Sum(window => window.Requests), past.Sum(window => window.Errors)) with
        {
            Detail = new() { Stretches = areTold ? past.Select(window => window.Detail.Replicas).ToValueList() : [] },
        };
        var ledger = new EvidenceLedger(new(new(), new(), settings, Horizon: 360, s_share), before);
        Verdict? verdict = null;
        var at = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < Intervals && verdict?.Kind != VerdictKind.RollBack; i++, at = at.AddSeconds(10))
        {
            var (stable, (requests, errors)) = (Stable(random, instances), Draw(random, 20));
            stable = areTold ? stable : stable with { Detail = ArmDetail.None };
            var canary = Arm(requests, errors);
            ledger.Observe(new(0, at, at.AddSeconds(10), s_share, stable, canary));
            verdict = EvidenceJudge.Judge(verdict, new(at, at.AddSeconds(10), stable, canary, ""), ledger.Assess("", stable), settings, []);
        }

        return verdict!.Kind == VerdictKind.RollBack;
    }

    private static ArmWindow Stable(Random random, int instances)
    {
        var drawn = Enumerable.Range(0, instances).Select(_ => Draw(random, 80 / instances)).ToList();
        var replicas = drawn.Select((counts, i) => new InstanceCounts($"stable-{i}", counts.Requests, counts.Errors)).ToValueList();
        return Arm(replicas.Sum(replica => replica.Requests), replicas.Sum(replica => replica.Errors)) with { Detail = new() { Replicas = replicas } };
    }

    private static (long Requests, long Errors) Draw(Random random, int clusters) =>
        (Cluster * clusters, Cluster * Enumerable.Range(0, clusters).LongCount(_ => random.NextDouble() < Rate));
}
