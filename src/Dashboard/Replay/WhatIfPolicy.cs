using System.Text.Json;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Replay;

/// <summary>Puts other rules into the spec of a deployment: single numbers, holds, or a whole policy as it would be asked for. What would be right is said by the rules that the API answers with.</summary>
internal sealed class WhatIfPolicy(IStringLocalizer<Texts> texts)
{
    private static readonly string[] s_parts = ["analysis", "plan", "rollback", "thresholds"];

    /// <param name="json">An object with any of <c>thresholds</c>, <c>analysis</c>, <c>rollback</c> and <c>plan</c>, as in <c>POST /api/deployments</c>; empty for none.</param>
    /// <param name="mistakes">What is wrong with it, in sentences.</param>
    public DeploymentSpec Apply(string? json, DeploymentSpec spec, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return spec;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var errors = new InputErrors();
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.EnumerateObject().Any(member => s_parts.Contains(member.Name, StringComparer.Ordinal)))
            {
                mistakes.Add(texts["WhatIf.NoObject", string.Join(", ", s_parts)]);
                return spec;
            }

            var input = new JsonInput(document.RootElement, string.Empty, errors);
            var plan = input.Object("plan") is { } given ? PlanInput.Read(given) : null;
            var request = new DeploymentRequest(spec.Service, spec.Environment, spec.ToRelease, NewRelease: null)
            {
                Thresholds = input.Object("thresholds") is { } thresholds ? JudgementInput.ReadThresholds(thresholds) : spec.Thresholds,
                Analysis = input.Object("analysis") is { } analysis ? JudgementInput.ReadAnalysis(analysis, spec.Strategy) : spec.Analysis,
                Rollback = input.Object("rollback") is { } rollback ? JudgementInput.ReadRollback(rollback) : spec.Rollback,
                Strategy = (plan is null ? null : StrategyPlans.Only(plan.Kind)) ?? (plan?.Users?.Match.Count > 0 ? DeploymentStrategy.Ab : DeploymentStrategy.Canary),
                Plan = plan ?? new PlanRequest(PlanKind.Stepped),
            };
            input.Done();
            errors.AddRules(DeploymentRequestRules.Check(request, spec.Metrics));
            var built = plan is null || errors.Any ? null : PlanBuilder.Build(plan with { Instances = spec.Plan.Rolling?.Instances ?? 1 }).Plan;
            mistakes.AddRange(errors.All.Select(Say));
            spec = spec with { Thresholds = request.Thresholds, Analysis = request.Analysis, Rollback = request.Rollback };

            // Who met which release is past, whatever rules are tried.
            return built is null ? spec : spec with { Plan = built with { Users = spec.Plan.Users, Mirror = spec.Plan.Mirror }, FirstPlan = null };
        }
        catch (JsonException ex)
        {
            mistakes.Add(texts["WhatIf.NoJson", ex.LineNumber + 1 ?? 1, ex.BytePositionInLine + 1 ?? 1]);
            return spec;
        }
    }

    /// <param name="text">Holds of the phases in their order, as in <c>2m, 5m</c>; those left out stay. Empty for none.</param>
    public DeploymentSpec WithHolds(string? text, DeploymentSpec spec, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return spec;
        }

        var given = text.Split(',', StringSplitOptions.TrimEntries);
        var phases = spec.Plan.Phases.ToList();
        if (given.Length > phases.Count)
        {
            mistakes.Add(texts["WhatIf.TooManyHolds", phases.Count, given.Length]);
            return spec;
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (Durations.TryParse(given[i], out var hold) && hold >= TimeSpan.Zero)
            {
                phases[i] = phases[i] with { Hold = hold };
            }
            else if (given[i].Length > 0)
            {
                mistakes.Add(texts["WhatIf.WrongHold", i + 1, InputErrors.Short(given[i]), Durations.Remedy]);
            }
        }

        return spec with { Plan = spec.Plan with { Phases = phases.ToValueList() }, FirstPlan = null };
    }

    /// <param name="tail">Milliseconds.</param>
    /// <param name="tolerance">Worsening of the error rate that is tolerated, as a fraction.</param>
    /// <param name="growth">Growth of latencies that is tolerated, as a fraction.</param>
    public static DeploymentSpec WithNumbers(
        DeploymentSpec spec, double? errorRate, double? tail, double? tolerance, double? growth, double? confidence, double? failedRuns, double? passedRuns)
    {
        var analysis = spec.Analysis with
        {
            ConfidenceLevel = confidence ?? spec.Analysis.ConfidenceLevel,
            FailedRuns = (int?)failedRuns ?? spec.Analysis.FailedRuns,
            SuccessfulRuns = (int?)passedRuns ?? spec.Analysis.SuccessfulRuns,
        };
        if (tolerance is not null || growth is not null)
        {
            var evidence = analysis.Evidence ?? new();
            analysis = analysis with { Evidence = evidence with { Metrics = MetricRule.With(evidence.Metrics).Select(rule => WithMargins(rule, tolerance, growth)).ToValueList() } };
        }

        return spec with
        {
            Analysis = analysis,
            Thresholds = spec.Thresholds with
            {
                ErrorRate = errorRate ?? spec.Thresholds.ErrorRate,
                LatencyP99 = tail is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : spec.Thresholds.LatencyP99,
            },
        };
    }

    private static MetricRule WithMargins(MetricRule rule, double? tolerance, double? growth)
    {
        if (rule.Metric == MetricNames.ErrorRate)
        {
            return tolerance is { } worse ? rule with { Tolerance = new Margin(1 + worse, Margin.Tolerance.Offset) } : rule;
        }

        return growth is { } more && !rule.IsExtra ? rule with { ToleratedGrowth = more, GrowthToRuleOut = Math.Max(rule.GrowthToRuleOut, more) } : rule;
    }

    private string Say(FieldError error) => texts["WhatIf.WrongField", error.Field, error.Found, error.Remedy];
}
