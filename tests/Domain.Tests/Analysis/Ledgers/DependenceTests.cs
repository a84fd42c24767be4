using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>How far requests depend on each other, measured between stable's instances while a deployment is judged.</summary>
public sealed class DependenceTests
{
    private readonly Random _random = new(5);

    [Fact]
    public void One_stable_instance_leaves_the_setting_and_a_warning()
    {
        var traffic = new Traffic(evidence: evidence => evidence with { DesignEffect = 3 });
        var dependence = traffic.After(Stable((100, 1)), Arm(10, 0)).Evidence!.Dependence!;
        Assert.Equal(new(3, DesignEffectSource.Setting, 1, 0), dependence);
        Assert.Equal(DependenceWarning.OneStableInstance, dependence.Warning);
    }

    [Fact]
    public void Nothing_is_said_where_instances_are_not_told_apart() => Assert.Null(new Traffic().After(Arm(100, 1), Arm(10, 0)).Evidence!.Dependence);

    [Fact]
    public void Independent_requests_count_nearly_in_full()
    {
        var traffic = new Traffic();
        var dependence = After(traffic, 200, () => Stable((200, Bad(200, 1)), (200, Bad(200, 1)), (200, Bad(200, 1)))).Dependence!;
        Assert.InRange(dependence.Value, 1, 1.4);
        Assert.Null(dependence.Warning);
    }

    [Fact]
    public void Sticky_clusters_of_ten_count_for_about_one_in_ten()
    {
        var dependence = After(new Traffic(), 200, () => Stable([.. Enumerable.Repeat(200, 10).Select(requests => ((long)requests, Bad(requests, 10)))])).Dependence!;
        Assert.InRange(dependence.Value, 8, 20);
    }

    [Fact]
    public void A_canary_with_one_instance_among_unequal_ones_is_warned_about()
    {
        var canary = Arm(10, 0) with { Detail = new() { Replicas = [new("canary", 10, 0)] } };
        var dependence = After(new Traffic(), 60, () => Stable((200, 1), (200, 12)), canary).Dependence!;
        Assert.Equal((DesignEffectSource.BetweenReplicas, DependenceWarning.OneCanaryInstance), (dependence.Source, dependence.Warning));
    }

    [Fact]
    public void What_an_interval_says_tempers_the_next_one_and_not_itself()
    {
        var (plain, measured) = (new Traffic(), new Traffic());
        var (uneven, canary) = (Stable((500, 0), (500, 20)), Arm(50, 10));
        var even = uneven with { Detail = ArmDetail.None };

        Assert.Equal(plain.After(even, canary).Evidence!.LogEvidence, measured.After(uneven, canary).Evidence!.LogEvidence);
        Assert.True(measured.After(uneven, canary).Evidence!.LogEvidence < plain.After(even, canary).Evidence!.LogEvidence / 1.5);
    }

    [Fact]
    public void The_setting_is_never_undercut()
    {
        var traffic = new Traffic(evidence: evidence => evidence with { DesignEffect = 4 });
        Assert.Equal((4, DesignEffectSource.NotAboveSetting), After(traffic, 100, () => Stable((200, Bad(200, 1)), (200, Bad(200, 1)))).Dependence is { } d ? (d.Value, d.Source) : default);
    }

    [Fact]
    public void Instances_that_are_gone_are_not_compared_with_those_that_came_after_them()
    {
        var traffic = new Traffic();
        After(traffic, 40, () => Named([new("a", 400, Bad(400, 1, 0.001)), new("b", 400, Bad(400, 1, 0.001))]));
        var dependence = After(traffic, 40, () => Named([new("c", 400, Bad(400, 1)), new("d", 400, Bad(400, 1))])).Dependence!;
        Assert.NotEqual(DesignEffectSource.BetweenReplicas, dependence.Source);
        Assert.InRange(dependence.Value, 1, 1.6);
    }

    [Fact]
    public void The_order_of_instances_does_not_matter_and_a_restart_changes_no_bit()
    {
        var (straight, turned) = (new Traffic(), new Traffic());
        for (var i = 0; i < 50; i++)
        {
            var stable = Named([.. Enumerable.Range(0, 40).Select(n => new InstanceCounts($"r{n + i}", 50, Bad(50, 5)))]);
            straight.After(stable, Arm(20, 1));
            turned.After(stable, Arm(20, 1));
            turned.Restart();
        }

        Assert.Equal(straight.State(), turned.State());
        Assert.True(straight.Ledger.Assess("hash", null).Dependence!.Value > 1);
    }

    [Fact]
    public void Instances_and_open_requests_are_taken_in_without_allocation()
    {
        var (plain, told) = (Arm(400, 4), Stable((200, 1), (200, 3)));
        told = told with { Detail = told.Detail with { Aging = Arm(3, 0, 500).Latency } };
        Assert.Equal(Allocated(new Traffic().Ledger, plain), Allocated(new Traffic().Ledger, told));
    }

    private static long Allocated(EvidenceLedger ledger, ArmWindow stable)
    {
        var interval = new Interval(0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(10), Share.FromPercent(5), stable, stable);
        ledger.Observe(interval);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            ledger.Observe(interval);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static EvidenceSummary After(Traffic traffic, int intervals, Func<ArmWindow> stable, ArmWindow? canary = null)
    {
        var verdict = Verdict.NoDataYet;
        for (var i = 0; i < intervals; i++)
        {
            verdict = traffic.After(stable(), canary ?? Arm(10, 0));
        }

        return verdict.Evidence!;
    }

    /// <summary>Bad requests in clusters that share one outcome.</summary>
    private long Bad(long requests, int cluster, double rate = 0.05) =>
        cluster * Enumerable.Range(0, (int)requests / cluster).LongCount(_ => _random.NextDouble() < rate);

    private static ArmWindow Stable(params (long Requests, long Errors)[] replicas) => Named([.. replicas.Select((r, i) => new InstanceCounts($"stable-{i}", r.Requests, r.Errors))]);

    private static ArmWindow Named(InstanceCounts[] replicas) =>
        Arm(replicas.Sum(r => r.Requests), replicas.Sum(r => r.Errors)) with { Detail = new() { Replicas = replicas.ToValueList() } };
}
