using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Long random histories, sane and insane, try to break what must always hold.</summary>
public sealed class HistoryProperties
{
    private const int Runs = 300;

    private static readonly Gen<long> s_count = Gen.Frequency(
        (8, from magnitude in Gen.Choose(0, 12) from digit in Gen.Choose(0, 99) select (long)(digit * Math.Pow(10, magnitude - 1))),
        (1, Gen.Constant(0L)),
        (1, Gen.Elements(-1L, -5L, long.MinValue, long.MaxValue, 1_000_000_000_000L)));

    private static readonly Gen<double> s_number = Gen.Frequency(
        (8, from magnitude in Gen.Choose(-90, 0) select Math.Pow(10, magnitude / 10.0)),
        (1, Gen.Elements(0, 1, -1, 2, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue)));

    private static readonly Arbitrary<Stratum[]> s_histories = (
        from length in Gen.Choose(1, 400)
        from strata in Gen.ArrayOf(
            from isSane in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
            from nc in s_count
            from nb in s_count
            from xc in s_count
            from xb in s_count
            from odd in s_number
            let counts = isSane ? new ArmCounts(Sane(nc), Sane(nc) == 0 ? 0 : Sane(xc) % (Sane(nc) + 1), Sane(nb), Sane(nb) == 0 ? 0 : Sane(xb) % (Sane(nb) + 1)) : new ArmCounts(nc, xc, nb, xb)
            select new Stratum(counts, odd),
            length)
        select strata).ToArbitrary();

    private static readonly Arbitrary<(double Ratio, double Offset, double Rate)> s_settings =
        (from ratio in s_number from offset in s_number from rate in s_number select (ratio * 3, offset * 0.1, rate)).ToArbitrary();

    [Fact]
    public void Evidence_is_a_number_whatever_is_counted() => Prop.ForAll(s_histories, s_settings, (history, setting) =>
    {
        var all = new Everything(setting);
        foreach (var stratum in history)
        {
            all.Observe(stratum);
            Assert.All(all.Processes, process => Assert.True(double.IsFinite(process.LogEvidence), $"{process.GetType().Name} {setting}: {process.LogEvidence}"));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void Dropped_strata_leave_the_evidence_alone() => Prop.ForAll(s_histories, history =>
    {
        var process = new RateComparison(Margin.Tolerance, Margin.Advance, RestartPlan.None);
        foreach (var stratum in history)
        {
            var before = (process.Rollback.LogEvidence, process.Advance.LogEvidence);
            if (process.Observe(stratum.Counts) != StratumUse.Used)
            {
                Assert.Equal(before, (process.Rollback.LogEvidence, process.Advance.LogEvidence));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void Computed_again_or_taken_up_anywhere_the_bits_are_the_same() => Prop.ForAll(s_histories, s_settings, ArbMap.Default.ArbFor<int>(), (history, setting, seed) =>
    {
        var (whole, broken) = (new Everything(setting), new Everything(setting));
        var random = new Random(seed);
        foreach (var stratum in history)
        {
            whole.Observe(stratum);
            broken.Observe(stratum);
            if (random.Next(5) == 0)
            {
                broken = broken.Reborn();
            }
        }

        Assert.Equal(whole.Bits(), broken.Bits());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void Clearance_latches_within_a_phase() => Prop.ForAll(s_histories, history =>
    {
        var process = new RateComparison(Margin.Tolerance, new(1, 0.2), RestartPlan.None);
        var isProven = false;
        foreach (var stratum in history)
        {
            process.Observe(stratum.Counts);
            Assert.True(process.Advance.IsProven(0.05) || !isProven);
            Assert.True(process.Advance.HighestLogEvidence >= process.Advance.LogEvidence);
            isProven = process.Advance.IsProven(0.05);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void No_verdict_moves_traffic_without_evidence() => Prop.ForAll(s_histories, s_settings, (history, setting) =>
    {
        var all = new Everything(setting);
        var runs = default(RunCounts);
        foreach (var stratum in history)
        {
            all.Observe(stratum);
            var input = all.Input();
            runs = runs.After(input);
            var decision = EvidenceTable.Decide(input with { Runs = runs });
            Assert.True(double.IsFinite(decision.LogEvidence));
            Assert.True(decision.Verdict != VerdictKind.RollBack || decision.LogEvidence >= Math.Log(100));
            Assert.True(decision.Verdict != VerdictKind.Advance || input.Clearances.All(c => c.LogEvidence >= Math.Log(20)));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static long Sane(long count) => Math.Clamp(count, 0, 1_000_000_000_000);

    /// <param name="Odd">Stands for every number that is not a count, sane or not.</param>
    private sealed record Stratum(ArmCounts Counts, double Odd);

    private sealed class Everything((double Ratio, double Offset, double Rate) setting)
    {
        private readonly RateComparison _errors = new(new(setting.Ratio, setting.Offset), new(setting.Ratio, setting.Offset), RestartPlan.Each(3, 60), setting.Rate);
        private readonly RateComparison _usual = new(Margin.Tolerance, Margin.Advance, RestartPlan.Each(3, 60));
        private readonly LatencyComparison _latency = new(RestartPlan.Each(3, 60));
        private readonly SloBreachProcess _breach = new(setting.Rate, RestartPlan.Each(2, 60));
        private readonly SloComplianceProcess _comply = new(setting.Rate);
        private readonly ThroughputProcess _throughput = new(setting.Rate * 10);
        private readonly SplitCheck _split = new();

        public IEvidenceProcess[] Processes =>
            [_errors.Rollback, _errors.Advance, _usual.Rollback, _usual.Advance, _latency.Rollback, _latency.Advance, _breach, _comply, _throughput, _split];

        public void Observe(Stratum stratum)
        {
            var counts = stratum.Counts;
            _errors.Observe(counts, stratum.Odd);
            _usual.Observe(counts);
            _latency.Observe(counts, counts, stratum.Odd * counts.StableRequests, counts.StableRequests, stratum.Odd);
            _breach.Observe(counts.CanaryRequests, counts.CanaryBad, stratum.Odd);
            _comply.Observe(counts.CanaryRequests, counts.CanaryBad, stratum.Odd);
            _throughput.Observe(counts.CanaryRequests, stratum.Odd * 100);
            _split.Observe(stratum.Odd, counts.CanaryRequests, counts.StableRequests, 1 / stratum.Odd);
        }

        public EvidenceInput Input() => new()
        {
            Components =
            [
                new("errors", EvidenceKind.Comparison, 0.4, _usual.Rollback.LogEvidence),
                new("latency", EvidenceKind.Comparison, 0.4, _latency.Rollback.LogEvidence),
                new("slo", EvidenceKind.Slo, 0.2, _breach.LogEvidence, _breach.LogEvidence),
            ],
            Clearances = [new("errors", _usual.Advance.HighestLogEvidence), new("slo", _comply.HighestLogEvidence, EvidenceKind.Slo)],
            MinimumStepElapsed = true,
        };

        /// <summary>A fresh one with this one's state.</summary>
        public Everything Reborn()
        {
            var next = new Everything(setting);
            next.Restore(State());
            return next;
        }

        public long[] Bits() => [.. State().Concat(Processes.Select(process => process.LogEvidence)).Select(BitConverter.DoubleToInt64Bits)];

        private double[] State()
        {
            var state = new double[_errors.StateLength + _usual.StateLength + _latency.StateLength + _breach.StateLength + _comply.StateLength + _throughput.StateLength + _split.StateLength];
            var rest = state.AsSpan();
            _errors.Save(rest);
            _usual.Save(rest = rest[_errors.StateLength..]);
            _latency.Save(rest = rest[_usual.StateLength..]);
            _breach.Save(rest = rest[_latency.StateLength..]);
            _comply.Save(rest = rest[_breach.StateLength..]);
            _throughput.Save(rest = rest[_comply.StateLength..]);
            _split.Save(rest[_throughput.StateLength..]);
            return state;
        }

        private void Restore(ReadOnlySpan<double> rest)
        {
            _errors.Restore(rest);
            _usual.Restore(rest = rest[_errors.StateLength..]);
            _latency.Restore(rest = rest[_usual.StateLength..]);
            _breach.Restore(rest = rest[_latency.StateLength..]);
            _comply.Restore(rest = rest[_breach.StateLength..]);
            _throughput.Restore(rest = rest[_comply.StateLength..]);
            _split.Restore(rest[_throughput.StateLength..]);
        }
    }
}
