using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>How one service of an application is deployed: a rolling update that the health of instances decides. What is null is the usual.</summary>
public sealed record RolloutTerms
{
    /// <summary>Instances at a time, 1 to 100.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Parallelism { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UpdateOrder? Order { get; init; }

    /// <summary>How long a batch must have served.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Monitor { get; init; }

    /// <summary>From one batch to the next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Delay { get; init; }

    /// <summary>Nobody asks the instances how they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SkipHealth { get; init; }

    /// <summary>The deployment of a release that there is, or of a new one. It waits for its place when another deployment holds it.</summary>
    public DeploymentRequest Request(ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? fresh) => new(service, environment, release, fresh)
    {
        Strategy = DeploymentStrategy.Rolling,
        Plan = new(PlanKind.Batches) { Hold = Monitor, Pause = Delay, Rolling = new() { Parallelism = Parallelism, Order = Order } },
        Analysis = new AnalysisSettings { Enabled = false },
        SkipHealth = SkipHealth,
        Queue = true,
    };
}
