using System.Text.Json;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a deployment as asked for. The domain's rules come after it.</summary>
internal static class DeploymentInput
{
    private static readonly Dictionary<string, DeploymentStrategy> s_otherNames = new(StringComparer.Ordinal) { [StrategyBook.Shadow] = DeploymentStrategy.Mirror };

    /// <summary>Which service it is about, which is looked up before the rest is read.</summary>
    public static ServiceName ReadService(JsonInput input)
    {
        input.Require("service", "the name of a service");
        return ServiceName.From(input.Text("service") ?? string.Empty);
    }

    /// <param name="book">The strategies there are beside the built-in ones.</param>
    /// <param name="service">As it is; null while it is not known, which is a mistake of its own.</param>
    public static DeploymentRequest Read(JsonInput input, StrategyBook book, Service? service)
    {
        var name = ReadService(input);
        var environment = input.Text("environment") is { } place ? EnvironmentName.From(place) : (EnvironmentName?)null;
        var (number, fresh) = ReleaseInput.ReadNumberOrNew(input);
        return ReadShape(input, new DeploymentRequest(name, environment, number, fresh), book, service) with
        {
            AutoStart = input.Flag("auto_start") ?? true,
            StartAt = input.Instant("start_at"),
            Queue = input.Flag("queue") ?? false,
            DryRun = input.Flag("dry_run") ?? false,
            ForceRecreate = input.Flag("force_recreate") ?? false,
            SkipHealth = input.Flag("skip_health") ?? false,
            Template = input.Object("template") is { } template ? ReadTemplate(template) : null,
        };
    }

    /// <summary>How it is delivered and what guards it: strategy, plan, limits, analysis and rollback.</summary>
    public static DeploymentRequest ReadShape(JsonInput input, DeploymentRequest request, StrategyBook book, Service? service)
    {
        request = input.KindOf("strategy") == JsonValueKind.String && book.Find(input.Text("strategy")) is { } custom
            ? CustomStrategyInput.Read(input, request, custom, service)
            : ReadPlan(input, request, book);
        return request with
        {
            Thresholds = input.Object("thresholds") is { } thresholds ? JudgementInput.ReadThresholds(thresholds) : new Thresholds(),
            Analysis = input.Object("analysis") is { } analysis ? JudgementInput.ReadAnalysis(analysis, request.Strategy) : StrategyPlans.Analysis(request.Strategy, AnalysisSettings.Usual),
            Rollback = input.Object("rollback") is { } rollback ? JudgementInput.ReadRollback(rollback) : new RollbackPolicy(),
        };
    }

    private static PlanUse? ReadTemplate(JsonInput input)
    {
        input.Require("name", "the name of a plan of the service's team");
        input.Require("version", "the number of its version in force");
        var (name, version) = (input.Text("name"), input.Whole("version"));
        input.Done();
        return name is not null && version is { } number ? new(name, number) : null;
    }

    private static DeploymentRequest ReadPlan(JsonInput input, DeploymentRequest request, StrategyBook book)
    {
        var strategy = input.Word("strategy", s_otherNames, book.Custom.Select(custom => custom.Name)) ?? DeploymentStrategy.Canary;
        var usual = StrategyPlans.Usual(strategy);
        return request with { Strategy = strategy, Plan = input.Object("plan") is { } plan ? PlanInput.Read(plan, usual) : new PlanRequest(usual) };
    }
}
