using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>What can be said about an application. Orders come from people; signals come from the engine and may be late.</summary>
public abstract record ApplicationCommand(ApplicationName Application)
{
    /// <param name="Wishes">In the order in which they wait for each other.</param>
    public sealed record Start(ApplicationName Application, EnvironmentName Environment, ValueList<ServiceWish> Wishes) : ApplicationCommand(Application);

    /// <summary>Nothing more is started. Deployments that are under way go on.</summary>
    public sealed record Cancel(ApplicationName Application) : ApplicationCommand(Application);

    /// <summary>What was seen of the services of a rollout.</summary>
    public sealed record Report(ApplicationName Application, int Rollout, ValueList<ServiceSight> Sights) : ApplicationCommand(Application);

    /// <summary>The deployment of a step was made.</summary>
    public sealed record ReportStarted(ApplicationName Application, int Rollout, ServiceName Service, DeploymentId Deployment) : ApplicationCommand(Application);

    /// <summary>The deployment of a step was refused for good.</summary>
    public sealed record ReportRefused(ApplicationName Application, int Rollout, ServiceName Service, string Why) : ApplicationCommand(Application);
}

/// <summary>One look at a service in the environment of a rollout.</summary>
/// <param name="Live">The release that serves; null for none.</param>
/// <param name="Ended">How the step's deployment ended without success, in a sentence; null while it goes on, and after a success.</param>
/// <param name="Releases">What runs, by release.</param>
public sealed record ServiceSight(ServiceName Service, int? Live, string? Ended, ValueList<ReleaseSight> Releases)
{
    public ReleaseSight? Of(int release) => Releases.FirstOrDefault(one => one.Release == release);
}

/// <param name="Running">Instances that run, ready or not.</param>
/// <param name="Wanted">Instances that the release has.</param>
public sealed record ReleaseSight(int Release, int Running, int Ready, int Wanted);
