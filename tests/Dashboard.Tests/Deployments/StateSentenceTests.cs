using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class StateSentenceTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeploymentEvent[] s_started = [new DeploymentCreated(Spec()), new DeploymentStarted()];
    private static readonly DeploymentEvent[] s_ready = [.. s_started, new StableCaptured(new CapturedStable(1, [])), new CanaryReady(1)];
    private static readonly DeploymentEvent[] s_shifting = [.. s_ready, new PhaseEntered(0, Share.FromPercent(10))];
    private static readonly DeploymentEvent[] s_holding =
        [.. s_shifting, new SplitSet(new TrafficSplit(Share.FromPercent(10)), Verified: true, s_at.AddMinutes(5), s_at.AddMinutes(20))];

    private static readonly StateSentence s_sentence = Sentence();

    public static TheoryData<string, DeploymentEvent[]> States => new()
    {
        { "A draft: nothing has changed in traffic. Next: a person starts it to take release 2 live.", [new DeploymentCreated(Spec())] },
        { "Looking at what runs now; nothing has changed yet. Next: the instances of release 2 start.", s_started },
        { "The instances of release 2 are starting; traffic is unchanged. Next: it gets 10 % of the traffic when they are ready.", s_ready },
        { "Release 2 is being given 10 % of the traffic. Next: it is held for 5m once the router confirms the share.", s_shifting },
        { "Release 2 has 10 % of the traffic. Next: at 12:05:00 UTC, if the checks pass, a gap of 2m begins, then 100 %.", s_holding },
        { "Release 2 has 10 % of the traffic. All checks pass. Next: at 12:05:00 UTC, if the checks pass, a gap of 2m begins, then 100 %.", [.. s_holding, new VerdictChanged(0, Verdict.NoDataYet with { Sentence = "All checks pass." })] },
        { "Phase 1 is over; release 2 keeps 10 % of the traffic during the gap. Next: at 12:07:00 UTC it gets 100 %.", [.. s_holding, new WaitingBegan(0, s_at.AddMinutes(7))] },
        { "Release 2 is to have 10 % of the traffic, but the split is not in force: connection refused. Next: at 12:05:00 UTC, if the checks pass, a gap of 2m begins, then 100 %.", [.. s_holding, new SplitLost("connection refused")] },
        { "ada paused it at 12:00:00 UTC: lunch. Next: a person resumes, promotes or goes back; the guards go on watching.", [.. s_holding, new DeploymentPaused(PauseReason.Person, "lunch")] },
        { "A question is open: Go back? Next: a person approves or rejects.", [.. s_holding, new GateOpened(new Gate("g1", GateKind.RollbackQuestion, "Go back?", 0, [], s_at), Shed: false)] },
        { "Release 2 takes over all traffic. Next: the promotion ends when the router confirms it.", [.. s_holding, new PromotionStarted(Full: true)] },
        { "Release 2 is to take over all traffic, but that is not in force: connection refused. Next: the promotion ends when the router confirms it.", [.. s_holding, new PromotionStarted(Full: true), new SplitLost("connection refused")] },
        { "All traffic is to return to stable, ordered by ada: too slow. That is not in force: connection refused. Next: it ends as aborted when the router confirms 100 % on stable.", [.. s_holding, new ReturnStarted(EndsAs.Aborted, "too slow", null, s_at), new SplitLost("connection refused")] },
        { "All traffic returns to stable, ordered by ada: too slow. Next: it ends as aborted when the router confirms 100 % on stable.", [.. s_holding, new ReturnStarted(EndsAs.Aborted, "too slow", null, s_at)] },
        { "Failed at 2026-01-31 12:00 UTC; nothing serves, as before: gone.", [.. s_started, new StableCaptured(null), new DeploymentFailed("apply", "gone", RollbackOutcome.Succeeded)] },
        { "Aborted at 2026-01-31 12:00 UTC: too slow.", [.. s_holding, new ReturnStarted(EndsAs.Aborted, "too slow", null, s_at), new DeploymentAborted("too slow")] },
        { "Release 2 serves all traffic since 2026-01-31 12:00 UTC.", [.. s_holding, new PromotionStarted(Full: true), new DeploymentSucceeded(NoOp: false)] },
        { "Failed at 2026-01-31 12:00 UTC, and traffic may be mixed: gone.", [.. s_holding, new DeploymentFailed("return", "gone", RollbackOutcome.Failed)] },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Says_what_is_happening_and_what_comes_next(string expected, DeploymentEvent[] history) => Assert.Equal(expected, s_sentence.Of(Fold(history), place: null));

    [Fact]
    public void Says_whose_traffic_a_share_is_of()
    {
        var spec = Spec();
        DeploymentEvent[] among = [new DeploymentCreated(spec with { Plan = spec.Plan with { Users = new(Sticky: null, [new(UserKey.Header, "X-Group")]) } }), .. s_shifting[1..]];
        Assert.Equal(
            "Release 2 is being given 10 % of the traffic. Only users who match take part: the share is of their traffic. Next: it is held for 5m once the router confirms the share.",
            s_sentence.Of(Fold(among), place: null));
    }

    [Fact]
    public void Says_that_copies_go_to_it_and_what_it_gets_after_them()
    {
        var plan = PlanBuilder.Build(new(PlanKind.Mirror) { Phases = [new(20), new(100)] }).Plan!;
        DeploymentEvent[] history =
        [
            new DeploymentCreated(Spec() with { Plan = plan, Strategy = DeploymentStrategy.Mirror, Thresholds = new(), Analysis = new() { Enabled = false } }),
            .. s_shifting[1..^1],
            new PhaseEntered(0, Share.None) { Mirror = Share.FromPercent(20) },
            new SplitSet(TrafficSplit.AllStable, Verified: true, s_at.AddMinutes(5), s_at.AddMinutes(20)) { Mirror = Share.FromPercent(20) },
        ];
        Assert.Equal(
            "Release 2 has 0 % of the traffic. Copies of 20 % of the requests go to it, and its answers are thrown away. Next: at 12:05:00 UTC it gets copies of 100 %.",
            s_sentence.Of(Fold(history), place: null));
    }

    [Fact]
    public void Says_of_a_batch_that_it_goes_on_unless_something_speaks_against_it()
    {
        var plan = PlanBuilder.Build(new(PlanKind.Batches) { Instances = 2, InstancesNow = 2, Hold = TimeSpan.FromMinutes(5) }).Plan!;
        var spec = Spec() with { Plan = plan, Strategy = DeploymentStrategy.Rolling, Analysis = new() { OnInconclusive = OnInconclusive.AdvanceIfNoSuspicion } };
        DeploymentEvent[] History(DeploymentSpec of) =>
        [
            new DeploymentCreated(of), .. s_ready[1..], new PhaseEntered(0, Share.FromPercent(50)),
            new SplitSet(new TrafficSplit(Share.FromPercent(50)), Verified: true, s_at.AddMinutes(5), s_at.AddMinutes(20)),
        ];
        Assert.Equal("Release 2 has 50 % of the traffic. Next: at 12:05:00 UTC it gets 100 %, unless something speaks against it.", s_sentence.Of(Fold(History(spec)), place: null));
        Assert.EndsWith("if the checks pass, it gets 100 %.", s_sentence.Of(Fold(History(spec with { Analysis = new() })), place: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_why_a_router_that_answers_does_not_do_what_is_wanted()
    {
        const string Why = "Release 2 has no instance that can take it.";
        Assert.StartsWith($"Release 2 is to get 10 % of the traffic, but that is not in force: {Why}", s_sentence.Of(Fold(s_shifting), place: null, Why), StringComparison.Ordinal);
        Assert.StartsWith(
            $"Release 2 is to take over all traffic, but that is not in force: {Why}",
            s_sentence.Of(Fold([.. s_holding, new PromotionStarted(Full: true)]), place: null, Why),
            StringComparison.Ordinal);
    }

    private static Deployment Fold(DeploymentEvent[] history) => Deployment.Fold(history.Select(e => e with { Origin = new Origin(s_at, Actor.Person("ada")) }))!;

    private static DeploymentSpec Spec() => new(
        DeploymentId.From("shop-2"), 2, ServiceName.From("shop"), global::Sluice.Domain.Services.EnvironmentName.From("production"), DeploymentKind.Deployment, 1, 2,
        new PhasePlan(PlanKind.Phases, [new Phase(Share.FromPercent(10), TimeSpan.FromMinutes(5)) { Gap = PhaseGap.Timed(TimeSpan.FromMinutes(2)) }, new Phase(Share.All, TimeSpan.FromMinutes(5))]),
        new Thresholds { ErrorRate = 0.01 }, new AnalysisSettings(), new RollbackPolicy());

    private static StateSentence Sentence()
    {
        using var provider = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        return new StateSentence(provider.GetRequiredService<IStringLocalizer<Texts>>());
    }
}
