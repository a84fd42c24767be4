using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

public sealed class DaysBackTestTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly PhasePlan s_plan = new(
        PlanKind.Phases,
        [new Phase(Share.FromPercent(25), TimeSpan.FromMinutes(20)) { Gap = PhaseGap.Timed(TimeSpan.FromMinutes(5)) }, new Phase(Share.FromPercent(50), TimeSpan.FromMinutes(20)), new Phase(Share.All, TimeSpan.FromMinutes(15))]);

    [Fact]
    public void Good_canaries_pass_one_after_the_other_and_are_almost_never_returned()
    {
        var result = Try(Minutes(7 * 24 * 60))!;
        Assert.Equal((s_monday, TimeSpan.FromDays(7), TimeSpan.Zero, TimeSpan.FromMinutes(1)), (result.From, result.Covered, result.Missing, result.Step));

        // A start takes 45 minutes when nothing has to be waited for; half an hour comes before the first.
        Assert.InRange(result.Starts, 150, 223);
        Assert.InRange(result.Returned, 0, 2);
        Assert.InRange(result.Passed, result.Starts * 9 / 10, result.Starts);
        Assert.InRange(result.Median!.Value, TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(60));
        Assert.Equal(0, result.Broken);
    }

    [Fact]
    public void The_same_question_has_the_same_answer_and_more_minutes_only_add_starts()
    {
        var all = Minutes(2_000);
        var (once, again, less) = (Try(all)!, Try(all)!, Try(all[..1_000])!);
        Assert.Equal(once, again);
        Assert.InRange(less.Starts, 1, once.Starts - 1);
        Assert.True(less.Returned <= once.Returned && less.Held <= once.Held);
    }

    [Fact]
    public void With_too_little_traffic_starts_are_held_when_the_budget_is_used_up_and_do_then_what_the_plan_says()
    {
        var minutes = Minutes(1_000, requests: 20, errors: 0);
        var asks = Try(minutes)!;
        Assert.True(asks.Starts > 5);
        Assert.Equal((0, asks.Starts, null), (asks.Returned, asks.Held, asks.Median));

        var returns = Try(minutes, analysis: settings => settings with { OnInconclusive = OnInconclusive.RollBack })!;
        Assert.Equal((asks.Starts, 0), (returns.Returned, returns.Held));
        var goesOn = Try(minutes, analysis: settings => settings with { OnInconclusive = OnInconclusive.AdvanceIfNoSuspicion })!;
        Assert.Equal((0, 0), (goesOn.Returned, goesOn.Held));
    }

    [Fact]
    public void A_limit_that_stable_itself_breaks_holds_every_start()
    {
        var result = Try(Minutes(600, errors: 300), rollback: new() { OnErrorRate = 0.001 })!;
        Assert.True(result.Starts > 3);
        Assert.Equal(result.Starts, result.Held);
    }

    [Fact]
    public void Rules_that_need_little_certainty_raise_more_false_alarms_and_a_plan_that_never_goes_back_stops_instead()
    {
        var minutes = Minutes(7 * 24 * 60);
        var rash = Try(minutes, analysis: settings => settings with { ConfidenceLevel = 0.5 })!;
        Assert.True(rash.Returned > Try(minutes)!.Returned, $"{rash.Returned} of {rash.Starts} returned");

        var stays = Try(minutes, new() { Enabled = false }, settings => settings with { ConfidenceLevel = 0.5 })!;
        Assert.Equal((0, rash.Returned + rash.Held), (stays.Returned, stays.Held));
    }

    [Fact]
    public void A_start_that_runs_into_a_long_stretch_without_counts_says_nothing_and_a_short_one_is_gone_over()
    {
        var minutes = Minutes(300);
        var whole = Try(minutes)!;
        var result = Try([.. minutes[..60], .. minutes[100..160], .. minutes[165..]])!;
        Assert.Equal((1, TimeSpan.FromMinutes(40), whole.Covered), (result.Broken, result.Missing, result.Covered));
        Assert.InRange(result.Starts, 1, whole.Starts - 1);
    }

    [Fact]
    public void A_plan_of_seconds_starts_twice_an_hour_at_most()
    {
        var quick = new PhasePlan(PlanKind.Phases, [new Phase(Share.FromPercent(50), TimeSpan.FromSeconds(5)), new Phase(Share.All, TimeSpan.FromSeconds(5))]);
        var result = DaysBackTest.Of(Terms(quick), quick, Minutes(24 * 60), TestContext.Current.CancellationToken)!;
        Assert.InRange(result.Starts, 1, 47);
    }

    [Fact]
    public void An_interval_above_a_minute_is_made_of_whole_minutes()
    {
        var result = Try(Minutes(600), analysis: settings => settings with { Interval = TimeSpan.FromSeconds(150) })!;
        Assert.Equal(TimeSpan.FromMinutes(3), result.Step);
        Assert.True(result.Starts > 3);
    }

    [Fact]
    public void What_cannot_be_tried_is_not_answered_and_a_reader_who_left_is_not_waited_for()
    {
        Assert.Null(Try([]));
        Assert.Null(DaysBackTest.Of(LedgerTerms.For(s_plan, new(), new(), AnalysisSettings.Of(AnalysisMode.Point)), s_plan, Minutes(100), CancellationToken.None));
        Assert.Equal(0, Try(Minutes(40))!.Starts);
        Assert.Throws<OperationCanceledException>(() => DaysBackTest.Of(Terms(s_plan), s_plan, Minutes(100), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Minutes_are_read_once_and_only_half_an_hour_of_them_is_kept()
    {
        var (read, kept) = (new List<WeakReference>(), 0);
        Assert.NotNull(DaysBackTest.Of(Terms(s_plan), s_plan, Read(), TestContext.Current.CancellationToken));
        Assert.Equal(200, read.Count);
        Assert.InRange(kept, 30, 40);

        IEnumerable<ServedMinute> Read()
        {
            for (var i = 0; i < 200; i++)
            {
                yield return Fresh(i);
            }

            GC.Collect();
            kept = read.Count(minute => minute.IsAlive);
        }

        ServedMinute Fresh(int i)
        {
            var minute = new ServedMinute(s_monday.AddMinutes(i), new(ServedMinute.Length, 3_600, 6, 0, 0, new long[LatencyBounds.BucketCount]));
            read.Add(new(minute));
            return minute;
        }
    }

    private static DaysBackTestResult? Try(List<ServedMinute> minutes, RollbackPolicy? rollback = null, Func<AnalysisSettings, AnalysisSettings>? analysis = null) =>
        DaysBackTest.Of(Terms(s_plan, rollback, analysis), s_plan, minutes, TestContext.Current.CancellationToken);

    private static LedgerTerms Terms(PhasePlan plan, RollbackPolicy? rollback = null, Func<AnalysisSettings, AnalysisSettings>? analysis = null)
    {
        var settings = AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero, Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: true) { Margin = new Margin(1, 0.005) }] } };
        return LedgerTerms.For(plan, new(), rollback ?? new(), analysis?.Invoke(settings) ?? settings);
    }

    private static List<ServedMinute> Minutes(int count, long requests = 3_600, long errors = 6)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = requests - (requests / 10);
        latency[LatencyBounds.BucketOf(60)] = requests / 10;
        return [.. Enumerable.Range(0, count).Select(i => new ServedMinute(s_monday.AddMinutes(i), new(ServedMinute.Length, requests, errors, 0, 0, latency)))];
    }
}
