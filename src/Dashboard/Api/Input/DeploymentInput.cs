using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a deployment as asked for. The domain's rules come after it.</summary>
internal static class DeploymentInput
{
    private static readonly Dictionary<string, DeploymentStrategy> s_otherNames = new(StringComparer.Ordinal) { ["shadow"] = DeploymentStrategy.Mirror };

    public static DeploymentRequest Read(JsonInput input)
    {
        input.Require("service", "the name of a service");
        var service = ServiceName.From(input.Text("service") ?? string.Empty);
        var environment = input.Text("environment") is { } name ? EnvironmentName.From(name) : (EnvironmentName?)null;
        var (number, fresh) = ReleaseInput.ReadNumberOrNew(input);
        var strategy = input.Word("strategy", s_otherNames) ?? DeploymentStrategy.Canary;
        var usual = StrategyPlans.Usual(strategy);
        return new DeploymentRequest(service, environment, number, fresh)
        {
            Strategy = strategy,
            Plan = input.Object("plan") is { } plan ? PlanInput.Read(plan, usual) : new PlanRequest(usual),
            Thresholds = input.Object("thresholds") is { } thresholds ? JudgementInput.ReadThresholds(thresholds) : new Thresholds(),
            Analysis = input.Object("analysis") is { } analysis ? JudgementInput.ReadAnalysis(analysis, strategy) : StrategyPlans.Analysis(strategy, AnalysisSettings.Usual),
            Rollback = input.Object("rollback") is { } rollback ? JudgementInput.ReadRollback(rollback) : new RollbackPolicy(),
            AutoStart = input.Flag("auto_start") ?? true,
            StartAt = input.Instant("start_at"),
            Queue = input.Flag("queue") ?? false,
            DryRun = input.Flag("dry_run") ?? false,
            ForceRecreate = input.Flag("force_recreate") ?? false,
            SkipHealth = input.Flag("skip_health") ?? false,
        };
    }
}
