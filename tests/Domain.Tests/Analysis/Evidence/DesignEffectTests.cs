using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class DesignEffectTests
{
    public static TheoryData<string> Indices => Vectors.Of("replica_dispersion");

    [Theory]
    [MemberData(nameof(Indices))]
    public void The_index_matches_the_reference(string id)
    {
        var effect = new DesignEffect(8);
        foreach (var tick in Vectors.Input(id).GetProperty("ticks").EnumerateArray())
        {
            effect.Observe([.. tick.EnumerateArray().Select(replica => new ReplicaCounts(replica[0].GetInt64(), replica[1].GetInt64()))]);
        }

        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), effect.PearsonIndex);
    }

    [Theory]
    [InlineData(1, 1.0, 1.2)]
    [InlineData(2, 2.0, 2.6)]
    [InlineData(5, 5.0, 6.5)]
    [InlineData(10, 9.8, 13)]
    public void Requests_that_fail_together_count_as_one(int cluster, double least, double most)
    {
        var (effect, random) = (new DesignEffect(19), new Random(cluster));
        for (var i = 0; i < 100; i++)
        {
            effect.Observe([.. Enumerable.Range(0, 19).Select(_ => new ReplicaCounts(50, cluster * Series.Bad(50 / cluster, 0.05, random)))]);
        }

        Assert.InRange(effect.Current.Value, least, most);
    }

    [Fact]
    public void Replicas_that_differ_lastingly_are_found_on_all_they_counted()
    {
        var (effect, random) = (new DesignEffect(10), new Random(4));
        for (var i = 0; i < 300; i++)
        {
            effect.Observe([.. Enumerable.Range(0, 10).Select(r => new ReplicaCounts(50, Series.Bad(50, r == 0 ? 0.06 : 0.03, random)))]);
        }

        Assert.Equal(DesignEffectSource.BetweenReplicas, effect.Current.Source);
        Assert.True(effect.Current.Value > 10);
        effect.Replace(0);
        effect.Replace(100);
        Assert.NotEqual(DesignEffectSource.BetweenReplicas, effect.Current.Source);
    }

    /// <summary>The index is Σ d² / (n p (1 − p)) over the degrees of freedom for replicas at p ± d; one more replica scatters as Student's t around them.</summary>
    [Theory]
    [InlineData(2, 3.0)]
    [InlineData(4, 3.0)]
    [InlineData(6, 5 / 3.0)]
    [InlineData(20, 19 / 17.0)]
    public void Lasting_differences_count_for_one_more_replica_than_they_were_measured_on(int replicas, double student)
    {
        var effect = new DesignEffect(replicas);
        for (var stratum = 0; stratum < 100; stratum++)
        {
            effect.Observe([.. Enumerable.Range(0, replicas).Select(r => new ReplicaCounts(100, r % 2 == 0 ? 4 : 6))]);
        }

        var index = replicas * 100 * 100 / (10_000 * 0.05 * 0.95) / (replicas - 1);
        Assert.Equal(DesignEffectSource.BetweenReplicas, effect.Current.Source);
        Assert.Equal(index * student, effect.Current.Value, 9);
    }

    [Theory]
    [InlineData(3.0, 3.0)]
    [InlineData(0.5, 1.0)]
    [InlineData(double.NaN, 1.0)]
    [InlineData(double.PositiveInfinity, 1.0)]
    public void A_single_replica_leaves_it_to_the_setting(double setting, double expected)
    {
        var effect = new DesignEffect(1, setting);
        effect.Observe([new(100, 50), new(100, 0)]);
        Assert.Equal(new DesignEffectEstimate(expected, DesignEffectSource.Setting), effect.Current);
        Assert.Equal(1 / expected, effect.Current.Tempering);
    }

    [Fact]
    public void A_setting_is_never_undercut()
    {
        var (effect, random) = (new DesignEffect(4, setting: 4), new Random(9));
        for (var i = 0; i < 100; i++)
        {
            effect.Observe([.. Enumerable.Range(0, 4).Select(_ => new ReplicaCounts(100, Series.Bad(100, 0.05, random)))]);
        }

        Assert.Equal(new DesignEffectEstimate(4, DesignEffectSource.NotAboveSetting), effect.Current);
    }

    [Fact]
    public void Counts_that_cannot_be_true_are_left_out()
    {
        var (effect, same) = (new DesignEffect(4), new DesignEffect(4));
        effect.Observe([new(100, 5), new(100, 2), new(-1, 0), new(5, 6)]);
        same.Observe([new(100, 5), new(100, 2), new(0, 0)]);
        Assert.Equal(same.Current, effect.Current);
        Assert.True(effect.Current.Value > 1);
    }

    [Fact]
    public void It_is_taken_up_where_it_was_and_allocates_nothing()
    {
        ReplicaCounts[] replicas = [new(100, 5), new(80, 9), new(120, 2)];
        var (whole, broken) = (new DesignEffect(3), new DesignEffect(3));
        var state = new double[whole.StateLength];
        var sum = Observe(5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += Observe(100);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum > 0);
        broken.Restore(state);
        Assert.Equal(whole.Current, broken.Current);

        double Observe(int strata)
        {
            double total = 0;
            for (var i = 0; i < strata; i++)
            {
                total += whole.Current.Value;
                whole.Observe(replicas);
                whole.Save(state);
            }

            return total;
        }
    }
}
