using System.Text.Json;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Evidence over strata: its values, its starting times, and that it stays fair under its null hypothesis.</summary>
public sealed class ProcessTests
{
    public static TheoryData<string> Processes => Vectors.Of("e_process");

    public static TheoryData<string> OneSample => Vectors.Of("one_sample_log_e");

    public static TheoryData<string> Throughputs => Vectors.Of("poisson_low_rate_log_e");

    public static TheoryData<string> ZeroErrors => Vectors.Of("zero_error_requests");

    [Theory]
    [MemberData(nameof(Processes))]
    public void Processes_match_the_reference(string id)
    {
        var config = Vectors.Input(id).GetProperty("config");
        var plan = config.GetProperty("restart").GetBoolean()
            ? RestartPlan.Each(config.GetProperty("restartEvery").GetInt32(), config.GetProperty("horizonStrata").GetInt32())
            : RestartPlan.None;
        var process = new RollbackProcess(new(config.Number("rho"), config.Number("delta")), plan);
        var past = new PastRate(0, 0, config.Number("priorRate"), config.Number("priorN"));
        foreach (var (stratum, expected) in Vectors.Input(id).GetProperty("strata").EnumerateArray().Zip(Vectors.Expected(id).Numbers()))
        {
            var n = stratum.EnumerateArray().Select(count => count.GetInt64()).ToArray();
            var counts = new ArmCounts(n[0], n[1], n[2], n[3]);
            process.Observe(counts, past.Estimate, config.Number("temper"));
            past = past.After(counts);
            Vectors.AssertClose(id, expected, process.LogEvidence);
        }
    }

    [Fact]
    public void A_metric_keeps_its_own_past()
    {
        var input = Vectors.Input("process-2").GetProperty("strata").EnumerateArray().Select(s => s.EnumerateArray().Select(c => c.GetInt64()).ToArray());
        var metric = new RateComparison(Margin.Tolerance, Margin.Advance, RestartPlan.None);
        foreach (var (n, expected) in input.Zip(Vectors.Expected("process-2").Numbers()))
        {
            metric.Observe(new(n[0], n[1], n[2], n[3]));
            Vectors.AssertClose("process-2", expected, metric.Rollback.LogEvidence);
        }
    }

    [Theory]
    [MemberData(nameof(OneSample))]
    public void Breaches_match_the_reference(string id)
    {
        var input = Vectors.Input(id);
        Assert.Equal(EffectSizes.OddsFactors.ToArray(), input.GetProperty("odds_grid").Numbers());
        var process = new SloBreachProcess(input.Number("p0"), RestartPlan.None);
        process.Observe(input.Count("n"), input.Count("x"));
        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), process.LogEvidence);
    }

    [Theory]
    [MemberData(nameof(Throughputs))]
    public void Low_throughput_matches_the_reference(string id)
    {
        var input = Vectors.Input(id);
        Assert.Equal([0.25, 0.5, 0.8], input.GetProperty("ratios").Numbers());
        var process = new ThroughputProcess(input.Number("min_rate"));
        foreach (var segment in input.GetProperty("segments").EnumerateArray())
        {
            process.Observe(segment[0].GetInt64(), segment[1].GetDouble());
        }

        Vectors.AssertClose(id, Vectors.Expected(id).GetDouble(), process.LogEvidence);
    }

    [Theory]
    [MemberData(nameof(ZeroErrors))]
    public void Requests_without_errors_comply_a_little_later_than_in_a_fixed_sample(string id)
    {
        var (limit, beta) = (Vectors.Input(id).Number("p0"), Vectors.Input(id).Number("beta"));
        var needed = Requests(new SloComplianceProcess(limit), beta);
        Assert.Equal(420, needed, 1.0);
        var fixedSample = Math.Ceiling(Math.Log(beta) / LogMath.Log1P(-limit));
        Assert.Equal(Vectors.Expected(id).Count("fixed_n"), fixedSample);
        Assert.InRange(needed, fixedSample, 1.5 * fixedSample);

        static int Requests(SloComplianceProcess process, double beta)
        {
            var n = 0;
            for (; !process.IsProven(beta); n++)
            {
                process.Observe(1, 0);
            }

            return n;
        }
    }

    [Theory]
    [InlineData(0.01, 2, 8)]
    [InlineData(0.5, 1, 11)]
    public void A_broken_canary_is_found_within_a_handful_of_requests(double limit, int oneBadOf, int most)
    {
        var process = new SloBreachProcess(limit, RestartPlan.For(360));
        var n = 0;
        for (; process.LogEvidence < Math.Log(100); n++)
        {
            process.Observe(1, n % oneBadOf == 0 ? 1 : 0);
        }

        Assert.InRange(n, 3, most);
    }

    [Fact]
    public void Three_canary_errors_are_the_least_that_convict()
    {
        var process = new RollbackProcess(Margin.Equal, RestartPlan.None);
        for (var stratum = 0; stratum < 1000; stratum++)
        {
            process.Observe(new(0, 0, 1000, 0), 1e-9);
        }

        var errors = 0;
        for (; process.LogEvidence < Math.Log(100); errors++)
        {
            process.Observe(new(1, 1, 19, 0), 1e-9);
        }

        Assert.Equal(3, errors);
    }

    [Fact]
    public void Without_errors_only_the_offset_clears()
    {
        var (with, without) = (new AdvanceProcess(Margin.Advance), new AdvanceProcess(new(1.5, 0)));
        for (var stratum = 0; stratum < 1000; stratum++)
        {
            with.Observe(new(50, 0, 950, 0), 1e-9);
            without.Observe(new(50, 0, 950, 0), 1e-9);
        }

        Assert.True(with.IsProven(0.05));
        Assert.False(without.IsProven(0.05));
    }

    [Fact]
    public void Clearance_stays_within_its_phase_and_ends_with_it()
    {
        var process = new AdvanceProcess(new(1, 0.005));
        for (var stratum = 0; stratum < 20; stratum++)
        {
            process.Observe(new(100, 0, 1900, 0), 1e-9);
        }

        process.Observe(new(100, 40, 1900, 0), 1e-9);
        Assert.True(process.LogEvidence < 0);
        Assert.True(process.IsProven(0.05));
        process.EnterPhase();
        Assert.False(process.IsProven(0.05));
        Assert.Equal(0, process.LogEvidence);
    }

    [Theory]
    [InlineData(360, 6, 59)]
    [InlineData(60, 1, 59)]
    [InlineData(5, 1, 4)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(-5, 1, 0)]
    public void Restarts_are_spread_over_the_horizon(int horizon, int every, int count) => Assert.Equal(new(count, every), RestartPlan.For(horizon));

    [Fact]
    public void Capital_is_spent_to_the_last_bit_and_never_more()
    {
        var mixture = new RestartMixture(7, RestartPlan.For(360));
        for (var stratum = 0; stratum < 1000; stratum++)
        {
            mixture.Skip();
            Assert.Equal(0, mixture.LogEvidence, 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.5, 1)]
    [InlineData(-3, 1)]
    [InlineData(4, 0.25)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(double.NaN, 0)]
    public void A_design_effect_lets_requests_count_for_fewer_never_for_more(double effect, double power) => Assert.Equal(power, Tempering.Of(effect));

    [Theory]
    [InlineData(1, 0, 1, StratumUse.MarginOutOfRange)]
    [InlineData(0.5, 0, 1, StratumUse.MarginOutOfRange)]
    [InlineData(1, 0, 0, StratumUse.MarginOutOfRange)]
    [InlineData(1, 0, double.NaN, StratumUse.MarginOutOfRange)]
    [InlineData(3, 0, 0.4, StratumUse.MarginOutOfRange)]
    [InlineData(0, 0, 0.1, StratumUse.MarginOutOfRange)]
    [InlineData(1, 0, 0.1, StratumUse.NoWeight, 0)]
    [InlineData(1, 0, 0.1, StratumUse.NoWeight, -1)]
    [InlineData(1, 0, 0.1, StratumUse.NoWeight, double.NaN)]
    [InlineData(1, 0, 0.1, StratumUse.Used, double.PositiveInfinity)]
    public void What_cannot_be_judged_is_named_and_leaves_the_evidence(double ratio, double offset, double stableRate, StratumUse use, double tempering = 1)
    {
        var (rollback, advance) = (new RollbackProcess(new(ratio, offset), RestartPlan.None), new AdvanceProcess(new(ratio, offset)));
        Assert.Equal(use, rollback.Observe(new(50, 20, 50, 20), stableRate, tempering));
        Assert.Equal(use, advance.Observe(new(50, 20, 50, 20), stableRate, tempering));
        Assert.Equal(use == StratumUse.Used, rollback.LogEvidence != 0);
        Assert.True(double.IsFinite(rollback.LogEvidence) && double.IsFinite(advance.LogEvidence));
    }

    [Fact]
    public void Latency_with_a_tolerated_growth_clears_what_is_as_good_as_stable()
    {
        var latency = new LatencyComparison(RestartPlan.None);
        for (var stratum = 0; stratum < 100; stratum++)
        {
            latency.Observe(new(500, 3, 9500, 95), new(500, 3, 9500, 95), pastAbove: 95, pastRequests: 9500);
        }

        Assert.True(latency.Advance.IsProven(0.05));
        Assert.True(latency.Rollback.LogEvidence < 0);
    }
}
