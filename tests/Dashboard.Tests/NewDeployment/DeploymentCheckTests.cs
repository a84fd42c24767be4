using System.Text.Json;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.NewDeployment;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Kayenta;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class DeploymentCheckTests
{
    private static readonly Service Shop = Service.Fold(
        [
            new ServiceDeclared(new("shop"), [new EnvironmentSpec(new("production"), new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, Host: null, "/"))]),
            new ReleaseAdded(1, new ReleaseSpec { Command = ["run"] }),
            new ReleaseWentLive(new("production"), 1, DeploymentId.Of(new("shop"), 1), Standby: null, StandbyUntil: null),
        ])!;

    private static readonly RankSettings s_ranks = new()
    {
        Metrics = [new("latency_p99") { Direction = GaugeDirection.Increase, Tolerance = 0.3, Measure = EffectMeasure.CommonLanguage, AllowedIncrease = 0.6, OutlierFactor = 3, MustHaveData = true, Groups = ["slow"] }],
        Weights = [new("slow", 80)],
        Pass = 90,
        Marginal = 60,
    };

    private static readonly EvidenceSettings s_evidence = new()
    {
        MissedRegressionProbability = 0.02,
        Warmup = TimeSpan.FromSeconds(90),
        DesignEffect = 2.5,
        Metrics =
        [
            new("error_rate", MetricRole.Signal, Required: true) { Critical = true, Tolerance = new Margin(1.2, 0.00001), Margin = new Margin(1, 0.005) },
            new("latency_p99", MetricRole.Guard, Required: true) { ToleratedGrowth = 0.19, GrowthToRuleOut = 0.6 },
            new("latency_p50", MetricRole.Information, Required: false),
        ],
    };

    [Fact]
    public void Every_mistake_has_the_path_that_the_api_gives_it()
    {
        var form = new DeploymentForm
        {
            Environment = "staging", Release = "7", Kind = "phases", Phases = [new() { Share = "50", Hold = "soon" }, new() { Share = "20" }], ErrorRate = "2", FailedRuns = "none",
        };
        Assert.Equal(
            ["analysis.failed_runs", "environment", "plan.phases[0].hold", "plan.phases[1].share", "release", "thresholds.error_rate"],
            DeploymentCheck.Of(form, Shop).Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_typed_is_what_will_be_asked_for()
    {
        var form = new DeploymentForm { Environment = "production", Release = "1", Kind = "linear", Steps = "4", Hold = "1m", Pause = "30s", LatencyP95 = "250ms", ManualApproval = true };
        var check = DeploymentCheck.Of(form, Shop);
        Assert.Empty(check.Errors);
        Assert.Null(check.Refusal);
        Assert.Equal([25m, 50m, 75m, 100m], check.Plan!.Phases.Select(phase => phase.Share.Percent));
        Assert.Equal(TimeSpan.FromMilliseconds(250), check.Request.Thresholds.LatencyP95);
        Assert.True(check.Request.Rollback.ManualApproval);
    }

    [Fact]
    public void A_place_that_is_taken_is_named_before_anything_is_sent()
    {
        var busy = Service.Evolve(Shop, new PlaceTaken(new("production"), DeploymentId.Of(new("shop"), 2)));
        var check = DeploymentCheck.Of(new DeploymentForm { Environment = "production", Release = "1" }, busy);
        Assert.Equal("shop-2", Assert.IsType<Refusal.Busy>(check.Refusal).Holder.Value);
    }

    [Fact]
    public void The_command_for_a_shell_says_the_same()
    {
        var form = new DeploymentForm { Environment = "production", Release = DeploymentForm.NewRelease, Fresh = new() { Command = "run", Notes = "it's new" } };
        var check = DeploymentCheck.Of(form, Shop);
        var curl = CurlCommand.Of("http://sluice/", check.Body);
        Assert.Contains("http://sluice/api/deployments", curl, StringComparison.Ordinal);
        Assert.Contains("it'\\''s new", curl, StringComparison.Ordinal);
        var body = curl[(curl.IndexOf("-d '", StringComparison.Ordinal) + 4)..^1].Replace("'\\''", "'", StringComparison.Ordinal);
        var input = new JsonInput(JsonDocument.Parse(body).RootElement, string.Empty, new InputErrors());
        Assert.Equal(check.Request, DeploymentInput.Read(input, StrategyBook.Empty, Shop));
    }

    private static readonly ApprovalRule s_leads = new()
    {
        Quorum = 2,
        Groups = ["leads", "payments"],
        ExpiresAfter = TimeSpan.FromHours(4),
        OnExpiry = GateEnd.RollBack,
        Instructions = "Look at the **latency**.",
    };

    public static TheoryData<AnalysisMode> Modes => [.. Enum.GetValues<AnalysisMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_form_filled_from_a_deployment_asks_for_exactly_the_same(AnalysisMode mode)
    {
        var request = new DeploymentRequest(new("shop"), new("production"), Release: 1, NewRelease: null)
        {
            Plan = new PlanRequest(PlanKind.Phases)
            {
                Phases =
                [
                    new(0.5m) { Hold = TimeSpan.FromMinutes(1), Gap = PhaseGap.Timed(TimeSpan.FromSeconds(30)), Budget = TimeSpan.FromHours(2) },
                    new(40) { Hold = TimeSpan.FromMinutes(2), Gap = PhaseGap.Person },
                    new(100) { Hold = TimeSpan.FromMinutes(3), NeedsApproval = true, Approval = s_leads },
                ],
                BeforePromotion = s_leads with { Quorum = 3, FourEyes = false, ExcludeAuthor = true, OnReject = GateEnd.Hold },
            },
            Thresholds = new Thresholds
            {
                ErrorRate = 0.013,
                LatencyP50 = TimeSpan.FromMilliseconds(80),
                LatencyP95 = TimeSpan.FromMilliseconds(250),
                LatencyP99 = TimeSpan.FromMilliseconds(500),
                ThroughputMin = 0.5,
                Custom = mode == AnalysisMode.Point ? [new("latency_p90", Min: null, Max: 200), new("open_requests", Min: 1, Max: 40)] : [new("latency_p90", Min: null, Max: 200)],
            },
            Analysis = AnalysisSettings.Of(mode) with
            {
                Interval = TimeSpan.FromSeconds(7),
                SuccessfulRuns = 5,
                FailedRuns = 2,
                Lookback = TimeSpan.FromSeconds(45),
                MinRequests = 99,
                ConfidenceLevel = 0.99,
                OnInconclusive = OnInconclusive.RollBack,
                Evidence = mode == AnalysisMode.Evidence ? s_evidence : null,
                Ranks = mode == AnalysisMode.MannWhitney ? s_ranks : null,
            },
            Rollback = new RollbackPolicy
            {
                OnErrorRate = 0.2, OnLatencyIncrease = 0.3, OnMetricFailure = ["throughput", "latency_p90"], ManualApproval = true, WhileWaiting = WhileWaiting.Shed,
                Approval = s_leads with { Quorum = 1 },
            },
        };
        var spec = new DeploymentSpec(
            DeploymentId.Of(new("shop"), 1), 1, new("shop"), new("production"), DeploymentKind.Deployment, 1, 1, PlanBuilder.Build(request.Plan).Plan!, request.Thresholds, request.Analysis, request.Rollback);
        var check = DeploymentCheck.Of(FormOf.Deployment(spec), Shop);
        Assert.Empty(check.Errors);
        Assert.Equal(request, check.Request);
    }

    [Fact]
    public void Limits_on_counted_runs_are_asked_for_again_without_what_they_take_the_place_of()
    {
        var limits = new CounterSettings { FailureLimit = 2, InconclusiveLimit = 0, ConsecutiveErrorLimit = 4, ConsecutiveSuccessLimit = 3, Count = 9, InitialDelay = TimeSpan.FromSeconds(90), DryRun = ["error_rate", "on_latency_increase"] };
        var spec = new DeploymentSpec(
            DeploymentId.Of(new("shop"), 1), 1, new("shop"), new("production"), DeploymentKind.Deployment, 1, 1, PlanBuilder.Build(new(PlanKind.Stepped)).Plan!,
            new() { ErrorRate = 0.01 }, new() { Counters = limits }, new() { OnLatencyIncrease = 0.2 });
        var check = DeploymentCheck.Of(FormOf.Deployment(spec), Shop);
        Assert.Empty(check.Errors);
        Assert.Equal(limits, check.Request.Analysis.Counters);
    }

    [Fact]
    public void A_rolling_update_is_previewed_step_by_step_and_asked_for_again_as_it_was()
    {
        var form = new DeploymentForm { Environment = "production", Release = "1", Parallelism = "3", MaxSurge = "2", MaxUnavailable = "1", Hold = "20s", Pause = "5s", ForceRecreate = true };
        form.Choose(DeploymentStrategy.Rolling);
        var check = DeploymentCheck.Of(form, Shop);
        Assert.Empty(check.Errors);
        Assert.Equal((OnInconclusive.AdvanceIfNoSuspicion, PlanKind.Batches), (check.Request.Analysis.OnInconclusive, check.Plan!.Kind));
        Assert.Equal([OperationKind.Start, OperationKind.Shift, OperationKind.Stop], check.Operations.Select(operation => operation.Kind));
        form.ForceRecreate = false;
        Assert.Empty(DeploymentCheck.Of(form, Shop).Operations);

        var spec = new DeploymentSpec(
            DeploymentId.Of(new("shop"), 1), 1, new("shop"), new("production"), DeploymentKind.Deployment, 1, 1,
            PlanBuilder.Build(check.Request.Plan with { Instances = 6 }).Plan!, check.Request.Thresholds, check.Request.Analysis, check.Request.Rollback) { Strategy = DeploymentStrategy.Rolling, ForceRecreate = true };
        Assert.Equal(check.Request, DeploymentCheck.Of(FormOf.Deployment(spec), Shop).Request);
    }

    [Fact]
    public void Another_strategy_does_not_take_back_what_somebody_chose()
    {
        var form = new DeploymentForm { OnInconclusive = "roll_back" };
        form.Choose(DeploymentStrategy.Rolling);
        Assert.Equal("roll_back", form.OnInconclusive);
        form.OnInconclusive = "advance_if_no_suspicion";
        form.Choose(DeploymentStrategy.Canary);
        Assert.Equal("pause", form.OnInconclusive);
    }

    [Fact]
    public void What_was_not_automatic_asks_again()
    {
        var spec = new DeploymentSpec(
            DeploymentId.Of(new("shop"), 1), 1, new("shop"), new("production"), DeploymentKind.Deployment, 1, 1, PlanBuilder.Build(new(PlanKind.Stepped)).Plan!, new(), new(), new() { Automatic = false });
        Assert.True(DeploymentCheck.Of(FormOf.Deployment(spec), Shop).Request.Rollback.Asks);
    }
}
