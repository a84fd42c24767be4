using Sluice.Domain.Analysis;

namespace Sluice.Domain.Deployments;

/// <summary>Which kinds of plan a strategy can have.</summary>
public static class StrategyPlans
{
    /// <summary>What a strategy has where nobody asked for a kind.</summary>
    public static PlanKind Usual(DeploymentStrategy strategy) => strategy switch
    {
        DeploymentStrategy.BlueGreen => PlanKind.Switch,
        DeploymentStrategy.Mirror => PlanKind.Mirror,
        DeploymentStrategy.Rolling => PlanKind.Batches,
        DeploymentStrategy.Recreate => PlanKind.Recreate,
        _ => PlanKind.Stepped,
    };

    /// <summary>The strategy that a plan of this kind belongs to; null where several have it.</summary>
    public static DeploymentStrategy? Only(PlanKind kind) => kind switch
    {
        PlanKind.Switch => DeploymentStrategy.BlueGreen,
        PlanKind.Mirror => DeploymentStrategy.Mirror,
        PlanKind.Batches => DeploymentStrategy.Rolling,
        PlanKind.Recreate => DeploymentStrategy.Recreate,
        _ => null,
    };

    /// <summary>The settings as they are for a strategy where nobody asked for others: batches go on unless something speaks against them.</summary>
    public static AnalysisSettings Analysis(DeploymentStrategy strategy, AnalysisSettings usual) =>
        strategy is DeploymentStrategy.Rolling or DeploymentStrategy.Recreate ? usual with { OnInconclusive = OnInconclusive.AdvanceIfNoSuspicion } : usual;

    /// <summary>What would be right instead of the kind; null when it fits.</summary>
    public static string? Remedy(DeploymentStrategy strategy, PlanKind kind) => (Usual(strategy), Only(kind)) switch
    {
        (PlanKind.Stepped, null) => null,
        (PlanKind.Stepped, { } other) => $"linear, stepped or phases: {Words.Of(kind)} is the plan of the strategy {Words.Of(other)}",
        var (usual, _) when usual == kind => null,
        var (usual, _) => $"{Words.Of(usual)}: the strategy {Words.Of(strategy)} has no other plan",
    };
}
