using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class GaugeTests
{
    private const int Hour = 360;

    public static TheoryData<string> Bets => Vectors.Of("paired_soft_bet");

    [Theory]
    [MemberData(nameof(Bets))]
    public void Bets_match_the_reference(string id)
    {
        var process = new GaugeProcess(GaugeDirection.Increase, 0, RestartPlan.None, independentTicks: true);
        var expected = Vectors.Expected(id).Numbers();
        var differences = Vectors.Input(id).GetProperty("differences").Numbers();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(process.Observe(differences[i], 0));
            Vectors.AssertClose(id, expected[i], process.LogEvidence);
        }
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(0.5, 0.01)]
    [InlineData(0.9, 0.01)]
    public void Equal_arms_are_hardly_ever_convicted(double coefficient, double most)
    {
        const int Runs = 600;
        var random = new Random(11);
        var convicted = 0;
        for (var run = 0; run < Runs; run++)
        {
            convicted += Convicts(coefficient, rise: 0, tolerance: 0, random) is null ? 0 : 1;
        }

        Assert.True(convicted <= most * Runs, $"{convicted} of {Runs}");
    }

    [Fact]
    public void A_quarter_more_is_convicted_within_the_hour()
    {
        var random = new Random(12);
        var ticks = Enumerable.Range(0, 200).Select(_ => Convicts(0, rise: 0.25, tolerance: 0, random) ?? int.MaxValue).Order().ToArray();
        Assert.InRange(ticks[100], 25, 60);
        Assert.True(ticks[189] < Hour);
    }

    [Fact]
    public void What_the_tolerance_allows_is_not_convicted()
    {
        var random = new Random(13);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(Convicts(0, rise: 0.05, tolerance: 0.1, random)));
    }

    [Fact]
    public void Directions_mirror_each_other_and_either_holds_half_of_both()
    {
        var (up, down, either) = (Process(GaugeDirection.Increase), Process(GaugeDirection.Decrease), Process(GaugeDirection.Either));
        var (mirrored, random) = (Process(GaugeDirection.Decrease), new Random(3));
        for (var i = 0; i < 200; i++)
        {
            var (canary, stable) = (random.NextDouble() + 0.2, random.NextDouble());
            up.Observe(canary, stable);
            down.Observe(canary, stable);
            either.Observe(canary, stable);
            mirrored.Observe(-canary, -stable);
        }

        Assert.Equal(up.LogEvidence, mirrored.LogEvidence);
        Assert.True(up.LogEvidence > 2 && down.LogEvidence < 0);
        Assert.Equal(Math.Log((Math.Exp(up.LogEvidence) + Math.Exp(down.LogEvidence)) / 2), either.LogEvidence, 1e-12);

        static GaugeProcess Process(GaugeDirection direction) => new(direction, 0.05, GaugeProcess.PlanFor(Hour));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.NegativeInfinity)]
    [InlineData(1e300, 1)]
    public void A_tick_without_both_values_says_nothing(double canary, double stable)
    {
        var process = new GaugeProcess(GaugeDirection.Either, 0, RestartPlan.None);
        process.Observe(2, 1);
        var (before, dependence) = (process.LogEvidence, process.Autocorrelation);
        Assert.False(process.Observe(canary, stable));
        Assert.Equal((before, dependence), (process.LogEvidence, process.Autocorrelation));
    }

    [Fact]
    public void A_late_rise_is_convicted_sooner_with_restarts()
    {
        var (with, without) = (new GaugeProcess(GaugeDirection.Increase, 0, GaugeProcess.PlanFor(Hour), true), new GaugeProcess(GaugeDirection.Increase, 0, RestartPlan.None, true));
        for (var i = 0; i < 200; i++)
        {
            with.Observe(i % 2, 0.5);
            without.Observe(i % 2, 0.5);
        }

        for (var i = 0; i < 30; i++)
        {
            with.Observe(2, 0.5);
            without.Observe(2, 0.5);
        }

        Assert.True(with.LogEvidence > without.LogEvidence + 3);
    }

    [Fact]
    public void Observing_allocates_nothing()
    {
        var process = new GaugeProcess(GaugeDirection.Either, 0.1, GaugeProcess.PlanFor(Hour));
        double[] replicas = [3, 1, 2];
        Observe(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Observe(500);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Observe(int ticks)
        {
            for (var i = 0; i < ticks; i++)
            {
                process.Observe(ReplicaMedian.Of(replicas) + (i % 7), 2);
                _ = process.LogEvidence;
            }
        }
    }

    [Fact]
    public void An_arm_speaks_with_the_median_of_its_replicas()
    {
        Assert.Equal(2, ReplicaMedian.Of([3, 1, 2]));
        Assert.Equal(2.5, ReplicaMedian.Of([4, 1, 2, 3]));
        Assert.Equal(2, ReplicaMedian.Of([double.NaN, 1, 3, double.PositiveInfinity]));
        Assert.True(double.IsNaN(ReplicaMedian.Of([])));
        Assert.True(double.IsNaN(ReplicaMedian.Of([double.NaN])));
        Assert.Equal(100, ReplicaMedian.Of([.. Enumerable.Range(0, 201).Select(i => (double)i)]));
    }

    /// <summary>After how many ticks of processor time about 40 ± 4; null if never within the hour.</summary>
    private static int? Convicts(double coefficient, double rise, double tolerance, Random random)
    {
        var process = new GaugeProcess(GaugeDirection.Increase, tolerance, GaugeProcess.PlanFor(Hour));
        var (canary, stable) = (Series.AutoRegressive(coefficient, Hour, random), Series.AutoRegressive(coefficient, Hour, random));
        var tick = 0;
        foreach (var (c, b) in canary.Zip(stable))
        {
            tick++;
            process.Observe((40 * (1 + rise)) + (4 * c), 40 + (4 * b));
            if (process.LogEvidence >= Math.Log(100))
            {
                return tick;
            }
        }

        return null;
    }
}
