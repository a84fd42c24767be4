using System.Text.Json;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Tests.Analysis.CustomMetrics;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>What may go on for a while.</summary>
public enum Mood
{
    Calm,
    Regression,
    Outage,
    Silence,
    Giant,
    Negative,
    MoreErrorsThanRequests,
    BrokenBuckets,
    WrongBuckets,
    SourceGone,
    ClockAhead,
    ClockBehind,
    WeightJumps,
    OtherUnit,
    NoStableTraffic,
    NoStableArm,
    NoErrorsAtAll,
    OwnWorse,
    OwnGone,
    OwnOtherUnit,
    OwnNoNumbers,
    OwnImpossible,
}

/// <param name="Intervals">How long it goes on.</param>
public sealed record Stretch(Mood Mood, int Intervals, int Seed);

/// <summary>A deployment judged by evidence through a long history, and what must hold after each of its intervals.</summary>
internal sealed class LongHistory
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);
    private static readonly ArmWindow s_before = Traffic.Arm(10_000, 50);

    private readonly DeploymentScenario _scenario;
    private readonly EvidenceLedger _ledger;
    private readonly List<Interval> _intervals = [];
    private (Verdict? Previous, Measurement.Seen Seen, Verdict Verdict, int Intervals)? _last;
    private string? _latched;

    public LongHistory(Thresholds thresholds)
    {
        _scenario = DeploymentScenario.AtHold(change: spec => spec with
        {
            Thresholds = thresholds,
            Analysis = AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero, Metrics = thresholds.Custom.Any(limit => limit.Metric == "orders") ? OwnHistory.Rules : [] } },
            Metrics = Definitions.All,
            Plan = Make.Plan(Make.Phase(5, hold: s_step), Make.Phase(30, hold: s_step), Make.Phase(100, hold: s_step)),
        });
        _ledger = new(_scenario.State.Spec.LedgerTerms, s_before);
    }

    public void Live(Stretch stretch)
    {
#pragma warning disable CA5394 // Nothing secret: the same seed must give the same history.
        var random = new Random(stretch.Seed);
        for (var i = 0; i < stretch.Intervals; i++)
        {
            _scenario.After(s_step);
            var skew = stretch.Mood switch { Mood.ClockAhead => 120, Mood.ClockBehind => -120, _ => 0 };
            var to = _scenario.Bus.Now + TimeSpan.FromSeconds(skew);
            var share = stretch.Mood == Mood.WeightJumps ? Share.FromTenths(random.Next(1001)) : _scenario.State.Asked.Canary;
            Live(stretch.Mood, to, share, random);
        }
#pragma warning restore CA5394
    }

    /// <summary>Worked out again from the intervals, everything is the same to the bit.</summary>
    public void AssertReplays()
    {
        var again = new EvidenceLedger(_scenario.State.Spec.LedgerTerms, s_before);
        foreach (var (i, interval) in _intervals.Index())
        {
            again.Observe(interval);
            if (_last is { } last && last.Intervals == i + 1)
            {
                Assert.Equal(last.Verdict, Judge(last.Previous, last.Seen, again));
                Assert.Equal(last.Verdict, JsonSerializer.Deserialize<Verdict>(JsonSerializer.Serialize(last.Verdict)));
            }
        }

        Assert.Equal(State(_ledger), State(again));
        AssertFolds();
    }

    /// <summary>Read back as they are stored, the events give the same deployment and the same verdict.</summary>
    private void AssertFolds()
    {
        var events = _scenario.Bus.Log.Where(entry => entry.Deployment == _scenario.Id).Select(entry => (DeploymentEvent)entry.Event).ToList();
        var read = events.Select(e => (DeploymentEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(e, e.GetType()), e.GetType())!);
        var folded = Deployment.Fold(read);
        Assert.Equal(_scenario.State.Status, folded!.Status);
        Assert.Equal(_scenario.State.Verdict, folded.Verdict);
    }

    private void Live(Mood mood, DateTimeOffset to, Share share, Random random)
    {
        var state = _scenario.State;
        if (mood == Mood.SourceGone)
        {
            _scenario.When(new Judge(state.Phase, Make.Outage));
            AssertHolds(state, _scenario.State.Verdict!);
            return;
        }

        var (stable, canary) = OwnHistory.Tell(mood, Counts(mood, share.Tenths / 1000.0, random), random);
        var interval = new Interval(Math.Max(0, state.Phase), to - s_step, to, share, stable, canary);
        _intervals.Add(interval);
        _ledger.Observe(interval);
        var seen = new Measurement.Seen(interval.From, to, stable, canary, "window");
        if (state is { CanaryHasTraffic: true, Status: Running or Paused })
        {
            var verdict = Judge(state.Verdict, seen, _ledger);
            _last = (state.Verdict, seen, verdict, _intervals.Count);
            AssertFinite(verdict);
            AssertHolds(state, verdict);
            AssertNamed(mood, verdict);
            OwnHistory.AssertNamed(mood, verdict);
        }

        _scenario.When(new Judge(state.Phase, seen, _ledger.Assess("hash", stable)));
        AssertLatched(_scenario.State);
        GoOn();
    }

    /// <summary>The world does what is asked of it.</summary>
    private void GoOn()
    {
        var before = _scenario.State;
        _scenario.When(new Tick());
        if (_scenario.State.Phase > before.Phase)
        {
            Assert.Equal(VerdictKind.Advance, before.Verdict?.Kind);
        }

        if (!_scenario.State.Status.IsTerminal)
        {
            _scenario.When(new ReportSplit(_scenario.State.Asked, Verified: true));
        }
    }

    private void AssertLatched(Deployment state)
    {
        if (state.Status is RollingBack or Ended or Promoting)
        {
            var now = JsonSerializer.Serialize(state.Verdict);
            _latched ??= now;
            Assert.Equal(_latched, now);
            Assert.True(state.Status is not RollingBack || state.Verdict!.Kind == VerdictKind.RollBack);
        }
    }

    private static void AssertHolds(Deployment before, Verdict verdict)
    {
        if (verdict.Evidence is not { } evidence)
        {
            Assert.Equal(VerdictKind.Hold, verdict.Kind);
            return;
        }

        Assert.True(verdict.Kind != VerdictKind.RollBack || (evidence.LogEvidence >= Math.Log(100) - 0.01 && evidence.CanaryRequests > 0), verdict.Sentence);
        Assert.True(
            verdict.Kind != VerdictKind.Advance || verdict.Checks.Where(check => check.Evidence!.Required).All(check => check.Evidence!.InFavour >= Math.Log(20) - 0.01), $"{before.Phase}: {verdict.Sentence}");
    }

    private static void AssertFinite(Verdict verdict)
    {
        Assert.True(double.IsFinite(verdict.Evidence!.LogEvidence));
        Assert.All(verdict.Checks, check =>
        {
            Assert.True(double.IsFinite(check.Limit) && double.IsFinite(check.Stable ?? 0) && double.IsFinite(check.Canary ?? 0), check.ToString());
            Assert.True(double.IsFinite(check.Evidence!.Against) && double.IsFinite(check.Evidence.InFavour) && double.IsFinite(check.Evidence.RuleOut ?? 0), check.ToString());
        });
        Assert.DoesNotContain("NaN", verdict.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", verdict.Sentence, StringComparison.Ordinal);
    }

    /// <summary>What cannot be true is called by its name, unless a limit is proven broken by what was counted before.</summary>
    private static void AssertNamed(Mood mood, Verdict verdict)
    {
        if (mood is Mood.Negative or Mood.MoreErrorsThanRequests or Mood.BrokenBuckets or Mood.WrongBuckets && verdict.Kind != VerdictKind.RollBack && verdict.Reason != VerdictReason.ConfirmingFailure)
        {
            Assert.Equal(VerdictReason.DataQuality, verdict.Reason);
            Assert.Contains("the counters contradict themselves", verdict.Sentence, StringComparison.Ordinal);
        }
    }

    private Verdict Judge(Verdict? previous, Measurement.Seen seen, EvidenceLedger ledger) =>
        EvidenceJudge.Judge(previous, seen, ledger.Assess("hash", seen.Stable), _scenario.State.Spec.Analysis, []);

    private static double[] State(EvidenceLedger ledger)
    {
        var state = new double[ledger.StateLength];
        ledger.Save(state);
        return state;
    }

#pragma warning disable CA5394 // Nothing secret: the same seed must give the same counts.
    private static (ArmWindow? Stable, ArmWindow Canary) Counts(Mood mood, double share, Random random)
    {
        var all = mood switch { Mood.Silence => 0L, Mood.Giant => 1_000_000_000_000L, _ => 200 + random.Next(1000) };
        var milliseconds = (mood == Mood.OtherUnit ? 20_000 : 20) * (0.5 + random.NextDouble());
        var canary = Arm((long)(all * share), mood is Mood.Regression or Mood.Outage ? 0.3 : mood == Mood.NoErrorsAtAll ? 0 : 0.005, milliseconds, random);
        var stable = mood is Mood.NoStableArm ? null
            : Arm(mood == Mood.NoStableTraffic ? 0 : all - canary.Requests, mood == Mood.Outage ? 0.3 : mood == Mood.NoErrorsAtAll ? 0 : 0.005, milliseconds, random);
        return mood switch
        {
            Mood.Negative => (stable, canary with { Requests = -1 - random.Next(100) }),
            Mood.MoreErrorsThanRequests => (stable! with { Errors = stable.Requests + 1 + random.Next(100) }, canary),
            Mood.BrokenBuckets => (stable, canary with { Latency = Broken(canary.Latency, random) }),
            Mood.WrongBuckets => (stable, canary with { Latency = new long[3] }),
            _ => (stable, canary),
        };
    }

    private static ReadOnlyMemory<long> Broken(ReadOnlyMemory<long> latency, Random random)
    {
        var buckets = latency.ToArray();
        buckets[random.Next(buckets.Length)] = -1 - random.Next(5);
        return buckets;
    }

    private static ArmWindow Arm(long requests, double rate, double milliseconds, Random random) =>
        Traffic.Arm(requests, Math.Min(requests, (long)Math.Round(requests * rate * 2 * random.NextDouble())), milliseconds);
#pragma warning restore CA5394
}
