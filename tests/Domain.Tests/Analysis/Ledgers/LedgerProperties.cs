using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Tests.Analysis.CustomMetrics;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>Whatever is counted: nothing throws, nothing is not a number, and laying the ledger down changes no bit.</summary>
public sealed class LedgerProperties
{
    private static readonly long[] s_counts = [0, 1, 3, 50, 1_000, 1_000_000_000_000, -1, 5_000_000_000];

    [Fact]
    public void Any_history_stays_finite_and_the_same_after_every_restart() => Holds(60, StaysFiniteAndTheSame);

    [Fact]
    public void Without_canary_requests_nothing_is_ever_decided() => Holds(40, steps =>
    {
        var traffic = new Traffic(new() { ErrorRate = 0.01 });
        return steps.All(step => traffic.After(Window(step), Arm(0, 0)).Kind == VerdictKind.Hold);
    });

    [Fact]
    public void Whatever_instances_tell_stays_finite_and_the_same_after_every_restart() => Holds(60, steps =>
    {
        ValueList<MetricRule> rules =
        [
            new("orders", MetricRole.Guard, Required: true), new("packing", MetricRole.Guard, Required: true) { Quantile = 0.5 },
            new("queue", MetricRole.Guard, Required: false) { Direction = MetricDirection.Either },
        ];
        var thresholds = new Thresholds { Custom = [new("orders", 0.1, 0.5), new("packing", null, 300), new("queue", -5, 40), new(MetricNames.OpenRequests, null, 7)] };
        var (straight, interrupted) = (Own(), Own());
        foreach (var (i, step) in steps.Index())
        {
            var (stable, canary) = (step % 11 == 0 ? null : Told(step), Told(step / 16));
            var verdict = straight.After(stable, canary, i / 5);
            interrupted.After(stable, canary, i / 5);
            interrupted.Restart();
            if (!double.IsFinite(verdict.Evidence!.LogEvidence) || verdict.Checks.Any(check => !double.IsFinite(check.Limit) || !double.IsFinite(check.Canary ?? 0) || !double.IsFinite(check.Evidence!.Against)))
            {
                return false;
            }
        }

        return straight.State().SequenceEqual(interrupted.State());

        Traffic Own() => new(thresholds, evidence: e => e with { Metrics = rules }, own: Definitions.All);
    });

    /// <summary>Some of it cannot be true: more bad ones than there are, negative counts, other bounds, no number.</summary>
    private static ArmWindow Told(uint step) => Window(step) with
    {
        Detail = new()
        {
            Metrics =
            [
                new("orders", MetricKind.CounterPair) { Total = s_counts[step % 8], Bad = s_counts[step / 8 % 8] },
                new("packing", MetricKind.Histogram) { Bounds = step % 7 == 0 ? [1] : [100, 500], Buckets = [s_counts[step % 8], s_counts[step / 3 % 8], s_counts[step / 5 % 8]] },
                new("queue", MetricKind.Gauge) { Value = (step % 9) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => 1e99, var v => v } },
            ],
        },
    };

    private static bool StaysFiniteAndTheSame(uint[] steps)
    {
        var thresholds = new Thresholds { ErrorRate = 0.01, LatencyP95 = TimeSpan.FromMilliseconds(50), ThroughputMin = 2 };
        var (straight, interrupted) = (new Traffic(thresholds), new Traffic(thresholds));
        foreach (var (i, step) in steps.Index())
        {
            var stable = step % 11 == 0 ? null : Window(step);
            var (canary, phase, share) = (Window(step / 64), i / 5, (decimal)(1 + (step % 99)));
            var verdict = straight.After(stable, canary, phase, share);
            interrupted.After(stable, canary, phase, share);
            interrupted.Restart();
            if (!double.IsFinite(verdict.Evidence!.LogEvidence) || verdict.Checks.Any(check => !double.IsFinite(check.Limit) || !double.IsFinite(check.Evidence!.Against)))
            {
                return false;
            }
        }

        return straight.State().SequenceEqual(interrupted.State());
    }

    private static void Holds(int runs, Func<uint[], bool> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static ArmWindow Window(uint step)
    {
        var arm = Arm(s_counts[step % 8], s_counts[step / 8 % 8], 5 + (step % 500));
        return step % 3 == 0 ? arm : arm with { Detail = Detail(step) };
    }

    private static ArmDetail Detail(uint step)
    {
        var aging = new long[LatencyBounds.BucketCount];
        (aging[step % 161], aging[step / 161 % 161]) = (s_counts[step % 8], -s_counts[step / 8 % 8]);
        return new()
        {
            Aging = aging,
            Replicas = [new($"r{step % 50}", s_counts[step % 8], s_counts[step / 8 % 8]), new("same", s_counts[step / 64 % 8], s_counts[step / 512 % 8])],
        };
    }
}
