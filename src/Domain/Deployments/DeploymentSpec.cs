using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Domain.Deployments;

public enum DeploymentKind
{
    Deployment,

    /// <summary>Goes back to an earlier release: instant switch, no gates.</summary>
    Rollback,

    /// <summary>Nothing was deployed: somebody said that the release ran already.</summary>
    Initial,
}

/// <summary>What a deployment was created with. Nothing of it changes but the plan, which people may change ahead of where it is.</summary>
/// <param name="FromRelease">What was live when the deployment was created; null for the first.</param>
/// <param name="RetryOf">The attempt that this one repeats.</param>
/// <param name="Supersedes">The deployment that this rollback replaces.</param>
public sealed record DeploymentSpec(
    DeploymentId Id,
    int Number,
    ServiceName Service,
    EnvironmentName Environment,
    DeploymentKind Kind,
    int? FromRelease,
    int ToRelease,
    PhasePlan Plan,
    Thresholds Thresholds,
    AnalysisSettings Analysis,
    RollbackPolicy Rollback,
    bool DryRun = false,
    DeploymentId? RetryOf = null,
    DeploymentId? Supersedes = null)
{
    /// <summary>The place's own metrics that thresholds and rules name, as they were defined when the deployment was created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<MetricDefinition>? Metrics { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DeploymentStrategy Strategy { get; init; }

    /// <summary>The custom strategy that wrote the plan; null where none did. It is never asked again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomStrategyUse? Custom { get; init; }

    /// <summary>Instances are replaced also where the release runs the same as what is live. Who asked for it is who made the deployment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ForceRecreate { get; init; }

    /// <summary>Nobody asks the instances of the release how they are: one that goes on running counts as ready, now and while it serves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SkipHealth { get; init; }

    /// <summary>When it starts by itself, or takes its turn in the queue; null where nobody named a time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Of a dry run: what was found out about it when it was made; null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<Finding>? Findings { get; init; }

    /// <summary>The plan template that it began with; null where it began with none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanOrigin? Template { get; init; }

    [JsonIgnore]
    public ValueList<CheckRule> Rules => CheckRule.For(Thresholds, Rollback);

    [JsonIgnore]
    public LedgerTerms LedgerTerms => LedgerTerms.For(FirstPlan ?? Plan, Thresholds, Rollback, Analysis) with { Custom = Metrics ?? [] };

    /// <summary>The plan as it was at the start, where it was changed since: what evidence is judged by is fixed before it is seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PhasePlan? FirstPlan { get; init; }
}
