using Sluice.Domain.Analysis.Evidence;
using static Sluice.Domain.Analysis.Evidence.EvidenceGroup;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class EvidenceWeightsTests
{
    [Fact]
    public void Groups_have_their_usual_parts_and_share_them_alike() =>
        Expect([0.35, 0.35, 0.05, 0.05, 0.2], (Errors, false), (Latency, false), (Gauge, false), (Gauge, false), (Slo, false));

    [Fact]
    public void The_part_of_a_missing_group_goes_to_the_others() => Expect([0.4375, 0.4375, 0.125], (Errors, false), (Latency, false), (Gauge, false));

    [Fact]
    public void A_single_metric_has_all() => Expect([1], (Gauge, false));

    [Fact]
    public void Without_metrics_there_are_no_weights() => Expect([]);

    [Fact]
    public void A_critical_metric_has_a_fifth() => Expect([0.35 * 0.8 / 0.95, 0.35 * 0.8 / 0.95, 0.05 * 0.8 / 0.95, 0.2, 0.2 * 0.8 / 0.95], (Errors, false), (Latency, false), (Gauge, false), (Gauge, true), (Slo, false));

    [Fact]
    public void What_raising_one_takes_leaves_every_other_critical_one_its_fifth() =>
        Assert.All(For((Slo, true), (Gauge, true), (Errors, true), (Latency, false)).Take(3), weight => Assert.True(weight >= 0.2));

    [Fact]
    public void Too_many_critical_ones_still_leave_something_for_the_others()
    {
        var weights = For([.. Enumerable.Repeat((Gauge, true), 8), (Errors, false)]);
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.All(weights, weight => Assert.True(weight > 0.1));
    }

    private static void Expect(double[] expected, params (EvidenceGroup Group, bool IsCritical)[] stakes)
    {
        var weights = For(stakes);
        Assert.Equal(expected.Length, weights.Length);
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private static double[] For(params (EvidenceGroup Group, bool IsCritical)[] stakes) =>
        EvidenceWeights.For([.. stakes.Select(stake => new EvidenceStake(stake.Group, stake.IsCritical))]);
}
