using System.Text.Json.Serialization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>What a rollout does about one service: a deployment of a release, when what it waits for is there.</summary>
/// <param name="Key">What the file calls the service.</param>
public sealed record RolloutStep(string Key, ServiceName Service, int Release, ValueList<ServiceDependency> After, RolloutTerms Terms)
{
    /// <summary>The rest is what became of it, and not part of what was asked for.</summary>
    [JsonIgnore]
    public StepState State { get; init; }

    [JsonIgnore]
    public DeploymentId? Deployment { get; init; }

    /// <summary>Of a failed one, a sentence.</summary>
    [JsonIgnore]
    public string? Why { get; init; }
}

public enum StepState
{
    /// <summary>What it waits for is not there yet.</summary>
    Waiting,

    /// <summary>Its deployment is under way.</summary>
    Deploying,

    /// <summary>Its release is live.</summary>
    Done,

    /// <summary>Its deployment ended without success. Once its release is live all the same, it is done.</summary>
    Failed,
}

public enum RolloutStatus
{
    /// <summary>Something is under way or can be started.</summary>
    Running,

    /// <summary>Something waits for what failed. It goes on when that is live after all, for example by a retry.</summary>
    Held,

    Succeeded,

    /// <summary>Something failed, and nothing is left that could follow.</summary>
    Failed,

    Cancelled,

    /// <summary>A newer rollout took its place while it was held.</summary>
    Superseded,
}

/// <summary>One attempt to take the services of an application live, each by a deployment of its own.</summary>
/// <param name="Number">Of the application, from 1.</param>
/// <param name="By">Who asked for it, and in whose name deployments are started.</param>
public sealed record Rollout(ApplicationName Application, EnvironmentName Environment, int Number, ValueList<RolloutStep> Steps, Actor By, DateTimeOffset At)
{
    public RolloutStatus Status { get; init; }

    /// <summary>Why it is held, or how it ended, in a sentence.</summary>
    public string? Why { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool HasEnded => Status is not (RolloutStatus.Running or RolloutStatus.Held);

    public RolloutStep? Step(ServiceName service) => Steps.FirstOrDefault(step => step.Service == service);

    /// <summary>The same for every attempt to start the same step, so that it is started once. Nobody outside can give it: their ids are printable.</summary>
    public string CommandIdOf(RolloutStep step) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"application\u001f{Application}\u001f{Number}\u001f{step.Service}");

    internal Rollout With(ServiceName service, Func<RolloutStep, RolloutStep> change) =>
        this with { Steps = [.. Steps.Select(step => step.Service == service ? change(step) : step)] };
}
