using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>Whatever happens for however long: nothing throws, nothing is decided without evidence, what was decided stays, and the stored intervals give the same again.</summary>
public sealed class LongHistoryProperties
{
    private static readonly Thresholds[] s_thresholds =
    [
        new(),
        new() { ErrorRate = 0.02 },
        new() { ErrorRate = 0.01, LatencyP95 = TimeSpan.FromMilliseconds(50), LatencyP99 = TimeSpan.FromSeconds(1), ThroughputMin = 3, Custom = [new(MetricNames.ClientErrorRate, null, 0.1)] },
        new() { ErrorRate = 0.05, Custom = [new("orders", null, 0.1), new("packing", null, 0.3), new("queue", -1, 60), new(MetricNames.OpenRequests, null, 50)] },
    ];

    private static readonly Arbitrary<Stretch[]> s_histories = (
        from count in Gen.Choose(1, 20)
        from stretches in Gen.ArrayOf(
            from mood in Gen.Elements(Enum.GetValues<Mood>())
            from intervals in Gen.Choose(1, 40)
            from seed in Gen.Choose(0, 1_000_000)
            select new Stretch(mood, intervals, seed),
            count)
        select stretches).ToArbitrary();

    [Fact]
    public void Any_long_history_is_judged_by_evidence_alone_and_can_be_replayed() => Prop.ForAll(s_histories, history =>
    {
        var life = new LongHistory(s_thresholds[history.Length % s_thresholds.Length]);
        foreach (var stretch in history)
        {
            life.Live(stretch);
        }

        life.AssertReplays();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [InlineData(Mood.Negative)]
    [InlineData(Mood.MoreErrorsThanRequests)]
    [InlineData(Mood.BrokenBuckets)]
    [InlineData(Mood.WrongBuckets)]
    [InlineData(Mood.Silence)]
    [InlineData(Mood.SourceGone)]
    [InlineData(Mood.ClockAhead)]
    [InlineData(Mood.ClockBehind)]
    [InlineData(Mood.NoStableTraffic)]
    public void An_hour_of_nothing_usable_decides_nothing(Mood mood)
    {
        var life = new LongHistory(s_thresholds[2]);
        life.Live(new(mood, 360, Seed: 1));
        life.Live(new(Mood.Calm, 3, Seed: 2));
        life.AssertReplays();
    }

    [Fact]
    public void Counters_that_contradict_themselves_are_named_until_sound_ones_come()
    {
        var traffic = new Traffic();
        traffic.After(Arm(950, 5), Arm(50, 0));
        var broken = traffic.After(Arm(950, 5), Arm(50, 51));
        Assert.Equal((VerdictKind.Hold, VerdictReason.DataQuality, 50L), (broken.Kind, broken.Reason, broken.Evidence!.CanaryRequests));
        Assert.Equal("Holding: the counters contradict themselves; what they say is left out for both versions.", broken.Sentence);
        traffic.Restart();
        Assert.Contains(DataProblem.CounterAnomaly, traffic.Ledger.Assess("hash", null).Problems);
        var sound = traffic.After(Arm(950, 5), Arm(50, 0));
        Assert.Equal((VerdictReason.Inconclusive, 100L), (sound.Reason, sound.Evidence!.CanaryRequests));
    }

    [Fact]
    public void Requests_that_stop_coming_are_named_and_the_evidence_stands_still()
    {
        var traffic = new Traffic();
        var before = traffic.After(Arm(950, 5), Arm(50, 0));
        var after = traffic.Until(360, () => (Arm(0, 0), Arm(0, 0)));
        Assert.Equal((VerdictKind.Hold, before.Evidence!.CanaryRequests), (after.Kind, after.Evidence!.CanaryRequests));
        Assert.Matches(@"^Holding: the error rate is not yet cleared, and no canary requests come now\. About [\d,]+ more canary requests are needed if the canary is as good as stable\.$", after.Sentence);
    }

    [Theory]
    [InlineData(120, "the measurements are too old.")]
    [InlineData(-120, "what was counted ends later than it is now; a clock was put back, or two disagree.")]
    public void Two_minutes_between_what_is_seen_and_what_was_counted_are_named_and_hold(int seconds, string why)
    {
        var traffic = new Traffic();
        Assert.Equal(VerdictKind.RollBack, traffic.Until(200, () => (Arm(950, 10), Arm(50, 5))).Kind);
        var verdict = traffic.SeenAt(TimeSpan.FromSeconds(seconds));
        Assert.Equal((VerdictKind.Hold, VerdictReason.DataQuality, $"Holding: {why}"), (verdict.Kind, verdict.Reason, verdict.Sentence));
        Assert.Equal(VerdictKind.RollBack, traffic.SeenAt(TimeSpan.FromSeconds(29)).Kind);
    }
}
