using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Judged by evidence, with real processes behind the real gateway.</summary>
public sealed class EvidenceStories(SharedEngine shared, PostgresFixture postgres)
{
    /// <summary>Where the first verdict fell before the first requests, the next one that says the same is kept a minute later.</summary>
    private static readonly TimeSpan s_untilKept = TimeSpan.FromMinutes(2);

    private static readonly DeploymentRequest s_judged = Quick(20, 100) with
    {
        Plan = new(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.FromHours(1) }, new(100) { Hold = TimeSpan.FromSeconds(1) }] },
        Thresholds = new(),
        Analysis = AnalysisSettings.Usual with { Interval = TimeSpan.FromSeconds(1), Evidence = new() { Warmup = TimeSpan.Zero } },
    };

    /// <summary>On a busy machine a canary that is still cold is truly slower, and so it is after a standstill.</summary>
    private static readonly DeploymentRequest s_byErrors = s_judged with
    {
        Analysis = s_judged.Analysis with
        {
            Evidence = s_judged.Analysis.Evidence! with
            {
                Metrics = [.. MetricRule.With([]).Select(rule => rule.Metric == MetricNames.ErrorRate ? rule : rule with { Role = MetricRole.Information, Required = false })],
            },
        },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_that_fails_more_often_goes_back_and_what_was_stored_gives_the_same_evidence()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.3")), s_judged);
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var verdict = (await shop.EventsAsync(id)).OfType<VerdictChanged>().Last().Verdict;
        Assert.Equal(VerdictReason.Regression, verdict.Reason);
        Assert.StartsWith("Proven worse after ", verdict.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("at most 1 %.", verdict.Sentence, StringComparison.Ordinal);

        var deployment = await shop.DeploymentAsync(id);
        var intervals = Intervals.From(await engine.Strata.ReadAsync(TenantId.Default, id, Ct));
        var ledger = new EvidenceLedger(deployment.Spec.LedgerTerms, intervals[0].Stable!);
        Assert.Equal(verdict.Hash, Intervals.Replay(intervals, ledger));
        var state = new double[ledger.StateLength];
        ledger.Save(state);
        Assert.Equal((await engine.Strata.FindStateAsync(TenantId.Default, id, Ct))!.Values, state);

        // Tried again on what is stored, its own rules say the same, no later; rules that tolerate anything never return.
        var own = WhatIf.Run(deployment, deployment.Spec, intervals, Ct)!;
        Assert.StartsWith("Proven worse after ", own.Sentence, StringComparison.Ordinal);
        Assert.True(own.ReturnsAt <= (await shop.EventsAsync(id)).OfType<ReturnStarted>().Single().Origin.At);
        var tolerant = deployment.Spec.Analysis with { Evidence = deployment.Spec.Analysis.Evidence! with { Metrics = [MetricRule.Usual[0] with { Tolerance = new(1.1, 0.5) }] } };
        Assert.Null(WhatIf.Run(deployment, deployment.Spec with { Analysis = tolerant }, intervals, Ct)!.ReturnsAt);
    }

    [Fact]
    public async Task A_restart_takes_the_evidence_up_and_the_release_goes_back_all_the_same()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), s_byErrors);
        await shop.UntilAsync(id, d => d.Verdict?.Evidence is { CanaryRequests: > 10 }, "has some evidence", s_untilKept);
        var before = await engine.Strata.FindStateAsync(TenantId.Default, id, Ct);
        await engine.RestartAsync();
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i.Instance.Release == 2), "release 2 is seen again");

        // Only now, or the verdict might be older than the restart.
        await shop.SetFaultsAsync(release: 2, new { error_rate = 0.3 });
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        Assert.True((await engine.Strata.FindStateAsync(TenantId.Default, id, Ct))!.Through > before!.Through);
        var verdict = (await shop.EventsAsync(id)).OfType<VerdictChanged>().Last().Verdict;
        var intervals = Intervals.From(await engine.Strata.ReadAsync(TenantId.Default, id, Ct));
        Assert.Equal(intervals.Sum(interval => interval.Canary.Requests), verdict.Evidence!.CanaryRequests);
    }

    [Fact]
    public async Task A_release_that_hangs_goes_back_before_any_of_its_requests_ended()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine, replicas: 2);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_LATENCY_MS", "12000")), s_judged with { Thresholds = new() { LatencyP95 = TimeSpan.FromMilliseconds(200) } });
        await shop.UntilAsync(id, d => d.Verdict?.Kind == VerdictKind.RollBack, "goes back");

        var verdict = (await shop.EventsAsync(id)).OfType<VerdictChanged>().Last().Verdict;
        Assert.Equal((VerdictReason.SloBreach, 0L), (verdict.Reason, verdict.Evidence!.CanaryRequests));
        Assert.Matches(@"^Proven worse after 0 canary requests and \d+ more that are still open \(\d+ s\)\.", verdict.Sentence);
        Assert.Equal(2, verdict.Evidence.Dependence!.StableInstances);

        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        var intervals = Intervals.From(await engine.Strata.ReadAsync(TenantId.Default, id, Ct));
        var ledger = new EvidenceLedger((await shop.DeploymentAsync(id)).Spec.LedgerTerms, intervals[0].Stable!);
        Assert.Equal(verdict.Hash, Intervals.Replay(intervals, ledger));
        var state = new double[ledger.StateLength];
        ledger.Save(state);
        Assert.Equal((await engine.Strata.FindStateAsync(TenantId.Default, id, Ct))!.Values, state);
    }

    [Fact]
    public async Task Three_percent_of_errors_instead_of_one_go_back_at_a_share_of_five_percent_and_the_sentence_says_why()
    {
        var engine = await shared.StartedAsync();
        var shop = await DeclareAsync(engine);
        var first = await shop.DeployAsync(Shop("1", ("SHOP_ERROR_RATE", "0.01")), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await shop.UntilEndedAsync(first, Outcome.Succeeded);
        await using var visitors = shop.Visit(together: 16);
        var plan = new PlanRequest(PlanKind.Phases) { Phases = [new(5) { Hold = TimeSpan.FromHours(1) }, new(100) { Hold = TimeSpan.FromSeconds(1) }] };
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.03")), s_byErrors with { Plan = plan });

        // About 600 canary requests convict in half of the cases, three times as many in nearly all.
        await shop.UntilAsync(id, d => d.Status.IsTerminal, "goes back", TimeSpan.FromMinutes(3));
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await visitors.LeaveAsync();

        var events = await shop.EventsAsync(id);
        Assert.Equal([5, 0], events.Shares());
        var verdict = events.OfType<VerdictChanged>().Last().Verdict;
        Assert.Equal(VerdictReason.Regression, verdict.Reason);
        Assert.Matches(
            @"^Proven worse after [\d,]+ canary requests \([\d,]+ s\)\. Errors: canary [\d.]+ % \([\d,]+/[\d,]+\), stable [\d.]+ %\. Evidence [\d,]+:1 that the canary is above [\d.]+ %, what is tolerated beside stable" +
            @".*\. Share of the verdict: the error rate \d+ %.* Chance that this is a false alarm over the whole deployment: at most 1 %\.$",
            verdict.Sentence);
    }

    [Fact]
    public async Task While_nothing_is_measured_it_holds_and_says_so_and_goes_on_when_measurements_are_back()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), s_byErrors);
        var before = await shop.UntilAsync(id, d => d.Verdict?.Evidence is { CanaryRequests: > 10 }, "has some evidence", s_untilKept);
        var gateway = await engine.GatewayPidAsync();
        await Programs.SignalAsync("STOP", gateway);
        var held = await shop.UntilAsync(id, d => d.Verdict?.Reason == VerdictReason.SourceError, "says that nothing is measured");
        Assert.Equal((VerdictKind.Hold, RunStage.Hold, 20), (held.Verdict!.Kind, held.Stage, held.Asked.Canary.Percent));
        Assert.Matches(@"^The measurements could not be read \(The gateway .*\): holding until they are back\.$", held.Verdict.Sentence);
        Assert.Equal(held.Phases[0].Status, before.Phases[0].Status);

        await Programs.SignalAsync("CONT", gateway);
        var healed = await shop.UntilAsync(id, d => d.Verdict?.Evidence is { } evidence && evidence.CanaryRequests > before.Verdict!.Evidence!.CanaryRequests, "has more evidence", s_untilKept);
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive), (healed.Verdict!.Kind, healed.Verdict.Reason));
        Assert.DoesNotContain(await shop.EventsAsync(id), e => e is ReturnStarted or PhaseCompleted);
    }

    [Fact]
    public async Task A_failure_of_both_versions_is_a_shared_incident_and_holds()
    {
        var engine = await shared.StartedAsync();
        var shop = await DeclareAsync(engine);
        var first = await shop.DeployAsync(Shop("1", ("SHOP_ERROR_RATE", "0.4")), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await shop.UntilEndedAsync(first, Outcome.Succeeded);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.4")), s_byErrors with { Thresholds = new() { ErrorRate = 0.02 } });
        var held = await shop.UntilAsync(id, d => d.Verdict?.Reason == VerdictReason.SharedIncident, "holds for a shared incident");
        Assert.Equal(RunStage.Hold, held.Stage);
        Assert.Equal(20, held.Asked.Canary.Percent);
    }

    [Fact]
    public async Task Little_traffic_holds_with_a_forecast()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), s_byErrors);
        var held = await shop.UntilAsync(id, d => d.Verdict?.Evidence is { CanaryRequests: > 0, Forecast.Requests: > 0 }, "holds with a forecast", s_untilKept);
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive), (held.Verdict!.Kind, held.Verdict.Reason));
        Assert.Matches(@"^Holding: the error rate is not yet cleared\. About [\d,]+ more canary requests \(\d+ (s|min) at [\d.]+/s; range ", held.Verdict.Sentence);
    }
}
