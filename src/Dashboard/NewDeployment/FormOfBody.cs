using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Fills a form with a body of the API, in the words of that body: the form writes the same body again, but for what it has no field for.</summary>
internal static class FormOfBody
{
    /// <param name="body">One that was read without mistakes.</param>
    /// <param name="request">What it was read as.</param>
    /// <param name="place">Where it goes to.</param>
    public static DeploymentForm Read(JsonElement body, DeploymentRequest request, ServiceEnvironment place, StrategyBook book)
    {
        JsonElement? given = body;
        var form = new DeploymentForm
        {
            Environment = place.Spec.Name.Value,
            Release = request.NewRelease is null ? given.Text("release") : DeploymentForm.NewRelease,
            Fresh = request.NewRelease is null ? new() : ReleaseFormOfBody.Read(given.Field("release"), place.Spec.Runtime.Kind),
            ForceRecreate = request.ForceRecreate,
            SkipHealth = request.SkipHealth,
            StartAt = given.Text("start_at"),
            Template = request.Template,
        };
        Choose(form, request, book, given.Field("parameters"));
        ReadPlan(form, given.Field("plan"), request.Plan);
        ReadThresholds(form, given.Field("thresholds"));
        ReadAnalysis(form, given.Field("analysis"), request.Analysis, place.Spec.Metrics);
        ReadRollback(form, given.Field("rollback"));
        return form;
    }

    private static void Choose(DeploymentForm form, DeploymentRequest request, StrategyBook book, JsonElement? parameters)
    {
        if (request.Custom is not { } use || book.Find(use.Name) is not { } custom)
        {
            form.Choose(request.Strategy);
            return;
        }

        form.Choose(custom);
        foreach (var parameter in form.Parameters.Where(parameter => parameters.Field(parameter.Name) is not null))
        {
            parameter.Text = parameters.Text(parameter.Name);
        }
    }

    private static void ReadPlan(DeploymentForm form, JsonElement? plan, PlanRequest read)
    {
        var (sticky, mirror, phases) = (plan.Field("sticky"), plan.Field("mirror"), plan.Items("phases").Select(phase => ReadPhase(phase)).ToList());
        form.Kind = read.Kind is PlanKind.Linear or PlanKind.Phases ? Words.Of(read.Kind) : form.Kind;
        (form.Steps, form.Hold, form.Pause, form.Standby) = (plan.Text("steps"), plan.Text("hold"), plan.Text("pause"), plan.Text("standby"));
        (form.SwitchGate, form.PromotionGate) = (Gate(plan, "gate"), Gate(plan, "promotion_gate"));
        form.PreviewCheck = ReleaseFormOfBody.ReadHook(plan.Field("preview_check"));
        (form.Parallelism, form.MaxSurge, form.MaxUnavailable, form.Order) = (plan.Text("parallelism"), plan.Text("max_surge"), plan.Text("max_unavailable"), plan.Text("order"));
        (form.MirrorUnsafe, form.MirrorBody) = (mirror.Flag("unsafe_methods") ?? false, mirror.Text("max_body"));
        (form.StickyBy, form.StickyName) = (sticky.Text("by"), sticky.Text("name"));
        form.Phases = phases.Count > 0 && !form.IsMirror ? phases : form.Phases;
        form.MirrorPhases = form.IsMirror ? phases : form.MirrorPhases;
        form.Matches = form.IsAb ? [.. plan.Items("match").Select(match => ReadMatch(match))] : form.Matches;
    }

    private static PhaseForm ReadPhase(JsonElement? phase)
    {
        var gate = Gate(phase, "gate");
        var isUntilResumed = phase.Text("pause_after") == Api.Input.PlanInput.Indefinite;
        return new()
        {
            Share = phase.Text("share"),
            Hold = phase.Text("hold"),
            PauseAfter = isUntilResumed ? "" : phase.Text("pause_after"),
            UntilResumed = isUntilResumed,
            Gate = gate is not null,
            Approval = gate is { Count: > 0 } ? gate : null,
            Budget = phase.Text("budget"),
        };
    }

    private static MatchForm ReadMatch(JsonElement? match) => new()
    {
        By = match.Text("by"),
        Name = match.Text("name"),
        How = match.Field("value") is not null ? MatchForm.Whole : match.Field("prefix") is not null ? MatchForm.Beginning : MatchForm.Any,
        Text = match.Text("value") + match.Text("prefix"),
    };

    private static void ReadThresholds(DeploymentForm form, JsonElement? thresholds)
    {
        (form.ErrorRate, form.ThroughputMin) = (thresholds.Text("error_rate"), thresholds.Text("throughput_min"));
        (form.LatencyP50, form.LatencyP95, form.LatencyP99) = (thresholds.Text("latency_p50"), thresholds.Text("latency_p95"), thresholds.Text("latency_p99"));
        form.Limits = [.. thresholds.Items("custom").Select(limit => ReadLimit(limit))];
    }

    private static LimitForm ReadLimit(JsonElement? limit) => new() { Metric = limit.Text("metric"), Min = limit.Text("min"), Max = limit.Text("max") };

    private static void ReadAnalysis(DeploymentForm form, JsonElement? analysis, AnalysisSettings read, ValueList<MetricDefinition>? own)
    {
        (form.Judged, form.Mode, form.OnInconclusive) = (read.Enabled, Words.Of(read.Mode), Words.Of(read.OnInconclusive));
        (form.Interval, form.Lookback, form.MinRequests, form.ConfidenceLevel) = (analysis.Text("interval"), analysis.Text("lookback"), analysis.Text("min_requests"), analysis.Text("confidence_level"));
        (form.SuccessfulRuns, form.FailedRuns) = (analysis.Text("successful_runs"), analysis.Text("failed_runs"));
        (form.MissedRegressionProbability, form.Warmup, form.DesignEffect) = (analysis.Text("missed_regression_probability"), analysis.Text("warmup"), analysis.Text("design_effect"));
        form.Metrics = [.. analysis.Items("metrics").Zip(read.Evidence?.Metrics ?? [], (metric, rule) => ReadMetric(metric, rule, own ?? []))];
        form.Ranks = Object(analysis.Field("ranks"));
        form.Counters = new()
        {
            FailureLimit = analysis.Text("failure_limit"),
            InconclusiveLimit = analysis.Text("inconclusive_limit"),
            ConsecutiveErrorLimit = analysis.Text("consecutive_error_limit"),
            ConsecutiveSuccessLimit = analysis.Text("consecutive_success_limit"),
            Count = analysis.Text("count"),
            InitialDelay = analysis.Text("initial_delay"),
            DryRun = [.. analysis.Texts("dry_run")],
        };
    }

    /// <param name="rule">With what is usual for the metric where nothing is said.</param>
    private static MetricForm ReadMetric(JsonElement? metric, MetricRule rule, ValueList<MetricDefinition> own) => new()
    {
        Metric = rule.Metric,
        Kind = MetricForm.KindOf(rule.Metric, own),
        Role = Words.Of(rule.Role),
        Required = rule.Required,
        Critical = rule.Critical,
        Direction = Words.Of(rule.Direction),
        ToleratedChange = metric.Text("tolerated_change"),
        Quantile = metric.Text("quantile"),
        ToleranceRatio = metric.Field("tolerance").Text("ratio"),
        ToleranceOffset = metric.Field("tolerance").Text("offset"),
        MarginRatio = metric.Field("margin").Text("ratio"),
        MarginOffset = metric.Field("margin").Text("offset"),
        ToleratedGrowth = metric.Text("tolerated_growth"),
        GrowthToRuleOut = metric.Text("growth_to_rule_out"),
    };

    private static void ReadRollback(DeploymentForm form, JsonElement? rollback)
    {
        form.RollbackEnabled = rollback.Flag("enabled") ?? true;
        form.ManualApproval = (rollback.Flag("manual_approval") ?? false) || rollback.Flag("automatic") == false;   // not automatic is the same wish
        form.RollbackApproval = Object(rollback.Field("approval"));
        form.WhileWaiting = rollback.Text("while_waiting") is { Length: > 0 } waiting ? waiting : form.WhileWaiting;
        (form.OnErrorRate, form.OnLatencyIncrease) = (rollback.Text("on_error_rate"), rollback.Text("on_latency_increase"));
        form.OnMetricFailure = [.. rollback.Texts("on_metric_failure")];
    }

    /// <summary>True is one other person: an empty object.</summary>
    private static JsonObject? Gate(JsonElement? element, string name) => element.Flag(name) == true ? [] : Object(element.Field(name));

    private static JsonObject? Object(JsonElement? element) => element is { ValueKind: JsonValueKind.Object } map ? JsonObject.Create(map) : null;
}
