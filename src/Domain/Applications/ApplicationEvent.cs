using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>A fact about the applications of a tenant.</summary>
public abstract record ApplicationEvent : DomainEvent
{
    private ApplicationEvent()
    {
    }

    public abstract ApplicationName Application { get; init; }

    /// <summary>Of the application, from 1.</summary>
    public abstract int Rollout { get; init; }

    /// <summary>Who asked for it is in the origin.</summary>
    public sealed record RolloutStarted(ApplicationName Application, int Rollout, EnvironmentName Environment, ValueList<RolloutStep> Steps) : ApplicationEvent;

    /// <summary>What the service waited for was there, and its deployment was made.</summary>
    public sealed record RolloutStepStarted(ApplicationName Application, int Rollout, ServiceName Service, DeploymentId Deployment) : ApplicationEvent;

    /// <summary>Its release is live.</summary>
    public sealed record RolloutStepDone(ApplicationName Application, int Rollout, ServiceName Service) : ApplicationEvent;

    public sealed record RolloutStepFailed(ApplicationName Application, int Rollout, ServiceName Service, string Why) : ApplicationEvent;

    /// <summary>Services wait for what failed.</summary>
    public sealed record RolloutHeld(ApplicationName Application, int Rollout, string Why) : ApplicationEvent;

    public sealed record RolloutWentOn(ApplicationName Application, int Rollout) : ApplicationEvent;

    public sealed record RolloutEnded(ApplicationName Application, int Rollout, RolloutStatus Outcome, string Why) : ApplicationEvent;
}
