using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;

namespace Sluice.Domain.Deployments;

public enum DeploymentKind
{
    Deployment,

    /// <summary>Goes back to an earlier release: instant switch, no gates.</summary>
    Rollback,
}

/// <summary>What a deployment was created with. Never changes.</summary>
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
    private const int LeastHorizon = 360;
    private const int MostHorizon = 100_000;

    /// <summary>The one strategy there is so far.</summary>
    public static string Strategy => "canary";

    [JsonIgnore]
    public ValueList<CheckRule> Rules => CheckRule.For(Thresholds, Rollback);

    [JsonIgnore]
    public LedgerTerms LedgerTerms => new(Thresholds, Rollback, Analysis, Horizon, Plan.Phases[0].Share);

    /// <summary>Intervals that the plan takes at the least; a short plan counts as an hour's, since holds grow.</summary>
    private int Horizon => (int)Math.Clamp(Plan.Phases.Sum(phase => (phase.Hold + (phase.Gap?.For ?? TimeSpan.Zero)) / Analysis.Interval), LeastHorizon, MostHorizon);
}
