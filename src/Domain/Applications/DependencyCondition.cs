using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>How a service must be before what depends on it is deployed.</summary>
public enum DependencyCondition
{
    /// <summary>An instance of its release runs.</summary>
    ServiceStarted,

    /// <summary>All instances of its release are ready.</summary>
    ServiceHealthy,
}

/// <param name="Service">Of the same application, in the same environment.</param>
public sealed record ServiceDependency(ServiceName Service, DependencyCondition Condition);
